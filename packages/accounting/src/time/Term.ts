/** When a holding is long-term. */
import { civilOf, dayNumber, msPerDay } from "./CivilDay.ts"
import type { Instant } from "./Instant.ts"
import type { DayOf } from "./Zone.ts"

export type Term = "short" | "long"

/**
 * - `moreThanOneYear`: by the calendar. Counting begins the day after the acquisition, and the holding is long once that
 *   day's anniversary has come (a 29 February comes round on 1 March): bought 2024-03-15, long from 2025-03-16; bought
 *   2024-02-29, long from 2025-03-01. (US Rev. Rul. 66-7; Australia's and Germany's year give the same days.)
 * - `years>=N`: by the calendar, N whole years and the anniversary itself counts (Colombia's two years).
 * - `days>=N`, `days>N`: whole days of 24 hours between the two instants.
 * - `seconds>=N`, `seconds>N`: elapsed seconds.
 */
export type LongTerm = "moreThanOneYear" | `years>=${number}` | `${"days" | "seconds"}>${"" | "="}${number}`

export type TermOf = (acquired: Instant, disposed: Instant) => Term

const elapsed = /^(days|seconds)>(=?)(\d{1,12})$/
const wholeYears = /^years>=(\d{1,3})$/

export const isLongTerm = (text: string): text is LongTerm => text === "moreThanOneYear" || elapsed.test(text) || wholeYears.test(text)

/** Whether so many years of the calendar have passed since a day; most spans are far from an anniversary and need none. */
const havePassed = (years: number, from: number, until: number): boolean => {
  if (until - from < 365 * years) return false
  if (until - from >= 366 * years) return true
  const { year, month, day } = civilOf(from)
  return until >= dayNumber({ year: year + years, month, day })
}

export const termBy = (rule: LongTerm, dayOf: DayOf): TermOf => {
  const years = wholeYears.exec(rule)
  if (years !== null) {
    const least = Number(years[1])
    return (acquired, disposed) => (havePassed(least, dayOf(acquired), dayOf(disposed)) ? "long" : "short")
  }
  const match = elapsed.exec(rule)
  if (match === null) return (acquired, disposed) => (havePassed(1, dayOf(acquired) + 1, dayOf(disposed)) ? "long" : "short")
  const unit = match[1] === "days" ? msPerDay : 1000
  const least = Number(match[3]) + (match[2] === "=" ? 0 : 1)
  return (acquired, disposed) => (Math.floor((disposed.ms - acquired.ms) / unit) >= least ? "long" : "short")
}
