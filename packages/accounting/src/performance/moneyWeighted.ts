import type { DayCount } from "../time/DayCount.ts"
import { parseDay } from "../time/CivilDay.ts"
import { type Figure, figure, undefinedBecause } from "./Figure.ts"
import { type DatedFlow, xirr } from "./xirr.ts"

/** Fewer days than this a year's rate would only be a boast: 5 % in two days are 736,000 % a year. */
const leastDays = 30

export interface MoneyWeighted {
  /** Return of the days between the first flow and the last. */
  readonly period: Figure
  /** As a year's; undefined below 30 days. */
  readonly annual: Figure
  /** All yearly rates that balance the flows; more than one is ambiguous. */
  readonly roots: ReadonlyArray<number>
  readonly ambiguous: boolean
  /** Whether a higher value at the end cannot mean a lower rate (see {@link xirr}). */
  readonly increasing: boolean
}

/** Money-weighted return of the holder's flows (see {@link xirr}), for as long as they lasted and as a year's. */
export const moneyWeighted = (flows: ReadonlyArray<DatedFlow>, dayCount: DayCount = "act/365F"): MoneyWeighted => {
  const found = xirr(flows, dayCount)
  if (found.rate === null) {
    const none = undefinedBecause(found.reason)
    return { period: none, annual: none, roots: [], ambiguous: false, increasing: false }
  }
  const days = flows.map(({ date }) => parseDay(date))
  const span = Math.max(...days) - Math.min(...days)
  return {
    period: figure((1 + found.rate) ** (span / 365) - 1, "beyond all numbers"),
    annual: span < leastDays ? undefinedBecause(`shorter than ${leastDays} days`) : { value: found.rate, reason: null },
    roots: found.roots,
    ambiguous: found.ambiguous,
    increasing: found.increasing
  }
}
