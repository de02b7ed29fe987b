/** Buckets of trades as the undocumented `ohlc` gives them: those without a trade carry the ones before them on. */
import { addExact, formatExact, readExact, subtractExact, zeroExact } from "@caudal/exchange/simulator"
import { dayMs, vwapOf } from "./MarketDay.ts"
import type { Tape, Trade } from "./Tape.ts"

/** Seconds. */
export const bucketSizes = [60, 300, 900, 1800, 3600, 14_400, 43_200, 86_400, 604_800] as const

/** A day of minutes; where a longer window is cut is not known. */
export const mostBuckets = 1440

const hour = 3_600_000
/** Days begin at midnight in Mexico City. Where weeks begin is not known: here on Mondays, at that hour. */
const phaseOf = (size: number): number => (size < dayMs ? 0 : size === dayMs ? 6 * hour : 4 * dayMs + 6 * hour)

const firstBucket = (at: number, size: number): number => Math.ceil((at - phaseOf(size)) / size) * size + phaseOf(size)

/** Greater, as decimals. */
const above = (a: string, b: string): boolean => subtractExact(readExact(a)!, readExact(b)!).units > 0n

const traded = (start: number, trades: ReadonlyArray<Trade>) => {
  const prices = trades.map(({ price }) => price)
  const volume = trades.reduce((sum, { amount }) => addExact(sum, readExact(amount)!), zeroExact)
  return {
    bucket_start_time: start,
    first_trade_time: trades[0]!.at,
    last_trade_time: trades.at(-1)!.at,
    first_rate: prices[0]!,
    last_rate: prices.at(-1)!,
    min_rate: prices.reduce((least, price) => (above(least, price) ? price : least)),
    max_rate: prices.reduce((most, price) => (above(price, most) ? price : most)),
    trade_count: trades.length,
    volume: formatExact(volume),
    vwap: vwapOf(trades, Math.max(...prices.map((price) => readExact(price)!.scale)))
  }
}

export type Candle = ReturnType<typeof traded>

const carried = (start: number, { last_rate: rate, ...before }: Candle): Candle => ({
  ...before,
  bucket_start_time: start,
  first_rate: rate,
  last_rate: rate,
  min_rate: rate,
  max_rate: rate,
  trade_count: 0,
  volume: "0",
  vwap: "0"
})

const tradesOf = (tape: Tape, from: number, to: number): ReadonlyArray<Trade> =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => tape.at(from + index))

export interface Window {
  readonly sizeMs: number
  /** Buckets that begin in here, in milliseconds. */
  readonly start: number
  readonly end: number
  readonly now: number
}

/** Oldest first; none before the book's first trade. */
export const candlesOf = (tape: Tape, { sizeMs, start, end, now }: Window): ReadonlyArray<Candle> => {
  const known = tape.before(now + 1)
  if (known === 0) return []
  const first = Math.max(firstBucket(start, sizeMs), firstBucket(tape.at(0).at + 1, sizeMs) - sizeMs)
  const candles: Array<Candle> = []
  let before: Candle | undefined
  const earlier = tape.before(first)
  if (earlier > 0) {
    // What the first bucket carries on, should nobody trade in it: the bucket of the last trade before it.
    const bucket = firstBucket(tape.at(earlier - 1).at + 1, sizeMs) - sizeMs
    before = traded(bucket, tradesOf(tape, tape.before(bucket), earlier))
  }
  for (let at = first; at < end && at <= now && candles.length < mostBuckets; at += sizeMs) {
    const trades = tradesOf(tape, tape.before(at), Math.min(known, tape.before(at + sizeMs)))
    before = trades.length > 0 ? traded(at, trades) : carried(at, before!)
    candles.push(before)
  }
  return candles
}
