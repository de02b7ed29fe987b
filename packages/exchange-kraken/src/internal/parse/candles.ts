/** `OHLC`, which shows the last 720 candles and nothing before them. */
import type { Candle, CandleReader, Json } from "@caudal/exchange"
import { Candles, LosslessJson } from "@caudal/exchange"
import { pointerKey, resultOf } from "./fields.ts"
import { readTime } from "./time.ts"

/** Lengths in minutes. `since` is exclusive, in seconds; there is no end. */
const request: CandleReader["request"] = ({ market, spanMs, from }) => ({
  endpoint: "ohlc",
  query: [
    ["pair", market],
    ["interval", String(spanMs / 60_000)],
    ["since", String(Math.ceil(from / 1000) - 1)]
  ]
})

const readRow = (row: Json): Candle | string => {
  if (!Array.isArray(row)) return "the row is not a list"
  const [time, open, high, low, close, , volume] = row as ReadonlyArray<Json>
  return Candles.make(readTime(time)?.at, { open, high, low, close, volume })
}

/** The pair may be named otherwise than it was asked for: its rows are the one list there is. */
const parse: CandleReader["parse"] = (reply) => {
  const result = resultOf(reply)
  const lists = LosslessJson.isObject(result) ? Object.entries(result).filter(([name]) => name !== "last") : []
  const [list, ...others] = lists
  return list === undefined || others.length > 0
    ? { items: [], quarantined: [{ pointer: "/result", reason: "it is not about one pair" }] }
    : Candles.read(list[1], `/result/${pointerKey(list[0])}`, readRow)
}

export const candles: CandleReader = { request, parse }
