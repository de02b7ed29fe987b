/** What an adapter makes of one reply, as lines. The same steps in the same order as a sync: redact, decode, classify, parse. */
import type { Adapter, CandleRequest, Failure, Json, LedgerEvent, QuarantinedRow, Reply, StreamRequest } from "@caudal/exchange"
import { Instant, LosslessJson } from "@caudal/exchange"
import type { Documents, Target } from "./target.ts"

export interface Parsed {
  readonly lines: ReadonlyArray<object>
  readonly exitCode: 0 | 2 | 3
}

export const replyOf = (text: string, status: number): Reply => {
  let json: Json | undefined
  try {
    json = LosslessJson.parsePage(text)
  } catch {
    // An answer that is no JSON is an answer too: the adapter names what it means.
  }
  return {
    status,
    contentType: json === undefined && text.trimStart().startsWith("<") ? "text/html" : "application/json",
    text,
    ...(json !== undefined && { json })
  }
}

const eventLine = (event: LedgerEvent) => ({
  externalId: event.source.externalId,
  kind: event.kind,
  at: Instant.format(event.at),
  status: event.status,
  postings: event.postings.map(({ wallet, asset, amount, role }) => ({ wallet, asset, amount, role })),
  operation: event.operation,
  rank: event.rank,
  groupId: event.groupId,
  refs: event.refs.map(({ type, id }) => ({ type, id })),
  price: event.price,
  transfer: event.transfer,
  stream: event.source.stream,
  identity: event.source.identity,
  pointer: event.pointer
})

/** Instants as text, wherever a document has one. */
const documentLine = (id: Documents | "candle", item: object) => ({
  [id]: Object.fromEntries(
    Object.entries(item).map(([key, value]) => [
      key,
      (key === "at" || key.endsWith("At")) && typeof value === "number" ? Instant.format(value) : value
    ])
  )
})

const quarantineLine = ({ pointer, reason }: QuarantinedRow) => ({ quarantined: pointer, reason })

const withQuarantined = (lines: ReadonlyArray<object>, quarantined: ReadonlyArray<QuarantinedRow>): Parsed => ({
  lines: [...lines, ...quarantined.map(quarantineLine)],
  exitCode: quarantined.length > 0 ? 2 : 0
})

const refused = ({ code, retry, who }: Failure): Parsed => ({ lines: [{ error: { code, retry, who } }], exitCode: 3 })

/** Of the request only what was given is known; the rest is as in the first one of all. */
export type GivenRequest = Partial<StreamRequest & CandleRequest>

export const parseReply = (adapter: Adapter, target: Target, text: string, status: number, given: GivenRequest): Parsed => {
  const reply = replyOf(adapter.redact(target.endpoint, text), status)
  const failure = adapter.classify(reply, target.endpoint)
  if (failure !== null) return refused(failure)
  switch (target.kind) {
    case "stream": {
      const page = adapter.streams[target.id]?.parse(reply, { cursor: null, window: null, dimension: null, ...given })
      return withQuarantined(page?.events.map(eventLine) ?? [], page?.quarantined ?? [])
    }
    case "document": {
      const read = adapter.documents[target.id]?.parse(reply)
      return withQuarantined(read?.items.map((item) => documentLine(target.id, item)) ?? [], read?.quarantined ?? [])
    }
    case "candles": {
      const [spanMs = 0] = adapter.manifest.market.candles?.spansMs ?? []
      const read = adapter.candles?.parse(reply, { market: "", spanMs, from: 0, to: 0, ...given })
      return withQuarantined(read?.items.map((item) => documentLine("candle", item)) ?? [], read?.quarantined ?? [])
    }
    case "identity": {
      const { start, next } = adapter.plans.identity
      const step = "call" in start ? next(start.state, { reply, failure: null }) : start
      return { lines: [{ identity: { accountKey: "done" in step ? step.done.accountKey : null } }], exitCode: 0 }
    }
  }
}
