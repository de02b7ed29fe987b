/** Recorded and documented replies, as the host would hand them to the adapter. */
import { readFileSync } from "node:fs"
import type { Json, LedgerEvent, Reply } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { coinbase } from "../src/index.ts"

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
export const list = (dimension: string | null, cursor: string | null = null) => ({ ...first, dimension, cursor })

export type StreamId = keyof typeof coinbase.streams

/** As the host does it: redact, decode, classify, parse. */
export const readReply = (stream: StreamId, text: string, request = first as ReturnType<typeof list> | typeof first) => {
  const reply = replyOf(coinbase.redact(stream, text))
  const failure = coinbase.classify(reply, stream)
  if (failure !== null) throw new Error(failure.message)
  return coinbase.streams[stream].parse(reply, request)
}

export const read = (stream: StreamId, fixture: string) => readReply(stream, textOf(fixture))

export const lastPage = { limit: 100, order: "desc", next_uri: null, next_starting_after: null }

/** A page of v2 with these rows. */
export const pageOf = (data: ReadonlyArray<unknown>, pagination: object = lastPage): Reply => replyOf(JSON.stringify({ data, pagination }))

export const transaction = (over: Readonly<Record<string, unknown>> = {}): Json =>
  ({
    id: "e457a27e-8ad0-56ee-90d3-94d9a86fc203",
    type: "send",
    status: "completed",
    amount: { amount: "-2.010000", currency: "USDT" },
    created_at: "2024-11-03T13:50:09Z",
    ...over
  }) as Json

/** The one event of a transaction in this wallet; the reason where there is none. */
export const eventOf = (over: Readonly<Record<string, unknown>>, dimension: string | null = "main:1"): LedgerEvent => {
  const { events, quarantined } = coinbase.streams.transactions.parse(pageOf([transaction(over)]), list(dimension))
  if (events[0] === undefined) throw new Error(quarantined[0]?.reason)
  return events[0]
}
