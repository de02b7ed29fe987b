/** Recorded and documented replies, as the host would hand them to the adapter. */
import { readFileSync } from "node:fs"
import type { Json, Reply } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { kraken } from "../src/index.ts"

export const textOf = (name: string): string => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")

/** A reply with this text; `json` is there if the text is JSON. */
export const replyOf = (text: string, status = 200, contentType: string | null = "application/json"): Reply => {
  try {
    return { status, contentType, text, json: LosslessJson.parse(text) }
  } catch {
    return { status, contentType, text }
  }
}

export const resultReply = (result: unknown): Reply => replyOf(JSON.stringify({ error: [], result }))

export const first = { cursor: null, window: null, dimension: null }
export const at = (cursor: string | null) => ({ ...first, cursor })

export type StreamId = keyof typeof kraken.streams

/** As the host does it: redact, decode, classify, parse. */
export const readReply = (stream: StreamId, text: string, cursor: string | null = null) => {
  const reply = replyOf(kraken.redact(stream, text))
  const failure = kraken.classify(reply, stream)
  if (failure !== null) throw new Error(failure.message)
  return kraken.streams[stream].parse(reply, at(cursor))
}

export const read = (stream: StreamId, fixture: string) => readReply(stream, textOf(fixture))

/** A page of the ledger or of trades with these rows; `count` as if no more matched. */
export const pageOf = (stream: "ledger" | "trades", rows: Readonly<Record<string, unknown>>, count: unknown = Object.keys(rows).length) =>
  resultReply({ [stream]: rows, count })

export const ledgerRow = (over: Readonly<Record<string, unknown>> = {}): Json =>
  ({
    refid: "TJKLXF-PGMUI-4NTLXU",
    time: 1_610_464_484.1787,
    type: "trade",
    subtype: "",
    aclass: "currency",
    asset: "ZGBP",
    amount: "-24.5000",
    fee: "0.0490",
    balance: "459567.9171",
    ...over
  }) as Json
