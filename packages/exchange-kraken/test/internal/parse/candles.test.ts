import type { Json } from "@caudal/exchange"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { kraken } from "../../../src/index.ts"
import { OhlcRow } from "../../../src/internal/wire/ohlc.ts"
import { replyOf, resultReply, textOf } from "../../fixture.ts"

const { candles } = kraken
const minute = 60_000
const request = { market: "XETHXXBT", spanMs: minute, from: 1_591_475_580_000, to: 1_591_475_820_000 }

describe("candles", () => {
  it("are read from a recorded reply, those in which nobody traded too", () => {
    const reply = replyOf(textOf("get_ohlc_2020"))
    expect(kraken.classify(reply, "ohlc")).toBeNull()
    const { items, quarantined } = candles.parse(reply, request)
    expect(quarantined).toEqual([])
    expect(items).toHaveLength(4)
    expect(items.slice(0, 2)).toEqual([
      { at: Date.UTC(2020, 5, 6, 20, 33), open: "0.02499", high: "0.02499", low: "0.02499", close: "0.02499", volume: "0" },
      { at: Date.UTC(2020, 5, 6, 20, 34), open: "0.025", high: "0.025", low: "0.025", close: "0.025", volume: "9.12201" }
    ])
  })

  it("take the volume, not the average price beside it", () => {
    expect(candles.parse(replyOf(textOf("get_ohlc_2023")), request).items[3]).toEqual({
      at: Date.UTC(2023, 6, 6, 19, 23),
      open: "30291.8",
      high: "30295.1",
      low: "30291.8",
      close: "30295",
      volume: "1.01836275"
    })
  })

  it("are asked for in minutes from just before the first, in seconds", () => {
    expect(candles.request({ ...request, spanMs: 24 * 60 * minute })).toEqual({
      endpoint: "ohlc",
      query: [
        ["pair", "XETHXXBT"],
        ["interval", "1440"],
        ["since", "1591475579"]
      ]
    })
  })

  it("of another pair's name are read, and of two pairs at once are not", () => {
    const row = [1_591_475_640, "2", "3", "1", "2", "2", "1", 1]
    expect(candles.parse(resultReply({ ETHXBT: [row], last: 1 }), request).items).toHaveLength(1)
    const unclear = { items: [], quarantined: [{ pointer: "/result", reason: "it is not about one pair" }] }
    for (const result of [{ A: [row], B: [row] }, { last: 1 }, [], null])
      expect(candles.parse(resultReply(result), request)).toEqual(unclear)
    expect(candles.parse(resultReply({ "A/B": "n/a" }), request).quarantined).toEqual([{ pointer: "/result/A~1B", reason: "not a list" }])
  })

  it("that are read are rows as the wire has them, and none is lost", () => {
    const is = Schema.is(OhlcRow)
    const amount = fc.constantFrom<Json>("1", "2.50", "0", 1, "x", null)
    const row = fc.tuple(
      fc.constantFrom<Json>(1_591_475_640, "1591475640", -1, "x"),
      amount,
      amount,
      amount,
      amount,
      amount,
      amount,
      amount
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(row as fc.Arbitrary<Json>, amount), { maxLength: 5 }), (rows) => {
        const { items, quarantined } = candles.parse(resultReply({ A: rows }), request)
        expect(items.length + quarantined.length).toBe(rows.length)
        const aside = new Set(quarantined.map(({ pointer }) => pointer))
        rows.forEach((one, index) => expect(aside.has(`/result/A/${index}`) || is(one)).toBe(true))
      }),
      { numRuns: 1000 }
    )
  })
})
