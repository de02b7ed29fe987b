import { add, subtract, sum } from "@caudal/accounting"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Transaction } from "../../src/index.ts"
import { sharesOf } from "../../src/returns/benchmarksOf.ts"
import { currencyEffectOf } from "../../src/returns/currencyEffectOf.ts"
import { performanceOf } from "../../src/returns/performanceOf.ts"
import { defaultConventions } from "../../src/returns/returnsOf.ts"
import { type ReturnScope, wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { Valuer } from "../../src/returns/Valuer.ts"
import { type Closes, closes, closesIn, dayCount, first, flowsOf, ledger, nothingInside, row } from "./madeUp.ts"

const end = dayCount - 1

const figures = (rows: ReadonlyArray<Transaction>, prices: Closes, start: number, until: number, scope: ReturnScope = wholePortfolio) => {
  const projection = flowsOf(rows)
  const closeOf = closesIn(prices)
  const input = { projection, closeOf, start: first + start, end: first + until }
  const valuer = new Valuer({ ...input, currency: "mxn", priceAt: nothingInside })
  return { valuer, projection, found: performanceOf({ ...input, valuer, scope, conventions: defaultConventions }) }
}

describe("contributions", () => {
  it("are shares that add up to the modified Dietz return", () => {
    fc.assert(
      fc.property(ledger, closes, (rows, prices) => {
        const { returns, contributions } = figures(rows, prices, -1, end).found
        for (const some of [contributions.byAsset, contributions.byExchange]) {
          const shares = some.map(({ share }) => share.value)
          if (returns.modifiedDietz.value === null) expect(shares.every((share) => share === null)).toBe(true)
          else {
            const total = shares.reduce<number>((all, share) => all + share!, 0)
            const size = shares.reduce<number>((all, share) => all + Math.abs(share!), 1)
            expect(Math.abs(total - returns.modifiedDietz.value)).toBeLessThan(1e-9 * size)
          }
        }
      }),
      { numRuns: 300 }
    )
  })
})

describe("benchmarks", () => {
  const rows = [
    row("1", 0, "deposit", ["btc 1"]),
    row("2", 1, "trade", ["btc -1", "eth 10"]),
    row("3", 2, "deposit", ["mxn 100"]),
    row("4", 3, "withdrawal", ["mxn -50"])
  ]
  const prices = { bitcoin: ["100", "100", "110", "120", "150"], ethereum: ["10", "10", "11", "12", "9"] }
  const { benchmarks, returns } = figures(rows, prices, -1, 3).found
  const of = (kind: string) => benchmarks.find((one) => one.kind === kind)!

  it("hold what came in, sell only what went out", () => {
    // 1 BTC and 50 of the 100 pesos.
    expect(of("hold")).toMatchObject({ endValue: "200", gain: "50", bustOn: null })
    expect(returns.endValue.value).toBe("140")
  })

  it("all in bitcoin: every inflow buys it, every outflow sells it", () => {
    // 1 + 100 ÷ 120 − 50 ÷ 150 = 1.5 BTC at 150.
    expect(Number(of("bitcoin").endValue)).toBeCloseTo(225, 9)
    expect(of("bitcoin").timeWeighted.value).toBeCloseTo(0.5, 12)
    // The first value of anything was all bitcoin.
    expect(Number(of("start-weights").endValue)).toBeCloseTo(225, 9)
  })

  it("one that cannot pay an outflow ends there and never goes below zero", () => {
    const sold = [row("1", 0, "deposit", ["mxn 100"]), row("2", 1, "trade", ["mxn -100", "btc 1"]), row("3", 2, "withdrawal", ["btc -1"])]
    const found = figures(sold, { bitcoin: ["100", "100", "100", "200"] }, -1, 2).found.benchmarks
    expect(found.find(({ kind }) => kind === "hold")).toMatchObject({ endValue: null, gain: null, bustOn: "2021-01-03" })
  })

  it("shares of any values add up to one exactly", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 1_000_000 }).map(String), { minKeys: 1 }),
        (values) => {
          expect(sum(Object.values(sharesOf(new Map(Object.entries(values)))))).toBe("1")
        }
      )
    )
    expect(
      sharesOf(
        new Map([
          ["a", "0"],
          ["b", "-1"]
        ])
      )
    ).toEqual({})
  })
})

