/** A figure that rests on data which may be missing: exact, between bounds, or unavailable; the last two with their causes. */
import { add, compare, type Decimal, multiply, subtract } from "../number/Decimal.ts"

/** What is missing. */
export interface Cause {
  readonly code: "basis unknown" | "value unknown" | "rows missing" | "price missing"
  readonly asset: string
  /** The event that lacks something; null where it is no event. */
  readonly event: string | null
}

export type Measured =
  | { readonly state: "exact"; readonly value: Decimal }
  /** The true value is not below `low` and not above `high`; null: no bound on that side. */
  | { readonly state: "bounded"; readonly low: Decimal | null; readonly high: Decimal | null; readonly causes: ReadonlyArray<Cause> }
  | { readonly state: "unavailable"; readonly causes: ReadonlyArray<Cause> }

export const exact = (value: Decimal): Measured => ({ state: "exact", value })

/** Without any bound the figure is unavailable. */
export const bounded = (low: Decimal | null, high: Decimal | null, causes: ReadonlyArray<Cause>): Measured =>
  low === null && high === null ? { state: "unavailable", causes } : { state: "bounded", low, high, causes }

export const lowOf = (figure: Measured): Decimal | null =>
  figure.state === "exact" ? figure.value : figure.state === "bounded" ? figure.low : null

export const highOf = (figure: Measured): Decimal | null =>
  figure.state === "exact" ? figure.value : figure.state === "bounded" ? figure.high : null

export const causesOf = (figure: Measured): ReadonlyArray<Cause> => (figure.state === "exact" ? [] : figure.causes)

const joined = (a: Measured, b: Measured): ReadonlyArray<Cause> => {
  const known = new Map([...causesOf(a), ...causesOf(b)].map((cause) => [JSON.stringify([cause.code, cause.asset, cause.event]), cause]))
  return [...known.values()]
}

const both = (a: Decimal | null, b: Decimal | null, of: (a: Decimal, b: Decimal) => Decimal): Decimal | null =>
  a === null || b === null ? null : of(a, b)

export const addMeasured = (a: Measured, b: Measured): Measured =>
  a.state === "exact" && b.state === "exact"
    ? exact(add(a.value, b.value))
    : bounded(both(lowOf(a), lowOf(b), add), both(highOf(a), highOf(b), add), joined(a, b))

export const subtractMeasured = (a: Measured, b: Measured): Measured =>
  a.state === "exact" && b.state === "exact"
    ? exact(subtract(a.value, b.value))
    : bounded(both(lowOf(a), highOf(b), subtract), both(highOf(a), lowOf(b), subtract), joined(a, b))

export const sumMeasured = (figures: Iterable<Measured>): Measured => {
  let total = exact("0" as Decimal)
  for (const figure of figures) total = addMeasured(total, figure)
  return total
}

/** True where the value is not outside the bounds. */
export const contains = (figure: Measured, value: string): boolean => {
  if (figure.state === "exact") return compare(figure.value, value) === 0
  const low = lowOf(figure)
  const high = highOf(figure)
  return (low === null || compare(low, value) <= 0) && (high === null || compare(value, high) <= 0)
}

/** Bounds of a price of one unit in the base currency; equal where it is known. */
export interface PriceRange {
  readonly low: string
  readonly high: string
}

/** Worth of what is held (quantities not below zero); without a price it is at least nothing. */
export const measuredValue = (
  holdings: ReadonlyArray<{ readonly asset: string; readonly quantity: string }>,
  priceOf: (asset: string) => PriceRange | null
): Measured =>
  sumMeasured(
    holdings.map(({ asset, quantity }) => {
      const range = compare(quantity, "0") === 0 ? { low: "0", high: "0" } : priceOf(asset)
      const causes: ReadonlyArray<Cause> = [{ code: "price missing", asset, event: null }]
      if (range === null) return bounded("0" as Decimal, null, causes)
      const low = multiply(quantity, range.low)
      return compare(range.low, range.high) === 0 ? exact(low) : bounded(low, multiply(quantity, range.high), causes)
    })
  )
