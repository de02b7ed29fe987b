/** Public candles of a product: what nobody traded in is left out. */
import type { Candle, CandleReader, EpochMillis } from "@caudal/exchange"
import { Candles, LosslessJson } from "@caudal/exchange"
import type * as Wire from "../wire/candles.ts"
import type { Unread } from "../wire/scalars.ts"

/** Coinbase's words for the spans of the manifest. */
export const granularities: ReadonlyMap<number, string> = new Map([
  [60_000, "ONE_MINUTE"],
  [3_600_000, "ONE_HOUR"],
  [86_400_000, "ONE_DAY"]
])

/** In seconds. A candle that begins at the end would be shown, too: the end is a second earlier. */
const request: CandleReader["request"] = ({ market, spanMs, from, to }) => ({
  endpoint: "candles",
  path: { product: market },
  query: [
    ["start", String(from / 1000)],
    ["end", String(to / 1000 - 1)],
    ["granularity", granularities.get(spanMs) ?? ""]
  ]
})

const readSeconds = (value: unknown): EpochMillis | undefined =>
  (typeof value === "string" && /^\d{1,12}$/.test(value)) || (typeof value === "number" && Number.isSafeInteger(value) && value >= 0)
    ? Number(value) * 1000
    : undefined

const readCandle = (row: Unread<typeof Wire.Candle>): Candle | string =>
  Candles.make(readSeconds(row.start), { open: row.open, high: row.high, low: row.low, close: row.close, volume: row.volume })

const parse: CandleReader["parse"] = ({ json }) =>
  Candles.read(LosslessJson.isObject(json) ? json["candles"] : undefined, "/candles", (row) =>
    LosslessJson.isObject(row) ? readCandle(row) : "the row is not an object"
  )

export const candles: CandleReader = { request, parse }
