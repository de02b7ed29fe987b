/** Numbers that look random and are the same for the same seed (mulberry32). */
export interface Random {
  /** At least 0, less than 1. */
  readonly fraction: () => number
  /** A whole number, at least 0, less than `limit`. */
  readonly below: (limit: number) => number
  readonly pick: <const Choices extends ReadonlyArray<unknown>>(choices: Choices) => Choices[number]
  /** Hexadecimal digits. */
  readonly hex: (length: number) => string
}

export const seeded = (seed: number): Random => {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(fraction() * limit)
  return {
    fraction,
    below,
    pick: (choices) => choices[below(choices.length)],
    hex: (length) => Array.from({ length }, () => below(16).toString(16)).join("")
  }
}
