import type { Json } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bitstamp } from "../../../src/index.ts"
import { replyOf, textOf } from "../../fixture.ts"

const { candles } = bitstamp
const minute = 60_000
const at = Date.UTC(2020, 6, 5, 15, 4)
const request = { market: "BTC/USD", spanMs: minute, from: at, to: at + 3 * minute }
const reply = (rows: unknown) => replyOf(JSON.stringify({ data: { pair: "BTC/USD", ohlc: rows } }))

describe("candles", () => {
  it("are read from a published reply, to the last row", () => {
    const published = replyOf(textOf("get_ohlc"))
    expect(bitstamp.classify(published, "ohlc")).toBeNull()
    const { items, quarantined } = candles.parse(published, request)
    expect([items.length, quarantined]).toEqual([3, []])
    expect(items[0]).toEqual({ at, open: "9040.87", high: "9064.77", low: "9040.87", close: "9064.77", volume: "18.49436608" })
  })

  it("are asked for in seconds, up to one before the end, no more than there can be", () => {
    expect(candles.request(request)).toEqual({
      endpoint: "ohlc",
      path: { pair: "btcusd" },
      query: [
        ["step", "60"],
        ["limit", "3"],
        ["start", "1593961440"],
        ["end", "1593961619"]
      ]
    })
  })

  it("of no list are put aside as a whole, and refused as a failure", () => {
    for (const json of [null, [], {}, { data: [] }, { data: { ohlc: "none" } }]) {
      const odd = replyOf(JSON.stringify(json))
      expect(candles.parse(odd, request)).toEqual({ items: [], quarantined: [{ pointer: "/data/ohlc", reason: "not a list" }] })
      expect(bitstamp.classify(odd, "ohlc")).toMatchObject({ code: "SCHEMA_DRIFT" })
    }
  })

  it("are either read whole or put aside, and none is lost", () => {
    const good = { timestamp: "1593961440", open: "2", high: "3", low: "1", close: "2.5", volume: "0.10" }
    const odd = fc.constantFrom<Json>(null, "x", 1, {}, { ...good, low: "4" }, { ...good, timestamp: "soon" }, { ...good, close: null })
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant<Json>(good), odd), { maxLength: 6 }), (rows) => {
        const { items, quarantined } = candles.parse(reply(rows), request)
        expect(items).toHaveLength(rows.filter((row) => row === good).length)
        expect(quarantined.map(({ pointer }) => pointer)).toEqual(
          rows.flatMap((row, index) => (row === good ? [] : [`/data/ohlc/${index}`]))
        )
      })
    )
  })
})
