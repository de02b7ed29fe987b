/** Every payload of Kraken's that we have decodes, or is put aside with a reason: none is lost, none throws. */
import { readdirSync, readFileSync } from "node:fs"
import type { Json } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { kraken } from "../src/index.ts"
import { first, replyOf, resultReply, type StreamId, textOf } from "./fixture.ts"

const names = readdirSync(new URL("../fixtures/", import.meta.url)).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -5)] : []))

/** What reads which file; of calls that are no reads of ours, nothing does. */
const reader = (name: string): StreamId | keyof typeof kraken.documents | "keyRights" | null => {
  if (/ledgers/.test(name)) return "ledger"
  if (/trades_history|query_trades/.test(name)) return "trades"
  if (/deposit/.test(name)) return "deposits"
  if (/withdraw/.test(name)) return "withdrawals"
  if (/balance/.test(name)) return "balance"
  if (/ticker/.test(name)) return "ticker"
  if (/asset_pairs/.test(name)) return "market"
  return /key_info/.test(name) ? "keyRights" : null
}

/** QueryLedgers and QueryTrades print the same rows without the list around them. */
const listed = (name: string, stream: string): string => {
  const text = textOf(name)
  const { result } = replyOf(text).json as { result: Json }
  return /query_/.test(name) ? resultReply({ [stream]: result }).text : text
}

const countOf = (result: Json, stream: string): number => {
  const rows = Array.isArray(result) ? result : ((result as Record<string, Json>)[stream] ?? result)
  return Object.keys(rows as object).length
}

describe("every payload", () => {
  it("has a source", () => {
    const sources = readFileSync(new URL("../fixtures/SOURCE.md", import.meta.url), "utf8")
    expect(names.filter((name) => !sources.includes(`| ${name}.json |`))).toEqual([])
  })

  it.each(names.filter((name) => reader(name) !== null))("%s decodes to the last row", (name) => {
    const by = reader(name)!
    if (by === "keyRights") {
      expect(kraken.classify(replyOf(textOf(name)), "api_key_info")).toBeNull()
      return
    }
    if (by in kraken.documents) {
      const document = by as keyof typeof kraken.documents
      const { items, quarantined } = kraken.documents[document].parse(replyOf(textOf(name)))
      expect(quarantined).toEqual([])
      expect(items.length).toBe(countOf((replyOf(textOf(name)).json as { result: Json }).result, ""))
      return
    }
    const stream = by as StreamId
    const reply = replyOf(kraken.redact(stream, listed(name, stream)))
    expect(kraken.classify(reply, stream)).toBeNull()
    const { events, quarantined } = kraken.streams[stream].parse(reply, first)
    expect(quarantined).toEqual([])
    expect(events.length).toBe(countOf((reply.json as { result: Json }).result, stream))
  })

  it.each(names.filter((name) => reader(name) === null))("%s, of a call that we never make, is named as such in any of ours", (name) => {
    for (const endpoint of ["ledger", "trades"]) expect(kraken.classify(replyOf(textOf(name)), endpoint)?.code).toBe("SCHEMA_DRIFT")
    const rows = (replyOf(textOf(name)).json as { result: Json }).result
    const { events, quarantined } = kraken.streams.ledger.parse(
      resultReply({ ledger: Array.isArray(rows) ? Object.fromEntries(rows.entries()) : rows }),
      first
    )
    expect(events).toEqual([])
    expect(quarantined.length).toBeGreaterThan(0)
    for (const { reason } of quarantined) expect(reason.length).toBeGreaterThan(5)
  })
})
