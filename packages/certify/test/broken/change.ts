/** Ways to break an adapter: the honest one, with one thing done wrong. */
import {
  type Adapter,
  type CandleReader,
  type CandleSpec,
  type Failure,
  LosslessJson,
  type LedgerEvent,
  type Manifest,
  type Page,
  type Posting,
  type Reply,
  type Stream,
  type StreamRequest
} from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"
import { river } from "../toy/src/River.ts"

export type Row = { readonly [key: string]: unknown }

/** The row that an event was read from. */
export const rowOf = (event: LedgerEvent, reply: Reply): Row => {
  const rows = LosslessJson.isObject(reply.json) ? reply.json["rows"] : undefined
  return (rows as ReadonlyArray<Row>)[Number(event.pointer.slice("/rows/".length))]!
}

export const rowsIn = (reply: Reply): ReadonlyArray<Row> => {
  const rows = LosslessJson.isObject(reply.json) ? reply.json["rows"] : undefined
  return Array.isArray(rows) ? (rows as ReadonlyArray<Row>) : []
}

export const withStreams = (change: (stream: Stream, id: string) => Stream): Adapter => ({
  ...pond,
  streams: Object.fromEntries(Object.entries(pond.streams).map(([id, stream]) => [id, change(stream, id)]))
})

export const withPages = (change: (page: Page, reply: Reply, request: StreamRequest, id: string) => Page): Adapter =>
  withStreams((stream, id) => ({ ...stream, parse: (reply, request) => change(stream.parse(reply, request), reply, request, id) }))

export const withEvents = (change: (event: LedgerEvent, reply: Reply) => LedgerEvent | null): Adapter =>
  withPages((page, reply) => ({ ...page, events: page.events.flatMap((event) => change(event, reply) ?? []) }))

export const withPostings = (change: (posting: Posting, event: LedgerEvent) => Posting): Adapter =>
  withEvents((event) => ({ ...event, postings: event.postings.map((posting) => change(posting, event)) }))

export const withClassify = (change: (failure: Failure | null, reply: Reply, endpoint: string) => Failure | null): Adapter => ({
  ...pond,
  classify: (reply, endpoint) => change(pond.classify(reply, endpoint), reply, endpoint)
})

export const withManifest = (change: (manifest: Manifest) => Manifest, adapter: Adapter = pond): Adapter => ({
  ...adapter,
  manifest: change(adapter.manifest)
})

/** River, with one of its streams changed. */
export const inRiver = (id: string, change: (stream: Stream) => Partial<Stream>): Adapter => ({
  ...river,
  streams: { ...river.streams, [id]: { ...river.streams[id]!, ...change(river.streams[id]!) } }
})

/** Pond, with its candles changed. */
export const withCandles = (change: (reader: CandleReader) => Partial<CandleReader>, spec: Partial<CandleSpec> = {}): Adapter => ({
  ...pond,
  manifest: { ...pond.manifest, market: { ...pond.manifest.market, candles: { ...pond.manifest.market.candles!, ...spec } } },
  candles: { ...pond.candles, ...change(pond.candles) }
})
