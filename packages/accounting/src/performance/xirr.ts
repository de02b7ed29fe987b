import { doubles } from "../number/doubles.ts"
import { parseDay } from "../time/CivilDay.ts"
import { type DayCount, yearsBy } from "../time/DayCount.ts"
import { exponentialRoots, type Terms } from "./exponentialRoots.ts"

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
const dietzRate = ({ times, amounts }: Terms): number => {
  const span = times.at(-1)!
  let gain = 0
  let capital = 0
  for (let i = 0; i < times.length; i++) {
    gain += amounts[i]!
    capital -= (amounts[i]! * (span - times[i]!)) / span
  }
  return capital > 0 && gain / capital > -1 ? (1 + gain / capital) ** (1 / span) - 1 : 0
}

/** Sums by time, in their order and without those that are nothing. */
const summed = (terms: Terms): Terms => {
  if (isSummed(terms)) return terms
  const times: Array<number> = []
  const amounts: Array<number> = []
  for (const i of [...terms.times.keys()].sort((a, b) => terms.times[a]! - terms.times[b]!)) {
    const last = times.length - 1
    if (times[last] === terms.times[i]) amounts[last]! += terms.amounts[i]!
    else {
      times.push(terms.times[i]!)
      amounts.push(terms.amounts[i]!)
    }
  }
  const isSome = (_: number, i: number): boolean => amounts[i] !== 0
  return { times: times.filter(isSome), amounts: amounts.filter(isSome) }
}

/** As they mostly are. */
const isSummed = ({ times, amounts }: Terms): boolean => {
  for (let i = 0; i < times.length; i++) if (amounts[i] === 0 || (i > 0 && times[i]! <= times[i - 1]!)) return false
  return true
}

const amountOf = (text: string): number => {
  const value = Number(text)
  if (!Number.isFinite(value) || (value === 0 && text.trim() === "")) throw new RangeError(`not an amount: ${JSON.stringify(text)}`)
  return value
}

/**
 * Money-weighted return a year: every rate r with `Σ amountᵢ (1+r)^(−yearsᵢ) = 0` between −99.99999 % and 1,000,000 %.
 * Order of the flows does not matter. Throws a `RangeError` for text that is no date or decimal.
 */
export const xirr = (flows: ReadonlyArray<DatedFlow>, dayCount: DayCount = "act/365F"): Xirr => {
  const given = { times: doubles(flows.length), amounts: doubles(flows.length) }
  for (let i = 0; i < flows.length; i++) {
    given.times[i] = parseDay(flows[i]!.date)
    given.amounts[i] = amountOf(flows[i]!.amount)
  }
  const days = summed(given)
  if (days.times.length === 0) return none("no flow")
  if (days.amounts.every((amount) => amount < 0)) return none("no sign change: nothing came back (a total loss has no rate)")
  if (days.amounts.every((amount) => amount > 0)) return none("no sign change: nothing was paid in")
  const years = yearsBy(dayCount)
  const first = days.times[0]!
  const times = doubles(days.times.length)
  for (let i = 0; i < times.length; i++) times[i] = years(first, days.times[i]!)
  // Once more, since two days may be one time under 30E/360.
  const terms = summed({ times, amounts: days.amounts })
  if (terms.times.length < 2) return none("all flows fall on one date")
  const found = exponentialRoots(terms, lowest, highest)
  const roots = found.roots.map((u) => Math.expm1(u))
  const [only] = roots
  if (only === undefined) return none("no rate between -99.99999 % and 1,000,000 % a year balances the flows")
  if (roots.length === 1) return { rate: only, reason: null, roots, ambiguous: false, increasing: found.startsAbove }
  const near = dietzRate(terms)
  const rate = roots.reduce((best, root) => (Math.abs(root - near) < Math.abs(best - near) ? root : best))
  return { rate, reason: null, roots, ambiguous: true, increasing: false }
}
