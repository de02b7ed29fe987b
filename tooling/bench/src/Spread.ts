/** Middle and width of a list of figures. Medians: one pause of the machine must not move the result. */
export interface Spread {
  readonly low: number
  readonly median: number
  readonly high: number
}

/** 10th, 50th and 90th percentile (nearest rank). */
export const spreadOf = (figures: ReadonlyArray<number>): Spread => {
  const sorted = figures.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { low: at(0.1), median: at(0.5), high: at(0.9) }
}
