/** Candles as Kraken prints them: of what the account and others traded, the last 720. */
import {
  amountText,
  bendCandles,
  makeTapes,
  marketCandles,
  parseWire,
  readExact,
  tapeOf,
  type JsonRow,
  type MarketCandle,
  type MarketTape,
  type MarketTrade,
  type Answer
} from "@caudal/exchange/simulator"
import { badArguments, refuse, success } from "./Errors.ts"
import { pairNamed } from "./Pairs.ts"
import type { ReadRequest } from "./Read.ts"
import { secondsOf, type TimedRows } from "./TimedRows.ts"

const minutes: ReadonlySet<string> = new Set(["1", "5", "15", "30", "60", "240", "1440", "10080", "21600"])

const most = 720

const tradeOf = (row: JsonRow): MarketTrade | undefined => {
  const [price, amount] = [amountText(row["price"]), amountText(row["vol"])]
  return readExact(price) === undefined || readExact(amount) === undefined
    ? undefined
    : { at: Math.floor(secondsOf(row) * 1000), price: price!, amount: amount! }
}

/** Newest first in the list, oldest first on the tape. */
const fillsOf = (trades: TimedRows, pair: string): ReadonlyArray<MarketTrade> =>
  Array.from(trades.texts(), (text) => parseWire(text) as JsonRow)
    .filter((row) => pairNamed(String(row["pair"]))?.name === pair)
    .flatMap((row) => tradeOf(row) ?? [])
    .reverse()

const row = ({ start, open, high, low, close, vwap, volume, count }: MarketCandle) => [
  start / 1000,
  open,
  high,
  low,
  close,
  count === 0 ? "0.0" : vwap,
  volume,
  count
]

export const ohlcRead = (trades: TimedRows): ((request: ReadRequest) => Answer) => {
  const tapes = makeTapes(
    () => trades.size(),
    (name): MarketTape => tapeOf(pairNamed(name), fillsOf(trades, name), (trade) => trade)
  )
  return ({ fields, faults, at }) => {
    const pair = pairNamed(fields.get("pair") ?? "")
    if (pair === undefined) return refuse("EQuery:Unknown asset pair")
    const interval = fields.get("interval") ?? "1"
    if (!minutes.has(interval)) return badArguments("interval")
    const since = fields.get("since") ?? "0"
    if (!/^\d{1,12}$/.test(since)) return badArguments("since")
    const sizeMs = Number(interval) * 60_000
    const current = Math.floor(at / sizeMs) * sizeMs
    // The candle that is not over is always there.
    const start = Math.min(current, Math.max(current - (most - 1) * sizeMs, Number(since) * 1000 + 1))
    const found = marketCandles(tapes(pair.name), { sizeMs, start, end: current + 1, now: at, most })
    const last = Math.max(0, current - sizeMs) / 1000
    return success(`{${JSON.stringify(pair.name)}:[${bendCandles(found.map(row), false, faults)}],"last":${last}}`)
  }
}
