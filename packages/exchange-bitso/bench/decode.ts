/**
 * Wire text to events, against `JSON.parse` of the same bytes: `node bench/decode.ts`. Pages of 100 rows made of the
 * recorded ones. The two are timed in turns, so that a busy machine slows both alike; the median of the ratios counts.
 */
import { readFileSync } from "node:fs"
import { LosslessJson } from "@caudal/exchange"
import { bitso } from "../src/index.ts"

const page = (fixture: string): string => {
  const { payload } = JSON.parse(readFileSync(new URL(`../fixtures/${fixture}.json`, import.meta.url), "utf8"))
  return JSON.stringify({ success: true, payload: Array.from({ length: 100 }, (_, i) => payload[i % payload.length]) })
}

const nanoseconds = (run: () => unknown): number => {
  const start = process.hrtime.bigint()
  for (let i = 0; i < 200; i++) run()
  return Number(process.hrtime.bigint() - start) / 200
}

const median = (values: Array<number>): number => values.sort((a, b) => a - b)[values.length >> 1] as number

const request = { cursor: null, window: null, dimension: null }
for (const [stream, fixture] of [
  ["ledger", "get_ledger_2017"],
  ["user_trades", "get_user_trades_2017"],
  ["fundings", "get_fundings_2017"],
  ["withdrawals", "get_withdrawals_2017"]
] as const) {
  const text = bitso.redact(stream, page(fixture))
  const parse = bitso.streams[stream].parse
  const decode = () => parse({ status: 200, contentType: "application/json", text, json: LosslessJson.parse(text) }, request)
  const scan = () => LosslessJson.parse(text)
  const plain = () => JSON.parse(text)
  const rounds = Array.from({ length: 60 }, () => ({
    plain: nanoseconds(plain),
    scan: nanoseconds(scan),
    decode: nanoseconds(decode)
  })).slice(20)
  console.log(
    JSON.stringify({
      stream,
      bytes: text.length,
      jsonParseMicros: Math.round(median(rounds.map((r) => r.plain)) / 100) / 10,
      lossless: Math.round(median(rounds.map((r) => r.scan / r.plain)) * 100) / 100,
      decode: Math.round(median(rounds.map((r) => r.decode / r.plain)) * 100) / 100
    })
  )
}
