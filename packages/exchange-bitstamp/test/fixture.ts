/** Published replies, as the host would hand them to the adapter. */
import { readFileSync } from "node:fs"
import type { Reply } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { bitstamp } from "../src/index.ts"

export const textOf = (name: string): string => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")

/** A reply with this text; `json` is there if the text is JSON. */
export const replyOf = (text: string, status = 200, contentType: string | null = "application/json"): Reply => {
  try {
    return { status, contentType, text, json: LosslessJson.parse(text) }
  } catch {
    return { status, contentType, text }
  }
}

export const first = { cursor: null, window: null, dimension: null }

export type StreamId = keyof typeof bitstamp.streams

/** As the host does it: redact, decode, classify, parse. */
export const readReply = (stream: StreamId, text: string) => {
  const reply = replyOf(bitstamp.redact(stream, text))
  const failure = bitstamp.classify(reply, stream)
  if (failure !== null) throw new Error(failure.message)
  return bitstamp.streams[stream].parse(reply, first)
}

/** One row of the ledger, and what becomes of it. */
export const readRow = (row: Readonly<Record<string, unknown>>) =>
  readReply("user_transactions", JSON.stringify([{ id: 7, datetime: "2024-01-10 12:00:00", type: "0", fee: "0", ...row }]))
