/**
 * Wire text to events, against `JSON.parse` of the same bytes: `node bench/decode.ts`. Pages of 100 rows made of the
 * documented ones. The two are timed in turns, so that a busy machine slows both alike; the median of the ratios counts.
 */
import { readFileSync } from "node:fs"
import { LosslessJson } from "@caudal/exchange"
import { binance } from "../src/index.ts"

type Rows = ReadonlyArray<unknown>

const fixture = (name: string) => JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"))

const nanoseconds = (run: () => unknown): number => {
  const start = process.hrtime.bigint()
  for (let i = 0; i < 200; i++) run()
  return Number(process.hrtime.bigint() - start) / 200
}

const median = (values: Array<number>): number => values.sort((a, b) => a - b)[values.length >> 1] as number

const measure = (name: string, text: string, parse: (json: ReturnType<typeof LosslessJson.parse>) => unknown): void => {
  const decode = () => parse(LosslessJson.parse(text))
  const scan = () => LosslessJson.parse(text)
  const plain = () => JSON.parse(text)
  const rounds = Array.from({ length: 60 }, () => ({
    plain: nanoseconds(plain),
    scan: nanoseconds(scan),
    decode: nanoseconds(decode)
  })).slice(20)
  console.log(
    JSON.stringify({
      name,
      bytes: text.length,
      jsonParseMicros: Math.round(median(rounds.map((r) => r.plain)) / 100) / 10,
      lossless: Math.round(median(rounds.map((r) => r.scan / r.plain)) * 100) / 100,
      decode: Math.round(median(rounds.map((r) => r.decode / r.plain)) * 100) / 100
    })
  )
}

const hundred = (rows: Rows): Rows => Array.from({ length: 100 }, (_, i) => rows[i % rows.length])
const replyOf = (text: string) => (json: ReturnType<typeof LosslessJson.parse>) => ({
  status: 200,
  contentType: "application/json",
  text,
  json
})

const request = { cursor: null, window: null, dimension: "BNB/BTC" }
for (const [stream, name, key] of [
  ["trades", "get_user_trades", null],
  ["deposits", "get_deposit_history", null],
  ["withdrawals", "get_withdrawal_history", null],
  ["conversions", "get_convert_trade_history", "list"],
  ["dividends", "get_asset_dividend_records", "rows"],
  ["earn_flexible_rewards", "get_flexible_reward_records", "rows"],
  ["p2p", "get_c2c_trade_history", "data"]
] as const) {
  const json = fixture(name)
  const rows = hundred(key === null ? json : json[key])
  const text = binance.redact(stream, JSON.stringify(key === null ? rows : { [key]: rows, total: 100 }))
  const { parse } = binance.streams[stream]
  measure(stream, text, (value) => parse(replyOf(text)(value), request))
}

const tickers = JSON.stringify(hundred([fixture("get_book_price")]))
measure("ticker", tickers, (value) => binance.documents.ticker.parse(replyOf(tickers)(value)))
