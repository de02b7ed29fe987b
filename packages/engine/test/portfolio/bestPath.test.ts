import { Decimal, type DecimalText } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bestPath, inverse, midPrice } from "../../src/portfolio/bestPath.ts"
import type { Quote } from "../../src/storage/QuoteStore.ts"

const d = (text: string | null): DecimalText | null => (text === null ? null : Decimal.make(text))
const quote = (base: string, to: string, bid: string | null, ask: string | null, last: string | null = null): Quote => ({
  exchange: "toy",
  market: `${base}_${to}`,
  base,
  quote: to,
  bid: d(bid),
  ask: d(ask),
  last: d(last),
  at: 1
})
const via = (quotes: ReadonlyArray<Quote>, from: string, to: string) => bestPath(quotes, from, to)?.map((step) => step.market) ?? null

describe("a market's price", () => {
  it.each<[string, Quote, string | null]>([
    ["lies between bid and ask", quote("a", "b", "10", "12", "99"), "11"],
    ["is exact between them", quote("a", "b", "0.000000000000000001", "0.000000000000000002"), "0.0000000000000000015"],
    ["is the last trade where nobody bids", quote("a", "b", null, "12", "9"), "9"],
    ["is the last trade where nobody asks", quote("a", "b", "10", null, "9"), "9"],
    ["is the last trade of a crossed market", quote("a", "b", "12", "10", "9"), "9"],
    ["is the last trade where a side shows zero", quote("a", "b", "0", "12", "9"), "9"],
    ["is not known from one side alone", quote("a", "b", "10", null), null],
    ["is never zero", quote("a", "b", "0", "0", "0"), null],
    ["is never negative", quote("a", "b", "-2", "-1", "-1"), null],
    ["is that of both sides where they meet", quote("a", "b", "5", "5"), "5"]
  ])("%s", (_, one, price) => {
    expect(midPrice(one)).toBe(price)
  })
})

describe("1 / price", () => {
  it("is exact to 24 digits, on either side by at most half of the last", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: -6, max: 20 }), (units, scale) => {
        const price = Decimal.fromScaled(units, scale)
        const error = Decimal.abs(Decimal.subtract(Decimal.multiply(inverse(price), price), Decimal.make("1")))
        const bound = Decimal.multiply(price, Decimal.make("0.0000000000000000000000005"))
        expect(Decimal.compare(error, bound)).toBeLessThanOrEqual(0)
      })
    )
  })

  it("of a power of ten is exact", () => {
    for (let scale = -20; scale <= 20; scale++) expect(inverse(Decimal.fromScaled(1n, scale))).toBe(Decimal.fromScaled(1n, -scale))
  })
})

describe("the way from one asset to another", () => {
  it("is empty for the asset itself", () => {
    expect(bestPath([], "mxn", "mxn")).toEqual([])
  })

  it("goes through a market in either direction, with its rate turned round", () => {
    expect(bestPath([quote("btc", "mxn", "8", "8")], "btc", "mxn")).toMatchObject([{ from: "btc", to: "mxn", rate: "8" }])
    expect(bestPath([quote("btc", "mxn", "8", "8")], "mxn", "btc")).toMatchObject([{ from: "mxn", to: "btc", rate: "0.125" }])
  })

  it("takes fewer markets before narrower ones", () => {
    const quotes = [quote("aaa", "usd", "10", "10"), quote("usd", "mxn", "20", "20"), quote("aaa", "mxn", "100", "300")]
    expect(via(quotes, "aaa", "mxn")).toEqual(["aaa_mxn"])
  })

  it("takes the narrower of two equally short ways", () => {
    const quotes = [
      quote("aaa", "usd", "9", "11"),
      quote("usd", "mxn", "20", "20"),
      quote("aaa", "btc", "10", "10.1"),
      quote("btc", "mxn", "20", "20")
    ]
    expect(via(quotes, "aaa", "mxn")).toEqual(["aaa_btc", "btc_mxn"])
  })

  it.each([
    ["crossed", quote("aaa", "usd", "12", "10", "9")],
    ["one-sided", quote("aaa", "usd", null, "10", "9")],
    ["zero on one side", quote("aaa", "usd", "0", "10", "9")],
    ["traded but not quoted", quote("aaa", "usd", null, null, "9")]
  ])("takes a wide market before one that is %s", (_, odd) => {
    const quotes = [odd, quote("usd", "mxn", "20", "20"), quote("aaa", "btc", "5", "10"), quote("btc", "mxn", "20", "20")]
    expect(via(quotes, "aaa", "mxn")).toEqual(["aaa_btc", "btc_mxn"])
  })

  it("does not exist through markets without a price, nor beyond three", () => {
    expect(via([quote("aaa", "mxn", null, null)], "aaa", "mxn")).toBeNull()
    expect(via([quote("aaa", "mxn", "0", "0", "0")], "aaa", "mxn")).toBeNull()
    expect(via([], "aaa", "mxn")).toBeNull()
    const chain = ["a", "b", "c", "d", "e"].map((name, index, all) => quote(name, all[index + 1] ?? "f", "1", "1"))
    expect(via(chain, "a", "d")).toHaveLength(3)
    expect(via(chain, "a", "e")).toBeNull()
  })

  it("never has a rate of zero, however dear the other side is", () => {
    expect(via([quote("btc", "dust", `1${"0".repeat(30)}`, `1${"0".repeat(30)}`)], "dust", "btc")).toBeNull()
  })

  const assets = ["a", "b", "c", "d", "e"] as const
  const price = fc.option(fc.integer({ min: 0, max: 50 }).map(String), { freq: 6 })
  const quotes = fc.array(
    fc
      .tuple(fc.constantFrom(...assets), fc.constantFrom(...assets), price, price, price)
      .filter(([base, to]) => base !== to)
      .map(([base, to, bid, ask, last]) => quote(base, to, bid, ask, last)),
    { maxLength: 10 }
  )

  it("is as short as any, in steps that follow on each other and each have a price", () => {
    fc.assert(
      fc.property(quotes, (known) => {
        const usable = known.filter((one) => midPrice(one) !== null)
        const reach = (steps: number): Set<string> => {
          if (steps === 0) return new Set(["a"])
          const before = reach(steps - 1)
          return new Set([...before, ...usable.flatMap(({ base, quote: to }) => (before.has(base) ? [to] : before.has(to) ? [base] : []))])
        }
        for (const to of assets) {
          const path = bestPath(known, "a", to)
          const shortest = [0, 1, 2, 3].find((steps) => reach(steps).has(to))
          expect(path?.length).toBe(shortest)
          for (const [index, step] of (path ?? []).entries()) {
            expect(step.from).toBe(index === 0 ? "a" : path![index - 1]!.to)
            expect(Decimal.compare(step.rate, Decimal.zero)).toBe(1)
          }
          if (path !== null && path.length > 0) expect(path.at(-1)!.to).toBe(to)
        }
      }),
      { numRuns: 500 }
    )
  })
})
