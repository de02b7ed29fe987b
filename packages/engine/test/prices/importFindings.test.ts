import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { dayNumberOf } from "../../src/prices/civilDay.ts"
import { importFindings } from "../../src/prices/importFindings.ts"
import { parsePrices } from "../../src/prices/parsePrices.ts"

const rows = parsePrices(readFileSync(new URL("./fixtures/crypto-usd-2017.csv", import.meta.url), "utf8"), "rows", "market")
if ("reason" in rows) throw new Error(rows.reason)
const closes = (code: string) =>
  new Map(rows.flatMap((row) => (row.base === code ? [[dayNumberOf(row.day)!, Number(row.rate)] as const] : [])))
const [btc, eth] = [closes("BTC"), closes("ETH")]
const moved = (prices: ReadonlyMap<number, number>, change: (day: number, price: number) => readonly [number, number]) =>
  new Map([...prices].map(([day, price]) => change(day, price)))
const codes = (own: ReadonlyMap<number, number>, known: ReadonlyMap<number, number>) =>
  importFindings("bitcoin", "usd", own, known).map(({ code }) => code)

describe("prices to be imported", () => {
  it("are let in where they agree with those known, exactly or as another exchange's would", () => {
    expect(codes(btc, btc)).toEqual([])
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: -0.004, max: 0.004, noNaN: true })), (noise) => {
        const iterator = noise[Symbol.iterator]()
        expect(
          codes(
            moved(btc, (day, price) => [day, price * (1 + iterator.next().value!)]),
            btc
          )
        ).toEqual([])
      })
    )
  })

  it.each([-1, 1])("are found to be shifted by %i day, with the correlations", (by) => {
    const [finding, ...rest] = importFindings(
      "bitcoin",
      "usd",
      moved(btc, (day, price) => [day + by, price]),
      btc
    )
    expect(rest).toEqual([])
    expect(finding).toMatchObject({ code: "shifted", evidence: expect.stringMatching(/by 1 with those of the day (before|after)/) })
    expect(finding!.evidence).toContain(by > 0 ? "before" : "after")
  })

  it("of an asset that took over another's code are found by their size, or by moving in other ways", () => {
    expect(importFindings("bitcoin", "usd", eth, btc)).toMatchObject([
      { code: "another-asset", evidence: expect.stringContaining("times those known") }
    ])
    // Of the same size on the median day.
    const days = [...btc.keys()]
    const backwards = new Map(days.map((day, i) => [day, btc.get(days.at(-1 - i)!)!]))
    expect(importFindings("bitcoin", "usd", backwards, btc)).toMatchObject([
      { code: "another-asset", evidence: expect.stringContaining("correlate by at most") }
    ])
  })

  it("with a price that no market makes are found, with both days", () => {
    const [, second] = [...btc.keys()]
    const spoilt = new Map([...btc, [second!, 125101]])
    expect(codes(spoilt, new Map())).toEqual(["jump"])
    expect(importFindings("bitcoin", "usd", spoilt, new Map())[0]?.evidence).toBe(
      "bitcoin in usd: 1222.5 on 2017-03-01 is followed by 125101 on 2017-03-02"
    )
    expect(codes(new Map([...btc, [second!, 1.25]]), new Map())).toEqual(["jump"])
  })

  it("are not judged by too few days, nor pegged ones by their noise", () => {
    const few = new Map([...eth].slice(0, 29))
    expect(codes(few, btc)).toEqual([])
    const pegged = (seed: number) => new Map([...btc.keys()].map((day, i) => [day, 1 + (((i * seed) % 7) - 3) / 2000]))
    expect(codes(pegged(3), pegged(5))).toEqual([])
  })
})
