/** Half-open stretches of time, in epoch milliseconds. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Stretches with one more, merged where they touch. */
export const joined = (stretches: ReadonlyArray<Stretch>, more: Stretch): ReadonlyArray<Stretch> => {
  if (more.from >= more.to) return stretches
  const apart = stretches.filter(({ from, to }) => to < more.from || from > more.to)
  const touching = stretches.filter((one) => !apart.includes(one))
  const one = { from: Math.min(more.from, ...touching.map(({ from }) => from)), to: Math.max(more.to, ...touching.map(({ to }) => to)) }
  return [...apart, one].sort((a, b) => a.from - b.from)
}

/** Stretches without one. */
export const cut = (stretches: ReadonlyArray<Stretch>, away: Stretch): ReadonlyArray<Stretch> =>
  stretches.flatMap((one) =>
    [
      { from: one.from, to: Math.min(one.to, away.from) },
      { from: Math.max(one.from, away.to), to: one.to }
    ].filter(({ from, to }) => from < to)
  )
