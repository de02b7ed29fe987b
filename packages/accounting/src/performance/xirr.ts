import { parseDay } from "../time/CivilDay.ts"
import { type DayCount, yearsBy } from "../time/DayCount.ts"
import { exponentialRoots, signAt, type Term } from "./exponentialRoots.ts"

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
      /**
       * Whether a higher value at the end cannot mean a lower rate: there is one root, and at lower rates the flows are worth more
       * than nothing. (A higher one raises what they are worth at every rate; up to the root that was above zero already.)
       */
      readonly increasing: boolean
    }
  | {
      readonly rate: null
      readonly reason: string
      readonly roots: ReadonlyArray<never>
      readonly ambiguous: false
      readonly increasing: false
    }

const lowest = Math.log(1 - 0.999_999_9)
const highest = Math.log(10_001)

const none = (reason: string): Xirr => ({ rate: null, reason, roots: [], ambiguous: false, increasing: false })

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

/** Sums by time, in their order and without those that are nothing. */
const summed = (terms: ReadonlyArray<Term>): ReadonlyArray<Term> => {
  if (isSummed(terms)) return terms
  const sums: Array<Term> = []
  for (const { time, amount } of terms.toSorted((a, b) => a.time - b.time)) {
    const last = sums.at(-1)
    if (last?.time === time) sums[sums.length - 1] = { time, amount: last.amount + amount }
    else sums.push({ time, amount })
  }
  return sums.filter(({ amount }) => amount !== 0)
}

/** As they mostly are. */
const isSummed = (terms: ReadonlyArray<Term>): boolean => {
  for (let i = 0; i < terms.length; i++) if (terms[i]!.amount === 0 || (i > 0 && terms[i]!.time <= terms[i - 1]!.time)) return false
  return true
}

const amountOf = (text: string): number => {
  const value = Number(text)
  if (!Number.isFinite(value) || text.trim() === "") throw new RangeError(`not an amount: ${JSON.stringify(text)}`)
  return value
}

/**
 * Money-weighted return a year: every rate r with `Σ amountᵢ (1+r)^(−yearsᵢ) = 0` between −99.99999 % and 1,000,000 %.
 * Order of the flows does not matter. Throws a `RangeError` for text that is no date or decimal.
 */
export const xirr = (flows: ReadonlyArray<DatedFlow>, dayCount: DayCount = "act/365F"): Xirr => {
  const days = summed(flows.map(({ date, amount }) => ({ time: parseDay(date), amount: amountOf(amount) })))
  const [first] = days
  if (first === undefined) return none("no flow")
  if (days.every(({ amount }) => amount < 0)) return none("no sign change: nothing came back (a total loss has no rate)")
  if (days.every(({ amount }) => amount > 0)) return none("no sign change: nothing was paid in")
  const years = yearsBy(dayCount)
  // Once more, since two days may be one time under 30E/360.
  const terms = summed(days.map(({ time, amount }) => ({ time: years(first.time, time), amount })))
  if (terms.length < 2) return none("all flows fall on one date")
  const roots = exponentialRoots(terms, lowest, highest).map((u) => Math.expm1(u))
  const [only] = roots
  if (only === undefined) return none("no rate between -99.99999 % and 1,000,000 % a year balances the flows")
  if (roots.length === 1) return { rate: only, reason: null, roots, ambiguous: false, increasing: signAt(terms, lowest) > 0 }
  const near = dietzRate(terms)
  const rate = roots.reduce((best, root) => (Math.abs(root - near) < Math.abs(best - near) ? root : best))
  return { rate, reason: null, roots, ambiguous: true, increasing: false }
}
