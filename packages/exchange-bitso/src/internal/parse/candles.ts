/** `ohlc`, which Bitso does not document: the web site draws its charts with it. */
import type { Candle, CandleReader } from "@caudal/exchange"
import { Candles, LosslessJson } from "@caudal/exchange"
import type * as Wire from "../wire/candles.ts"
import type { Unread } from "../wire/scalars.ts"

/** Lengths in seconds, ends in milliseconds. Whether the end is inclusive is not known: asked as if it were not, since more does no harm. */
const request: CandleReader["request"] = ({ market, spanMs, from, to }) => ({
  endpoint: "ohlc",
  query: [
    ["book", market],
    ["time_bucket", String(spanMs / 1000)],
    ["start", String(from)],
    ["end", String(to)]
  ]
})

const readCandle = (row: Unread<typeof Wire.Candle>): Candle | string =>
  Candles.make(Number.isSafeInteger(row.bucket_start_time) ? (row.bucket_start_time as number) : undefined, {
    open: row.first_rate,
    high: row.max_rate,
    low: row.min_rate,
    close: row.last_rate,
    volume: row.volume
  })

const parse: CandleReader["parse"] = ({ json }) =>
  Candles.read(LosslessJson.isObject(json) ? json["payload"] : undefined, "/payload", (row) =>
    LosslessJson.isObject(row) ? readCandle(row) : "the row is not an object"
  )

export const candles: CandleReader = { request, parse }
