/** `klines`: up to a thousand candles of one market between two instants, both inclusive. */
import type { Candle, CandleReader, Json } from "@caudal/exchange"
import { Candles } from "@caudal/exchange"
import { readMillis } from "./time.ts"

/** Binance's words for the spans of the manifest. */
export const intervals: ReadonlyMap<number, string> = new Map([
  [60_000, "1m"],
  [3_600_000, "1h"],
  [86_400_000, "1d"]
])

export const klinesPageSize = 1000

const request: CandleReader["request"] = ({ market, spanMs, from, to }) => ({
  endpoint: "klines",
  query: [
    ["symbol", market],
    ["interval", intervals.get(spanMs) ?? ""],
    ["startTime", String(from)],
    ["endTime", String(to - 1)],
    ["limit", String(klinesPageSize)]
  ]
})

const readRow = (row: Json): Candle | string => {
  if (!Array.isArray(row)) return "the row is not a list"
  const [time, open, high, low, close, volume] = row as ReadonlyArray<Json>
  return Candles.make(readMillis(time), { open, high, low, close, volume })
}

export const candles: CandleReader = { request, parse: ({ json }) => Candles.read(json, "", readRow) }
