/** A figure of an answer: exact, between bounds, or not to be had; the last two with what is missing. */
import { type Cause, causesOf, type Figure, highOf, lowOf, type Measured } from "@caudal/accounting"

/**
 * `value` where it is exact. Else `reason` says why not; `bound` holds the true value where something is known of it (`null` at
 * an end: nothing is), and `causes` name what would have to be known.
 */
export interface Measure<A> {
  readonly value: A | null
  readonly reason: string | null
  readonly bound: { readonly low: A | null; readonly high: A | null } | null
  readonly causes: ReadonlyArray<Cause>
}

/** Exact decimals in the currency. */
export type MoneyMeasure = Measure<string>
/** Rates and statistics: 0.1 is 10 %. */
export type RateMeasure = Measure<number>

/** In words, each cause once: `no price of bitcoin`. */
export const reasonOf = (causes: ReadonlyArray<Cause>): string =>
  [...new Set(causes.map(({ code, asset }) => (code === "price missing" ? `no price of ${asset}` : `${code}: ${asset}`)))].join(", ")

export const moneyMeasure = (figure: Measured): MoneyMeasure => {
  const causes = causesOf(figure)
  if (figure.state === "exact") return { value: figure.value, reason: null, bound: null, causes }
  const bound = figure.state === "bounded" ? { low: lowOf(figure), high: highOf(figure) } : null
  return { value: null, reason: reasonOf(causes), bound, causes }
}

export const rateMeasure = (figure: Figure): RateMeasure => ({ ...figure, bound: null, causes: [] })

export const unavailable = (causes: ReadonlyArray<Cause>): RateMeasure => ({ value: null, reason: reasonOf(causes), bound: null, causes })

/** A rate that rises with a value of which only bounds are known. */
export const rising = (of: (value: string) => Figure, value: Measured): RateMeasure => {
  if (value.state === "exact") return rateMeasure(of(value.value))
  const causes = causesOf(value)
  const at = (end: string | null): number | null => (end === null ? null : of(end).value)
  const bound = { low: at(lowOf(value)), high: at(highOf(value)) }
  return { ...unavailable(causes), bound: bound.low === null && bound.high === null ? null : bound }
}
