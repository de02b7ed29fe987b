import type { Json } from "@caudal/exchange"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { coinbase } from "../../../src/index.ts"
import { Candle } from "../../../src/internal/wire/candles.ts"
import { replyOf, textOf } from "../../fixture.ts"

const { candles, manifest } = coinbase
const minute = 60_000
const at = Date.UTC(2023, 0, 10, 23, 3)
const request = { market: "BTC-USD", spanMs: minute, from: at, to: at + 5 * minute }
const reply = (rows: unknown) => replyOf(JSON.stringify({ candles: rows }))

describe("candles", () => {
  it("are read from a recorded reply, to the last figure", () => {
    const recorded = replyOf(textOf("get_product_candles_2023"))
    expect(coinbase.classify(recorded, "candles")).toBeNull()
    expect(candles.parse(recorded, request)).toEqual({
      items: [{ at, open: "17417.74", high: "17417.99", low: "17414.36", close: "17417.38", volume: "1.87780853" }],
      quarantined: []
    })
  })

  it("are read from the documentation's example", () => {
    expect(candles.parse(replyOf(textOf("get_product_candles")), request)).toMatchObject({
      items: [{ at: 1_639_508_050_000, open: "140.21", volume: "56437345" }],
      quarantined: []
    })
  })

  it("are asked for in seconds, up to one before the end, of a product in the path", () => {
    expect(candles.request(request)).toEqual({
      endpoint: "candles",
      path: { product: "BTC-USD" },
      query: [
        ["start", "1673391780"],
        ["end", "1673392079"],
        ["granularity", "ONE_MINUTE"]
      ]
    })
    for (const spanMs of manifest.market.candles!.spansMs)
      expect(candles.request({ ...request, spanMs }).query![2]![1]).toMatch(/^ONE_(?:MINUTE|HOUR|DAY)$/)
  })

  it("of no list are put aside as a whole, and refused as a failure", () => {
    for (const json of [null, [], {}, { candles: "none" }]) {
      const odd = replyOf(JSON.stringify(json))
      expect(candles.parse(odd, request)).toEqual({ items: [], quarantined: [{ pointer: "/candles", reason: "not a list" }] })
      expect(coinbase.classify(odd, "candles")).toMatchObject({ code: "SCHEMA_DRIFT" })
    }
  })

  it("that are read are rows as the wire has them, and none is lost", () => {
    const is = Schema.is(Candle)
    const amount = fc.constantFrom<Json>("1", "2.50", "0", 1, "x", null)
    const start = fc.constantFrom<Json>("1673391780", 1_673_391_780, "-1", "x", 1.5)
    const row = fc.record({ start, low: amount, high: amount, open: amount, close: amount, volume: amount })
    fc.assert(
      fc.property(fc.array(fc.oneof(row as fc.Arbitrary<Json>, amount), { maxLength: 5 }), (rows) => {
        const { items, quarantined } = candles.parse(reply(rows), request)
        expect(items.length + quarantined.length).toBe(rows.length)
        const aside = new Set(quarantined.map(({ pointer }) => pointer))
        rows.forEach((one, index) => expect(aside.has(`/candles/${index}`) || is(one)).toBe(true))
      }),
      { numRuns: 1000 }
    )
  })
})
