import { type Figure, undefinedBecause } from "./Figure.ts"

export interface Concentration {
  /** Herfindahl-Hirschman: sum of squared shares, from 1/N to 1. */
  readonly hhi: Figure
  /** `1 ÷ hhi`: as concentrated as so many equal parts. */
  readonly effectiveN: Figure
  readonly top1: Figure
  readonly top5: Figure
  /** Share of the total of all absolute values that is not above zero and left out. */
  readonly leftOut: number
}

/** Of market values (or weights); only what is above zero counts. */
export const concentration = (values: ReadonlyArray<number>): Concentration => {
  const counted = values.filter((value) => value > 0).sort((a, b) => b - a)
  const total = counted.reduce((sum, value) => sum + value, 0)
  const all = values.reduce((sum, value) => sum + Math.abs(value), 0)
  if (total === 0) {
    const none = undefinedBecause("nothing of value")
    return { hhi: none, effectiveN: none, top1: none, top5: none, leftOut: all > 0 ? 1 : 0 }
  }
  const shares = counted.map((value) => value / total)
  const hhi = shares.reduce((sum, share) => sum + share * share, 0)
  const top = (count: number): Figure => ({ value: shares.slice(0, count).reduce((sum, share) => sum + share, 0), reason: null })
  return {
    hhi: { value: hhi, reason: null },
    effectiveN: { value: 1 / hhi, reason: null },
    top1: top(1),
    top5: top(5),
    leftOut: 1 - total / all
  }
}
