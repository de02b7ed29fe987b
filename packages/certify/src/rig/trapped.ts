/** Runs pure code with the world taken away: what reaches for the clock, chance, the network or the console is found out. */
export interface Trapped<A> {
  readonly value: A
  /** What was reached for. */
  readonly uses: ReadonlyArray<string>
}

type Place = Record<string, unknown>

export const trapped = <A>(run: () => A): Trapped<A> => {
  const uses = new Set<string>()
  const undo: Array<() => void> = []
  const trap = (place: Place, member: string, name: string): void => {
    const real = place[member] as (...given: Array<unknown>) => unknown
    place[member] = (...given: Array<unknown>) => {
      uses.add(name)
      return real.apply(place, given)
    }
    undo.push(() => (place[member] = real))
  }
  // oxlint-disable-next-line eslint/no-restricted-globals, eslint/no-restricted-properties -- taken away for a moment and given back
  const world = globalThis as unknown as Place
  trap(world["Date"] as Place, "now", "Date.now")
  trap(world["Math"] as Place, "random", "Math.random")
  trap(world, "fetch", "fetch")
  trap(world, "setTimeout", "setTimeout")
  trap(world, "queueMicrotask", "queueMicrotask")
  trap(world["crypto"] as Place, "getRandomValues", "crypto")
  for (const member of ["log", "info", "warn", "error", "debug"]) trap(world["console"] as Place, member, `console.${member}`)
  try {
    return { value: run(), uses: [...uses] }
  } finally {
    for (const one of undo) one()
  }
}
