import { msPerDay, parseDay } from "./CivilDay.ts"

/** A point in time as a source gives it: an instant, or only a civil date, which then is that date in every zone. */
export interface Instant {
  /** Milliseconds since 1970; midnight UTC of a civil date. Orders events. */
  readonly ms: number
  /** The civil date, where that is all there is. */
  readonly day: number | null
}

const instantShape = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/

/** Reads `2024-03-01` or an ISO 8601 instant with its offset; throws a `RangeError` for anything else. */
export const parseInstant = (text: string): Instant => {
  if (text.length === 10) {
    const day = parseDay(text)
    return { ms: day * msPerDay, day }
  }
  const ms = instantShape.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN
  if (Number.isNaN(ms)) throw new RangeError(`not a time with its offset: ${JSON.stringify(text.slice(0, 40))}`)
  // `Date` takes 30 February for 2 March.
  parseDay(text.slice(0, 10))
  return { ms, day: null }
}
