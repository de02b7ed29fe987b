/** Candles as Binance prints them: of what the account and others traded. */
import {
  amountText,
  bendCandles,
  formatExact,
  makeTapes,
  marketCandles,
  multiplyExact,
  readExact,
  tapeOf,
  type JsonRow,
  type MarketCandle,
  type MarketTape,
  type MarketTrade,
  type Answer
} from "@caudal/exchange/simulator"
import type { AccountState } from "./AccountState.ts"
import { badInterval, badSymbol, illegal, missing, success } from "./Errors.ts"
import { traded } from "./Markets.ts"
import type { ReadRequest } from "./Read.ts"
import { countIn, isAnswer } from "./Span.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Weeks and months, which Binance has too, are left out. */
const lengths: ReadonlyMap<string, number> = new Map([
  ["1m", minute],
  ["3m", 3 * minute],
  ["5m", 5 * minute],
  ["15m", 15 * minute],
  ["30m", 30 * minute],
  ["1h", hour],
  ["2h", 2 * hour],
  ["4h", 4 * hour],
  ["6h", 6 * hour],
  ["8h", 8 * hour],
  ["12h", 12 * hour],
  ["1d", day],
  ["3d", 3 * day]
])

const tradeOf = (row: JsonRow): MarketTrade | undefined => {
  const [price, amount] = [amountText(row["price"]), amountText(row["qty"])]
  return readExact(price) === undefined || readExact(amount) === undefined
    ? undefined
    : { at: Number(row["time"]), price: price!, amount: amount! }
}

const padded = (text: string): string => formatExact(readExact(text)!, 8)

const row =
  (sizeMs: number) =>
  ({ start, open, high, low, close, volume, vwap, count }: MarketCandle) => {
    const value = formatExact(multiplyExact(readExact(vwap)!, readExact(volume)!), 8)
    return [start, ...[open, high, low, close, volume].map(padded), start + sizeMs - 1, value, count, "0.00000000", "0.00000000", "0"]
  }

/** The first so many from `startTime` on; without it, the last so many up to `endTime`. */
export const klinesReply = (state: AccountState): ((request: ReadRequest) => Answer) => {
  const fillsOf = (symbol: string): ReadonlyArray<MarketTrade> =>
    state.fills
      .rows(symbol)
      .flatMap((one) => tradeOf(one) ?? [])
      .toSorted((a, b) => a.at - b.at)
  const tapes = makeTapes(
    () => state.fills.size(),
    (symbol): MarketTape => tapeOf(traded(symbol), fillsOf(symbol), (trade) => trade)
  )
  return ({ fields, faults, now }) => {
    const symbol = fields.get("symbol") ?? ""
    if (symbol === "") return missing("symbol")
    if (!state.markets.has(symbol)) return badSymbol
    const sizeMs = lengths.get(fields.get("interval") ?? "")
    if (sizeMs === undefined) return badInterval
    const limit = countIn(fields, "limit", 500, 1000)
    if (isAnswer(limit)) return limit
    const [from, to] = [fields.get("startTime"), fields.get("endTime")]
    for (const [name, text] of Object.entries({ startTime: from, endTime: to }))
      if (text !== null && !/^\d{1,16}$/.test(text)) return illegal(name)
    const end = to === null ? now + 1 : Number(to) + 1
    const last = Math.floor((Math.min(end, now + 1) - 1) / sizeMs) * sizeMs
    const start = from === null ? last - (limit - 1) * sizeMs : Number(from)
    const found = marketCandles(tapes(symbol), { sizeMs, start, end, now, most: limit })
    return success(`[${bendCandles(found.map(row(sizeMs)), false, faults)}]`)
  }
}
