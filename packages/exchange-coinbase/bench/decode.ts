/**
 * Wire text to events, against `JSON.parse` of the same bytes: `node bench/decode.ts`. Pages of 100 rows made of the
 * recorded and documented ones. The two are timed in turns, so that a busy machine slows both alike; the median of the
 * ratios counts.
 */
import { readFileSync } from "node:fs"
import { LosslessJson } from "@caudal/exchange"
import { coinbase } from "../src/index.ts"

const page = (fixture: string, name: string, beside: object): string => {
  const rows = JSON.parse(readFileSync(new URL(`../fixtures/${fixture}.json`, import.meta.url), "utf8"))[name]
  return JSON.stringify({ ...beside, [name]: Array.from({ length: 100 }, (_, i) => rows[i % rows.length]) })
}

const nanoseconds = (run: () => unknown): number => {
  const start = process.hrtime.bigint()
  for (let i = 0; i < 200; i++) run()
  return Number(process.hrtime.bigint() - start) / 200
}

const median = (values: Array<number>): number => values.sort((a, b) => a - b)[values.length >> 1] as number

const request = { cursor: null, window: null, dimension: "main:1" }
for (const [stream, fixture, name, beside] of [
  ["transactions", "recorded_transactions", "data", { pagination: { next_uri: null } }],
  ["transactions", "get_transactions", "data", { pagination: { next_uri: null } }],
  ["fills", "recorded_fills", "fills", { cursor: "1" }]
] as const) {
  const text = coinbase.redact(stream, page(fixture, name, beside))
  const { parse } = coinbase.streams[stream]
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
      fixture,
      bytes: text.length,
      jsonParseMicros: Math.round(median(rounds.map((r) => r.plain)) / 100) / 10,
      lossless: Math.round(median(rounds.map((r) => r.scan / r.plain)) * 100) / 100,
      decode: Math.round(median(rounds.map((r) => r.decode / r.plain)) * 100) / 100
    })
  )
}
