import { add, compare, type Decimal, subtract } from "../number/Decimal.ts"
import { roundTo, share } from "./rounding.ts"

/** A step of a progressive scale. */
export interface Band {
  /** Null: no end. */
  readonly upTo: string | null
  readonly percent: string
}

/** Tax on an amount, each band at its own rate, rounded at the end. Nothing on a loss. */
export const taxByBands = (amount: string, bands: ReadonlyArray<Band>, places: number): Decimal => {
  let from = "0"
  let tax = "0" as Decimal
  for (const { upTo, percent } of bands) {
    if (compare(amount, from) <= 0) break
    const until = upTo === null || compare(amount, upTo) < 0 ? amount : upTo
    tax = add(tax, share(subtract(until, from), percent, "100", 12))
    from = until
  }
  return roundTo(tax, places)
}
