import { add, sum } from "../number/Decimal.ts"
import { type Figure, undefinedBecause } from "./Figure.ts"
import type { TwrPeriod } from "./Periods.ts"
import { twr } from "./twr.ts"

export interface FeesDrag {
  /** Fees over the average capital, as a year's. */
  readonly ofCapital: Figure
  /** Time-weighted return as if no fee had been paid, and the part of it that fees took. */
  readonly gross: Figure
  readonly taken: Figure
}

/**
 * What fees cost. Each period's `fees` are in the base currency, at payment, and already missing from its end value.
 * Spread and slippage are no fees.
 */
export const feesDrag = (periods: ReadonlyArray<TwrPeriod & { readonly fees: string }>, averageCapital: string, days: number): FeesDrag => {
  const net = twr(periods).twr
  const gross = twr(periods.map((period) => ({ ...period, endValue: add(period.endValue, period.fees) }))).twr
  const capital = Number(averageCapital)
  const paid = Number(sum(periods.map(({ fees }) => fees)))
  return {
    ofCapital:
      capital > 0 && days > 0
        ? { value: (paid / capital) * (365 / days), reason: null }
        : undefinedBecause(days > 0 ? "the average capital is not above zero" : "the period has no day"),
    gross,
    taken: gross.value === null || net.value === null ? gross : { value: gross.value - net.value, reason: null }
  }
}
