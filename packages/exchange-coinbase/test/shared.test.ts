/** Every payload of Coinbase's that we have decodes, or is put aside with a reason: none is lost, none throws. */
import { readdirSync, readFileSync } from "node:fs"
import type { Json } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { coinbase } from "../src/index.ts"
import { first, lastPage, replyOf, type StreamId, textOf } from "./fixture.ts"

const names = readdirSync(new URL("../fixtures/", import.meta.url)).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -5)] : []))

/** What reads which file; of calls that are no reads of ours, nothing does. */
const reader = (name: string): StreamId | keyof typeof coinbase.documents | "holds" | "keyRights" | "candles" | null => {
  if (/candles/.test(name)) return "candles"
  if (/transaction/.test(name)) return "transactions"
  if (/fills/.test(name)) return "fills"
  if (/brokerage_accounts/.test(name)) return "holds"
  if (/recorded_accounts/.test(name)) return "balance"
  if (/products/.test(name)) return "market"
  return /key_permissions/.test(name) ? "keyRights" : null
}

/** A single row is printed without the list around it. */
const listed = (name: string): string => {
  const json = replyOf(textOf(name)).json as { data?: Json }
  return json.data === undefined || Array.isArray(json.data) ? textOf(name) : JSON.stringify({ data: [json.data], pagination: lastPage })
}

const rowsOf = (name: string): ReadonlyArray<Json> => {
  const json = replyOf(listed(name)).json as Record<string, ReadonlyArray<Json>>
  return json["data"] ?? json["fills"] ?? json["accounts"] ?? json["products"] ?? json["candles"] ?? []
}

describe("every payload", () => {
  it("has a source", () => {
    const sources = readFileSync(new URL("../fixtures/SOURCE.md", import.meta.url), "utf8")
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !sources.includes(`| ${name}.json |`))).toEqual([])
  })

  it.each(names.filter((name) => reader(name) !== null))("%s decodes to the last row, or says why not", (name) => {
    const by = reader(name)!
    if (by === "keyRights" || by === "holds") {
      const endpoint = by === "holds" ? "holds" : "key_permissions"
      expect(coinbase.classify(replyOf(coinbase.redact(endpoint, textOf(name))), endpoint)).toBeNull()
      return
    }
    if (by === "candles") {
      const reply = replyOf(coinbase.redact(by, textOf(name)))
      expect(coinbase.classify(reply, by)).toBeNull()
      const { items, quarantined } = coinbase.candles.parse(reply, { market: "", spanMs: 60_000, from: 0, to: 0 })
      expect([items.length, quarantined]).toEqual([rowsOf(name).length, []])
      return
    }
    if (by === "balance" || by === "market") {
      const endpoint = by === "balance" ? "accounts" : "products"
      const reply = replyOf(coinbase.redact(endpoint, textOf(name)))
      expect(coinbase.classify(reply, endpoint)).toBeNull()
      const { items, quarantined } = coinbase.documents[by].parse(reply)
      expect(quarantined).toEqual([])
      expect(items.length).toBe(rowsOf(name).length)
      return
    }
    const stream = by as StreamId
    const reply = replyOf(coinbase.redact(stream, listed(name)))
    expect(coinbase.classify(reply, stream)).toBeNull()
    const { events, quarantined } = coinbase.streams[stream].parse(reply, first)
    expect(events.length + quarantined.length).toBe(rowsOf(name).length)
    expect(quarantined.map(({ reason }) => reason)).toEqual(
      name === "recorded_fills_perpetual" ? ["the product is no market of the spot: its money is in an account that is not read here"] : []
    )
  })

  it.each(names.filter((name) => reader(name) === null))("%s, of a call that we never make, gives no event", (name) => {
    expect(coinbase.classify(replyOf(textOf(name)), "fills")?.code).toBe("SCHEMA_DRIFT")
    const { events, quarantined } = coinbase.streams.transactions.parse(replyOf(listed(name)), first)
    expect(events).toEqual([])
    expect(quarantined.length).toBe(name.includes("positions") ? 0 : 1)
    for (const { reason } of quarantined) expect(reason.length).toBeGreaterThan(5)
  })
})
