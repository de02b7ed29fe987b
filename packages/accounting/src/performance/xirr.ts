import { parseDay } from "../time/CivilDay.ts"
import { type DayCount, yearsBy } from "../time/DayCount.ts"
import { exponentialRoots, type Term } from "./exponentialRoots.ts"

/** Money of the holder on a day: paid in below zero, received (and the value at the end) above. */
export interface DatedFlow {
  readonly date: string
  readonly amount: string
}

export type Xirr =
  | {
      /** A year's rate: 0.1 is 10 %. */
      readonly rate: number
      readonly reason: null
      /** All rates at which the flows are worth nothing, smallest first. */
      readonly roots: ReadonlyArray<number>
      /** More than one: `rate` is the one nearest the period's Modified Dietz return, a year. */
      readonly ambiguous: boolean
    }
  | { readonly rate: null; readonly reason: string; readonly roots: ReadonlyArray<never>; readonly ambiguous: false }

const lowest = Math.log(1 - 0.999_999_9)
const highest = Math.log(10_001)

const none = (reason: string): Xirr => ({ rate: null, reason, roots: [], ambiguous: false })

/** Average-capital return a year: decides between several roots. */
const dietzRate = (terms: ReadonlyArray<Term>): number => {
  const span = terms.at(-1)!.time
  let gain = 0
  let capital = 0
  for (const { time, amount } of terms) {
    gain += amount
    capital -= (amount * (span - time)) / span
  }
  return capital > 0 && gain / capital > -1 ? (1 + gain / capital) ** (1 / span) - 1 : 0
}

/**
 * Money-weighted return a year: every rate r with `Σ amountᵢ (1+r)^(−yearsᵢ) = 0` between −99.99999 % and 1,000,000 %.
 * Order of the flows does not matter. Throws a `RangeError` for text that is no date or decimal.
 */
export const xirr = (flows: ReadonlyArray<DatedFlow>, dayCount: DayCount = "act/365F"): Xirr => {
  const byDay = new Map<number, number>()
  for (const { date, amount } of flows) {
    const value = Number(amount)
    if (amount.trim() === "" || !Number.isFinite(value)) throw new RangeError(`not an amount: ${JSON.stringify(amount)}`)
    const day = parseDay(date)
    byDay.set(day, (byDay.get(day) ?? 0) + value)
  }
  const days = [...byDay].filter(([, amount]) => amount !== 0).sort(([a], [b]) => a - b)
  if (days.length === 0) return none("no flow")
  if (days.every(([, amount]) => amount < 0)) return none("no sign change: nothing came back (a total loss has no rate)")
  if (days.every(([, amount]) => amount > 0)) return none("no sign change: nothing was paid in")
  const years = yearsBy(dayCount)
  const first = days[0]![0]
  const largest = Math.max(...days.map(([, amount]) => Math.abs(amount)))
  const terms = new Map<number, number>()
  // Two days may be one time under 30E/360.
  for (const [day, amount] of days) terms.set(years(first, day), (terms.get(years(first, day)) ?? 0) + amount / largest)
  const sorted = [...terms].filter(([, amount]) => amount !== 0).map(([time, amount]) => ({ time, amount }))
  if (sorted.length < 2) return none("all flows fall on one date")
  const roots = exponentialRoots(sorted, lowest, highest).map((u) => Math.expm1(u))
  const [only] = roots
  if (only === undefined) return none("no rate between -99.99999 % and 1,000,000 % a year balances the flows")
  if (roots.length === 1) return { rate: only, reason: null, roots, ambiguous: false }
  const near = dietzRate(sorted)
  const rate = roots.reduce((best, root) => (Math.abs(root - near) < Math.abs(best - near) ? root : best))
  return { rate, reason: null, roots, ambiguous: true }
}
