/** Buckets of trades as the undocumented `ohlc` gives them. */
import { dayMs, marketCandles, type MarketCandle } from "@caudal/exchange/simulator"
import type { Tape } from "./Tape.ts"

/** Seconds. */
export const bucketSizes = [60, 300, 900, 1800, 3600, 14_400, 43_200, 86_400, 604_800] as const

/** A day of minutes; where a longer window is cut is not known. */
export const mostBuckets = 1440

const hour = 3_600_000
/** Days begin at midnight in Mexico City. Where weeks begin is not known: here on Mondays, at that hour. */
const phaseOf = (size: number): number => (size < dayMs ? 0 : size === dayMs ? 6 * hour : 4 * dayMs + 6 * hour)

const bucket = ({ start, firstAt, lastAt, open, close, low, high, count, volume, vwap }: MarketCandle) => ({
  bucket_start_time: start,
  first_trade_time: firstAt,
  last_trade_time: lastAt,
  first_rate: open,
  last_rate: close,
  min_rate: low,
  max_rate: high,
  trade_count: count,
  volume,
  vwap
})

export interface Window {
  readonly sizeMs: number
  /** Buckets that begin in here, in milliseconds. */
  readonly start: number
  readonly end: number
  readonly now: number
}

/** Oldest first; none before the book's first trade. */
export const bucketsOf = (tape: Tape, window: Window): ReadonlyArray<ReturnType<typeof bucket>> =>
  marketCandles(tape, { ...window, phaseMs: phaseOf(window.sizeMs), most: mostBuckets }).map(bucket)
