/** The civil day of an instant in a zone, because "the same day" and "more than a year" are questions about a calendar on a wall. */
import { dayNumber, msPerDay } from "./CivilDay.ts"
import type { Instant } from "./Instant.ts"

export type DayOf = (instant: Instant) => number

const quarterHour = 900_000

/** `UTC` or an IANA name such as `Europe/London`; throws a `RangeError` for a zone this runtime does not know. */
export const dayIn = (zone: string): DayOf => {
  if (zone === "UTC") return ({ ms, day }) => day ?? Math.floor(ms / msPerDay)
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" })
  // Every offset in force is a multiple of a quarter of an hour, so the day is constant within one.
  const known = new Map<number, number>()
  return ({ ms, day }) => {
    if (day !== null) return day
    const quarter = Math.floor(ms / quarterHour)
    const before = known.get(quarter)
    if (before !== undefined) return before
    const part = { year: 0, month: 0, day: 0 }
    for (const { type, value } of format.formatToParts(ms))
      if (type === "year" || type === "month" || type === "day") part[type] = Number(value)
    const found = dayNumber(part)
    known.set(quarter, found)
    return found
  }
}
