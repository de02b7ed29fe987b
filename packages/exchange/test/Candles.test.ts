import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Candles } from "../src/index.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const at = Date.UTC(2026, 0, 10)
const figures = { open: "2", high: "3", low: "1", close: "2", volume: "0" }

describe("a candle", () => {
  it("holds decimals however an exchange spells them", () => {
    expect(Candles.make(at, figures)).toEqual({ at, ...figures })
    const spelt = { open: 2, high: "3.00", low: "1e0", close: "+2", volume: null }
    expect(Candles.make(at, spelt)).toEqual({ at, ...figures, volume: null })
  })

  it.each([
    ["high and low are swapped", { high: "1", low: "3" }],
    ["it opens above the highest", { open: "3.1" }],
    ["it closes below the lowest", { close: "0.9" }],
    ["a price is zero", { low: "0" }],
    ["a price is negative", { low: "-1" }],
    ["less than nothing was traded", { volume: "-1" }],
    ["a price is missing", { open: undefined }],
    ["a price is no number", { close: "n/a" }],
    ["the volume is no number", { volume: "n/a" }]
  ])("is none where %s", (_, wrong) => expect(Candles.make(at, { ...figures, ...wrong })).toBeTypeOf("string"))

  it("is none without a beginning", () => expect(Candles.make(undefined, figures)).toBeTypeOf("string"))
})

describe("a list of candles", () => {
  const readRow = (row: unknown) => (row === "odd" ? "it is odd" : Candles.make(at, figures))

  it("is read row by row: what gives no candle is put aside by its place", () => {
    const { items, quarantined } = Candles.read(["", "odd", ""], "/rows", readRow)
    expect(items).toHaveLength(2)
    expect(quarantined).toEqual([{ pointer: "/rows/1", reason: "it is odd" }])
  })

  it("that is none is put aside as a whole", () => {
    for (const rows of [undefined, null, {}, "rows", 1])
      expect(Candles.read(rows, "/rows", readRow)).toEqual({ items: [], quarantined: [{ pointer: "/rows", reason: "not a list" }] })
  })
})

describe("candles begin", () => {
  it("at whole multiples of their span, and days when the exchange's day does", () => {
    const spec = { dayStartMs: 6 * hour }
    expect(Candles.nextStart(spec, hour, at + 1)).toBe(at + hour)
    expect(Candles.nextStart(spec, hour, at + hour)).toBe(at + hour)
    expect(Candles.nextStart(spec, day, at)).toBe(at + 6 * hour)
    expect(Candles.nextStart(spec, day, at + 6 * hour + 1)).toBe(at + day + 6 * hour)
  })

  it("one span apart, each the next from where the one before ends", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(minute, hour, day),
        fc.integer({ min: 0, max: day - 1 }),
        fc.integer({ min: 0, max: 2 * at }),
        (spanMs, dayStartMs, from) => {
          const start = Candles.nextStart({ dayStartMs }, spanMs, from)
          expect(start - from).toBeGreaterThanOrEqual(0)
          expect(start - from).toBeLessThan(spanMs)
          expect(Candles.nextStart({ dayStartMs }, spanMs, start + 1)).toBe(start + spanMs)
        }
      )
    ))
})
