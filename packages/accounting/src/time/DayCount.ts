/** Years between two days by a market's convention. */
import { civilOf, dayNumber, isLeap } from "./CivilDay.ts"

export type DayCount = "act/365F" | "act/365.25" | "act/360" | "30E/360" | "act/act ISDA"

const european30 = (from: number, until: number): number => {
  const a = civilOf(from)
  const b = civilOf(until)
  return (360 * (b.year - a.year) + 30 * (b.month - a.month) + Math.min(b.day, 30) - Math.min(a.day, 30)) / 360
}

const actualActual = (from: number, until: number): number => {
  let years = 0
  let day = from
  while (day < until) {
    const { year } = civilOf(day)
    const next = Math.min(dayNumber({ year: year + 1, month: 1, day: 1 }), until)
    years += (next - day) / (isLeap(year) ? 366 : 365)
    day = next
  }
  return years
}

const counts: Readonly<Record<DayCount, (from: number, until: number) => number>> = {
  "act/365F": (from, until) => (until - from) / 365,
  "act/365.25": (from, until) => (until - from) / 365.25,
  "act/360": (from, until) => (until - from) / 360,
  "30E/360": european30,
  "act/act ISDA": actualActual
}

export const isDayCount = (text: string): text is DayCount => Object.hasOwn(counts, text)

/** Years from one day number to a later one. */
export const yearsBy = (dayCount: DayCount): ((from: number, until: number) => number) => counts[dayCount]
