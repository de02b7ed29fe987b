/** The last millisecond of a civil day in a zone. */
import { dayIn } from "@caudal/accounting"
import { dayNumberOf } from "./civilDay.ts"
import { dayMs } from "./PriceSeries.ts"

/** Clocks are at most so far from UTC. */
const farthestMs = 16 * 3_600_000

/** Remembers what it found: a year's days are asked for each asset. */
export const lastOfDay = () => {
  const known = new Map<string, number>()
  return (day: string, timeZone: string): number => {
    const key = `${day} ${timeZone}`
    const before = known.get(key)
    if (before !== undefined) return before
    const number = dayNumberOf(day)
    if (number === undefined) throw new RangeError(`not a date: ${JSON.stringify(day)}`)
    const dayOf = dayIn(timeZone)
    // `low` is in the day or before it, `high` is after it.
    let [low, high] = [number * dayMs - farthestMs, (number + 1) * dayMs + farthestMs]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (dayOf({ ms: middle, day: null }) <= number) low = middle
      else high = middle
    }
    known.set(key, low)
    return low
  }
}