describe("return on average investment", () => {
  it("is the gain over what was invested while it was, and money is no investment", () => {
    // 100 for one day, then 200 for one day: 150 on average. 2 units at 60 are 120: 80 lost.
    const rows = [
      row("1", 0, "deposit", ["mxn 1000"]),
      row("2", 0, "trade", ["mxn -100", "btc 1"]),
      row("3", 1, "trade", ["mxn -100", "btc 1"])
    ]
    const { found } = figures(rows, { bitcoin: ["100", "100", "100", "60"] }, -1, 2)
    expect(found.roai.value).toBeCloseTo(-80 / 150, 12)
    expect(figures([rows[0]!], {}, -1, 2).found.roai).toMatchObject({ value: null, reason: "nothing was invested" })
  })
})

describe("fees and risk", () => {
  it("fees lower the return by what they took", () => {
    const rows = [row("1", 0, "deposit", ["mxn 1000"]), row("2", 1, "trade", ["mxn -500", "btc 5", "fee mxn -10"])]
    const { feesDrag, returns } = figures(rows, { bitcoin: ["100", "100", "100", "100"] }, 0, 2).found
    expect(returns.feesPaid.value).toBe("10")
    expect(returns.timeWeighted.value).toBeCloseTo(-0.01, 12)
    expect(feesDrag.gross.value).toBeCloseTo(0, 12)
    expect(feesDrag.taken.value).toBeCloseTo(0.01, 12)
    expect(feesDrag.ofCapital.value).toBeCloseTo((0.01 * 365) / 2, 10)
  })

  it("bitcoin alone has a beta of one to itself, from the day after the first money on", () => {
    fc.assert(
      fc.property(closes, fc.integer({ min: 0, max: 5 }), (prices, day) => {
        const { risk } = figures([row("1", day, "deposit", ["btc 1"])], prices, -1, end).found
        expect(risk.returns).toBe(end - day)
        expect(risk.measures.beta.value).toBeCloseTo(1, 6)
        expect(risk.measures.correlation.value).toBeCloseTo(1, 6)
      }),
      { numRuns: 50 }
    )
  })

  it("too few days are said to be too few", () => {
    const { risk, concentration } = figures([row("1", 0, "deposit", ["btc 1"])], { bitcoin: ["1", "1", "2", "1"] }, -1, 2).found
    expect(risk.measures.volatility).toMatchObject({ value: null, reason: "fewer than 30 returns" })
    expect(risk.drawdown).toEqual({ depth: -0.5, peak: "2021-01-02", trough: "2021-01-03", recovery: null })
    expect(concentration.effectiveN.value).toBe(1)
  })
})

describe("price effect and currency effect", () => {
  const effects = (rows: ReadonlyArray<Transaction>, prices: Closes, until: number) => {
    const { valuer, projection, found } = figures(rows, prices, -1, until)
    // Coins are priced in dollars: what a dollar costs, and a coin's price in dollars.
    const quoteCloseOf: ReturnType<typeof closesIn> = (asset, day) => closesIn({ [asset]: prices[`${asset} in usd`] ?? [] })(asset, day)
    const currency = currencyEffectOf({
      projection,
      valuer,
      scope: wholePortfolio,
      currency: "mxn",
      quote: "usd",
      closeOf: closesIn(prices),
      quoteCloseOf,
      start: first - 1,
      end: first + until
    })
    return { currency: currency.state === "exact" ? currency.value : currency, gain: found.returns.gain.value! }
  }

  it("are told apart: what the dollar did, and what the coin did in dollars", () => {
    // 2 BTC at 10 dollars, a dollar at 20; then at 11 dollars and 25.
    const prices = { bitcoin: ["0", "200", "275"], "bitcoin in usd": ["0", "10", "11"], usd: ["20", "20", "25"] }
    const { currency, gain } = effects([row("1", 0, "deposit", ["btc 2"])], prices, 1)
    expect([currency, gain, subtract(gain, currency as string)]).toEqual(["100", "150", "50"])
  })

  it("money of another currency has no price of its own: all that it changes is the rate", () => {
    const prices = { eur: ["20", "20", "22", "21"] }
    const rows = [row("1", 0, "deposit", ["eur 10"], { exchange: "kraken" }), row("2", 1, "interest", ["eur 1"], { exchange: "kraken" })]
    const { currency, gain } = effects(rows, { ...prices, usd: ["1", "1", "1", "1"] }, 2)
    // 10 × (22 − 20) + 11 × (21 − 22); the interest of 22 is income.
    expect([currency, gain]).toEqual(["9", add("9", "22")])
  })

  it("are not known where the rate is not", () => {
    expect(
      effects([row("1", 0, "deposit", ["btc 2"])], { bitcoin: ["1", "1", "1"], "bitcoin in usd": ["1", "1", "1"] }, 1).currency
    ).toMatchObject({
      state: "unavailable",
      causes: [{ asset: "usd" }]
    })
  })
})
