/** How far below its highest the index of a return series is. */

/** Index of linked returns, the starting 1 included. */
export const indexOf = (returns: ReadonlyArray<number>): ReadonlyArray<number> => {
  const index = [1]
  for (const each of returns) index.push(index.at(-1)! * (1 + each))
  return index
}

/** `value ÷ highest so far − 1` at each point: 0 or below. */
export const drawdowns = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  let peak = -Infinity
  return values.map((value) => {
    peak = Math.max(peak, value)
    return peak > 0 ? value / peak - 1 : 0
  })
}

export interface MaxDrawdown {
  readonly depth: number
  /** Positions in the values; null where the value never fell, or has not recovered. */
  readonly peak: number | null
  readonly trough: number | null
  readonly recovery: number | null
}

export const maxDrawdown = (values: ReadonlyArray<number>): MaxDrawdown => {
  const falls = drawdowns(values)
  const depth = Math.min(0, ...falls)
  if (depth === 0) return { depth: 0, peak: null, trough: null, recovery: null }
  const trough = falls.indexOf(depth)
  const peak = falls.lastIndexOf(0, trough)
  const recovery = falls.indexOf(0, trough)
  return { depth, peak, trough, recovery: recovery < 0 ? null : recovery }
}
