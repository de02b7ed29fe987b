import type { Json } from "@caudal/exchange"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { binance } from "../../../src/index.ts"
import { Kline } from "../../../src/internal/wire/klines.ts"
import { replyOf, replyWith, textOf } from "../../fixture.ts"

const { candles, manifest } = binance
const minute = 60_000
const request = { market: "ETHBTC", spanMs: minute, from: 1_591_478_520_000, to: 1_591_478_700_000 }

describe("candles", () => {
  it("are read from a recorded reply, to the last figure", () => {
    const reply = replyOf(textOf("get_klines_2020"))
    expect(binance.classify(reply, "klines")).toBeNull()
    const { items, quarantined } = candles.parse(reply, request)
    expect(quarantined).toEqual([])
    expect(items).toHaveLength(3)
    expect(items[0]).toEqual({
      at: Date.UTC(2020, 5, 6, 21, 22),
      open: "0.025013",
      high: "0.025018",
      low: "0.025",
      close: "0.025",
      volume: "22.19"
    })
  })

  it("are read from the documentation's example", () => {
    const { items, quarantined } = candles.parse(replyOf(textOf("get_klines")), request)
    expect([items.map(({ at, high }) => [at, high]), quarantined]).toEqual([[[1_499_040_000_000, "0.8"]], []])
  })

  it("are asked for in milliseconds, up to the last one of the stretch, as many as a reply holds", () => {
    expect(candles.request(request)).toEqual({
      endpoint: "klines",
      query: [
        ["symbol", "ETHBTC"],
        ["interval", "1m"],
        ["startTime", "1591478520000"],
        ["endTime", "1591478699999"],
        ["limit", "1000"]
      ]
    })
    for (const spanMs of manifest.market.candles!.spansMs) expect(candles.request({ ...request, spanMs }).query![1]![1]).toMatch(/^1[mhd]$/)
  })

  it("of no list are put aside as a whole, and refused as a failure", () => {
    for (const json of [null, {}, "", { symbol: "ETHBTC" }]) {
      expect(candles.parse(replyWith(json), request)).toEqual({ items: [], quarantined: [{ pointer: "", reason: "not a list" }] })
      expect(binance.classify(replyWith(json), "klines")).toMatchObject({ code: "SCHEMA_DRIFT" })
    }
    expect(binance.classify(replyOf('{"code":-1121,"msg":"Invalid symbol."}', 400), "klines")).toMatchObject({ exchangeCode: "-1121" })
  })

  it("that are read are rows as the wire has them, and none is lost", () => {
    const is = Schema.is(Kline)
    const amount = fc.constantFrom<Json>("1", "2.50", "0", 1, "x", null)
    const row = fc.tuple(fc.constantFrom<Json>(1_591_478_520_000, "1591478520000", -1, "x"), amount, amount, amount, amount, amount, amount)
    fc.assert(
      fc.property(fc.array(fc.oneof(row as fc.Arbitrary<Json>, amount), { maxLength: 5 }), (rows) => {
        const { items, quarantined } = candles.parse(replyWith(rows), request)
        expect(items.length + quarantined.length).toBe(rows.length)
        const aside = new Set(quarantined.map(({ pointer }) => pointer))
        rows.forEach((one, index) => expect(aside.has(`/${index}`) || is(one)).toBe(true))
      }),
      { numRuns: 1000 }
    )
  })
})
