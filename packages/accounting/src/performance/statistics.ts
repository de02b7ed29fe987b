/** Sums over samples. All give NaN where the sample is too small; who calls turns that into a reason. */
export const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Σ (a − mean a)(b − mean b). */
const coproduct = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => {
  const meanA = mean(a)
  const meanB = mean(b)
  return a.reduce((sum, value, i) => sum + (value - meanA) * (b[i]! - meanB), 0)
}

/** A spread this far below its values is rounding, not a spread. */
const noise = 1e-14

const isConstant = (values: ReadonlyArray<number>): boolean => {
  const largest = Math.max(...values.map(Math.abs))
  return Math.max(...values) - Math.min(...values) <= noise * largest
}

/** Sample standard deviation (n − 1); exactly 0 for a constant sample. */
export const deviation = (values: ReadonlyArray<number>): number =>
  values.length < 2 ? Number.NaN : isConstant(values) ? 0 : Math.sqrt(coproduct(values, values) / (values.length - 1))

export const beta = (values: ReadonlyArray<number>, market: ReadonlyArray<number>): number =>
  values.length < 2 || isConstant(market) ? Number.NaN : coproduct(values, market) / coproduct(market, market)

export const correlation = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  a.length < 2 || isConstant(a) || isConstant(b)
    ? Number.NaN
    : Math.max(-1, Math.min(1, coproduct(a, b) / Math.sqrt(coproduct(a, a) * coproduct(b, b))))
