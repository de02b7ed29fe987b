/** `ohlc`: up to a thousand candles of one pair between two instants, in seconds. */
import type { Candle, CandleReader } from "@caudal/exchange"
import { Candles, LosslessJson } from "@caudal/exchange"
import type { Fields } from "./fields.ts"
import { readSeconds } from "./time.ts"

/** `BTC/USD` is `btcusd` in a path. A candle that begins at the end would be shown, too: the end is a second earlier. */
const request: CandleReader["request"] = ({ market, spanMs, from, to }) => ({
  endpoint: "ohlc",
  path: { pair: market.replace("/", "").toLowerCase() },
  query: [
    ["step", String(spanMs / 1000)],
    ["limit", String(Math.ceil((to - from) / spanMs))],
    ["start", String(from / 1000)],
    ["end", String(to / 1000 - 1)]
  ]
})

/** `{"timestamp": "1593961440", "open": "9040.87", "high": "9064.77", "low": "9040.87", "close": "9064.77", "volume": "18.49436608"}` */
const readRow = ({ timestamp, open, high, low, close, volume }: Fields): Candle | string =>
  Candles.make(readSeconds(timestamp), { open, high, low, close, volume })

const parse: CandleReader["parse"] = ({ json }) => {
  const data = LosslessJson.isObject(json) ? json["data"] : undefined
  return Candles.read(LosslessJson.isObject(data) ? data["ohlc"] : undefined, "/data/ohlc", (row) =>
    LosslessJson.isObject(row) ? readRow(row) : "the row is not an object"
  )
}

export const candles: CandleReader = { request, parse }
