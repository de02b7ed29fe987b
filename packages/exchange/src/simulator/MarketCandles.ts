/** Candles of what was traded in a market: those without a trade carry the one before them on. */
import { addExact, type Exact, formatExact, multiplyExact, readExact, subtractExact, zeroExact } from "./ExactSum.ts"
import type { ActiveFaults } from "./FaultSchedule.ts"
import { meanPrice } from "./MarketDay.ts"
import type { MarketTape, MarketTrade } from "./MarketTape.ts"
import { bendRows, type RowBender } from "./RowFaults.ts"
import { parseWire } from "./WireJson.ts"

export interface MarketCandle {
  /** Epoch milliseconds. */
  readonly start: number
  /** Of the trades in it, or of those that are carried on. */
  readonly firstAt: number
  readonly lastAt: number
  readonly open: string
  readonly close: string
  readonly low: string
  readonly high: string
  readonly count: number
  readonly volume: string
  /** Zero without a trade. */
  readonly vwap: string
}

interface Priced {
  readonly price: string
  readonly exact: Exact
}

/** Greater, as decimals. */
const above = (a: Exact, b: Exact): boolean => (a.scale === b.scale ? a.units > b.units : subtractExact(a, b).units > 0n)

/** One walk over them, which reads each number once: a page of days is some hundred thousand trades. */
const traded = (start: number, trades: ReadonlyArray<MarketTrade>): MarketCandle => {
  const [first, last] = [trades[0]!, trades.at(-1)!]
  let [low, high] = [first, first].map(({ price }) => ({ price, exact: readExact(price)! })) as [Priced, Priced]
  let volume = zeroExact
  let value = zeroExact
  let places = 0
  for (const { price, amount } of trades) {
    const [exact, size] = [readExact(price)!, readExact(amount)!]
    if (above(low.exact, exact)) low = { price, exact }
    if (above(exact, high.exact)) high = { price, exact }
    volume = addExact(volume, size)
    value = addExact(value, multiplyExact(exact, size))
    places = Math.max(places, exact.scale)
  }
  return {
    start,
    firstAt: first.at,
    lastAt: last.at,
    open: first.price,
    close: last.price,
    low: low.price,
    high: high.price,
    count: trades.length,
    volume: formatExact(volume),
    vwap: meanPrice(value, volume, places)
  }
}

const carried = (start: number, { close, ...before }: MarketCandle): MarketCandle => ({
  ...before,
  start,
  open: close,
  close,
  low: close,
  high: close,
  count: 0,
  volume: "0",
  vwap: "0"
})

const tradesOf = (tape: MarketTape, from: number, to: number): ReadonlyArray<MarketTrade> =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => tape.at(from + index))

export interface CandleWindow {
  readonly sizeMs: number
  /** How long after a whole multiple of the size since 1970 a candle begins; absent: there. */
  readonly phaseMs?: number
  /** Candles that begin in `[start, end)`. */
  readonly start: number
  readonly end: number
  /** Nothing has been traded after it; the last candle is the one that is not over then. */
  readonly now: number
  /** The first so many. */
  readonly most: number
}

/** Oldest first; none before the market's first trade. */
export const marketCandles = (
  tape: MarketTape,
  { sizeMs, phaseMs = 0, start, end, now, most }: CandleWindow
): ReadonlyArray<MarketCandle> => {
  const known = tape.before(now + 1)
  if (known === 0) return []
  const firstFrom = (at: number): number => Math.ceil((at - phaseMs) / sizeMs) * sizeMs + phaseMs
  const first = Math.max(firstFrom(start), firstFrom(tape.at(0).at + 1) - sizeMs)
  const candles: Array<MarketCandle> = []
  let before: MarketCandle | undefined
  const earlier = tape.before(first)
  if (earlier > 0) {
    // What the first candle carries on, should nobody trade in it: that of the last trade before it.
    const last = firstFrom(tape.at(earlier - 1).at + 1) - sizeMs
    before = traded(last, tradesOf(tape, tape.before(last), earlier))
  }
  for (let at = first; at < end && at <= now && candles.length < most; at += sizeMs) {
    const trades = tradesOf(tape, tape.before(at), Math.min(known, tape.before(at + sizeMs)))
    before = trades.length > 0 ? traded(at, trades) : carried(at, before!)
    candles.push(before)
  }
  return candles
}

/** They name neither an operation nor a currency, and the exchange does not correct them. */
const bender: RowBender = { uncorrect: (row) => row, withOperation: (row) => row, withCurrency: (row) => row }

/** A page of candles as an exchange prints each, bent as the fault plan has it: the rows of a JSON array. */
export const bendCandles = (rows: ReadonlyArray<unknown>, newestFirst: boolean, faults: ActiveFaults): string =>
  bendRows(
    rows.map((row) => JSON.stringify(row)),
    newestFirst,
    faults,
    bender,
    parseWire
  ).join(",")
