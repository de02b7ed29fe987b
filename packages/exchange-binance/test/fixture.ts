/** Recorded and documented replies, as the host would hand them to the adapter. */
import { readFileSync } from "node:fs"
import type { Json, Page, Reply, StreamRequest } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { binance } from "../src/index.ts"

export const textOf = (name: string): string => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")

/** A reply with this text; `json` is there if the text is JSON. */
export const replyOf = (text: string, status = 200, contentType: string | null = "application/json"): Reply => {
  try {
    return { status, contentType, text, json: LosslessJson.parse(text) }
  } catch {
    return { status, contentType, text }
  }
}

export const replyWith = (json: unknown): Reply => replyOf(JSON.stringify(json))

export const first: StreamRequest = { cursor: null, window: null, dimension: null }
export const of = (dimension: string): StreamRequest => ({ ...first, dimension })

export type StreamId = keyof typeof binance.streams

/** As the host does it: redact, decode, classify, parse. */
export const readReply = (stream: StreamId, text: string, request: StreamRequest = first): Page => {
  const reply = replyOf(binance.redact(stream, text))
  const failure = binance.classify(reply, stream)
  if (failure !== null) throw new Error(failure.message)
  return binance.streams[stream].parse(reply, request)
}

export const read = (stream: StreamId, fixture: string, request: StreamRequest = first): Page => readReply(stream, textOf(fixture), request)

/** Around the rows of each list. */
const keys: Partial<Record<StreamId, string | null>> = {
  deposits: null,
  withdrawals: null,
  trades: null,
  fiat_orders: "data",
  fiat_payments: "data",
  p2p: "data",
  conversions: "list"
}

/** A page with these rows, as the list sends it. */
export const pageOf = (stream: StreamId, rows: ReadonlyArray<unknown>, total: number = rows.length): Reply => {
  const key = keys[stream] === undefined ? "rows" : keys[stream]
  if (stream === "dust") return replyWith({ total: 1, userAssetDribblets: [{ transId: 45_178_372_831, userAssetDribbletDetails: rows }] })
  return replyWith(key === null ? rows : { [key]: rows, total, moreData: total > rows.length })
}

/** Where the rows of a reply are, whatever list it is of. */
export const rowsIn = (json: Json | undefined): ReadonlyArray<Json> => {
  if (Array.isArray(json)) return json as ReadonlyArray<Json>
  const body = json as Record<string, Json>
  const dribblets = body["userAssetDribblets"] as ReadonlyArray<Record<string, Json>> | undefined
  if (dribblets !== undefined) return dribblets.flatMap((sweep) => sweep["userAssetDribbletDetails"] as ReadonlyArray<Json>)
  return (body["rows"] ?? body["data"] ?? body["list"] ?? body["balances"] ?? body["symbols"] ?? [body]) as ReadonlyArray<Json>
}

/** A row of the fixture, changed. */
export const rowOf = (fixture: string, over: object = {}): Record<string, Json> =>
  ({ ...(rowsIn(replyOf(textOf(fixture)).json)[0] as object), ...over }) as Record<string, Json>
