/** Every published payload decodes to the last row, and says where it is from. */
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { bitstamp } from "../src/index.ts"
import { readReply, replyOf, textOf, type StreamId } from "./fixture.ts"

const names = readdirSync(new URL("../fixtures/", import.meta.url)).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -5)] : []))
const streamOf = (name: string): StreamId | undefined =>
  (["user_transactions", "crypto_transactions", "withdrawal_requests"] as const).find((stream) => name.startsWith(`post_${stream}`))

describe("every payload", () => {
  it("has a source", () => {
    const sources = readFileSync(new URL("../fixtures/SOURCE.md", import.meta.url), "utf8")
    expect(names.filter((name) => !sources.includes(`| ${name}.json |`))).toEqual([])
  })

  it.each(names.filter((name) => streamOf(name) !== undefined))("%s decodes to the last row", (name) => {
    const rows: unknown = JSON.parse(textOf(name))
    const count = Array.isArray(rows) ? rows.length : Object.values(rows as object).flat().length
    const { events, quarantined } = readReply(streamOf(name)!, textOf(name))
    expect(quarantined).toEqual([])
    expect(events).toHaveLength(count)
  })

  it.each(["ticker", "markets"] as const)("get_%s decodes to the last row", (name) => {
    const reader = name === "ticker" ? bitstamp.documents.ticker : bitstamp.documents.market
    const { items, quarantined } = reader.parse(replyOf(textOf(`get_${name}`)))
    expect([items.length, quarantined]).toEqual([1, []])
    expect(items[0]).toMatchObject({ market: "BTC/USD", base: "btc", quote: "usd" })
  })

  it.each(names.filter((name) => name.startsWith("error_")))("%s is a failure", (name) => {
    expect(bitstamp.classify(replyOf(textOf(name), 403), "user_transactions")).not.toBeNull()
  })
})
