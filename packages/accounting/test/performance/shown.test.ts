import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  currencyEffects,
  datedDrawdown,
  type Decimal,
  feesDrag,
  keepBook,
  type LotEvent,
  moneyWeighted,
  multiply,
  onCommonDays,
  periodsAtFlows,
  readLedger,
  report,
  risk,
  sum,
  twr
} from "../../src/index.ts"
import { covered } from "../lots/randomLedger.ts"

describe("a money-weighted return", () => {
  it("is shown for its days alone below thirty of them", () => {
    const two = moneyWeighted([
      { date: "2024-01-01", amount: "-100" },
      { date: "2024-01-03", amount: "105" }
    ])
    expect(two.period.value).toBeCloseTo(0.05, 12)
    expect(two.annual).toEqual({ value: null, reason: "shorter than 30 days" })
    const year = moneyWeighted([
      { date: "2023-01-01", amount: "-100" },
      { date: "2024-01-01", amount: "110" }
    ])
    expect(year.annual.value).toBeCloseTo(0.1, 12)
    expect(year.period.value).toBeCloseTo(0.1, 12)
    expect(moneyWeighted([]).annual).toEqual({ value: null, reason: "no flow" })
  })
})

describe("periods cut at flows", () => {
  it("give the exact return: deposits at any instant of a valuation change nothing", () => {
    const price = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 20 })
    fc.assert(
      fc.property(price, fc.array(fc.tuple(fc.nat(18), fc.integer({ min: 1, max: 500 })), { maxLength: 5 }), (prices, deposits) => {
        const at = (i: number): string => new Date(Date.UTC(2024, 0, 1) + i * 3_600_000).toISOString()
        let units = 1
        const flows = deposits.filter(([i]) => i < prices.length - 1)
        const valuations = prices.map((each, i) => {
          const value = String(each * units)
          for (const [day, bought] of flows) if (day === i) units += bought
          return { at: at(i), value }
        })
        const { periods, estimated } = periodsAtFlows(
          valuations,
          flows.map(([i, bought]) => ({ at: at(i), amount: String(bought * prices[i]!) }))
        )
        expect(estimated).toEqual([])
        const [first = 1] = prices
        const wanted = (prices.at(-1) ?? 0) / first - 1
        expect(Math.abs(twr(periods).twr.value! - wanted) / (1 + Math.abs(wanted))).toBeLessThan(1e-9)
      }),
      { numRuns: 500 }
    )
  })

  it("say which flows have no valuation of their own, and which of them bend the return", () => {
    const day = (i: number): string => `2024-01-0${i}T00:00:00Z`
    const { periods, estimated } = periodsAtFlows(
      [
        { at: day(1), value: "1000" },
        { at: day(2), value: "2200" }
      ],
      [
        { at: "2024-01-01T12:00:00Z", amount: "1000" },
        { at: "2024-01-01T13:00:00Z", amount: "-100" },
        { at: "2023-12-31T13:00:00Z", amount: "77" }
      ],
      "start"
    )
    expect(periods).toEqual([{ startValue: "1000", endValue: "2200", flow: "900", timing: "start" }])
    expect(estimated.map(({ amount, large }) => [amount, large])).toEqual([
      ["1000", true],
      ["-100", false]
    ])
  })
})

describe("fees drag", () => {
  it("is what the return would have been more without fees, and fees over capital a year", () => {
    const drag = feesDrag([{ startValue: "1000", endValue: "1090", flow: "0", fees: "10" }], "1000", 73)
    expect(drag.gross.value).toBeCloseTo(0.1, 12)
    expect(drag.taken.value).toBeCloseTo(0.01, 12)
    expect(drag.ofCapital.value).toBeCloseTo(0.05, 12)
    expect(feesDrag([], "0", 10)).toMatchObject({ ofCapital: { value: null }, taken: { value: null, reason: "no period" } })
  })
})

describe("risk", () => {
  const days = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({
      date: `2024-01-${String(from + i).padStart(2, "0")}`,
      return: ((from + i) % 7) / 100 - 0.02
    }))

  it("compares on the days that both have, in order", () => {
    const { dates, returns, benchmark } = onCommonDays(
      days(1, 20).reverse(),
      days(10, 30).filter(({ date }) => date !== "2024-01-12")
    )
    expect(dates).toHaveLength(9)
    expect(dates[0]).toBe("2024-01-10")
    expect(dates).not.toContain("2024-01-12")
    expect(returns).toEqual(benchmark)
    const { beta, correlation } = risk(returns, { benchmark })
    expect(beta.value).toBeCloseTo(1, 12)
    expect(correlation.value).toBeCloseTo(1, 12)
  })

  it("is undefined with a reason where returns are fewer than asked for", () => {
    const returns = days(1, 20).map((each) => each.return)
    const few = risk(returns, { benchmark: returns, leastReturns: 30 })
    for (const measure of ["volatility", "sharpe", "sortino", "beta", "correlation", "alpha"] as const)
      expect(few[measure]).toEqual({ value: null, reason: "fewer than 30 returns" })
    expect(few.maxDrawdown.value).not.toBeNull()
  })

  it("dates the deepest fall, from the start if that was the peak", () => {
    const returns = [-0.5, 0.2, -0.1, 1].map((each, i) => ({ date: `2024-01-0${i + 2}`, return: each }))
    expect(datedDrawdown("2024-01-01", returns)).toMatchObject({ peak: "2024-01-01", trough: "2024-01-02", recovery: "2024-01-05" })
    expect(datedDrawdown("2024-01-01", returns.slice(0, 2)).recovery).toBeNull()
    expect(datedDrawdown("2024-01-01", [])).toEqual({ depth: 0, peak: null, trough: null, recovery: null })
  })
})

describe("price and currency effect", () => {
  it("add up to every gain of a book in two currencies", () => {
    fc.assert(
      fc.property(covered, fc.array(fc.integer({ min: 1500, max: 2500 }), { minLength: 80, maxLength: 80 }), (events, rates) => {
        const rate = (id: string): Decimal => String((rates[Number(id.slice(1))] ?? 0) / 100) as Decimal
        const local = events.map((event) => ({ ...event, total: multiply((event as { total: string }).total, rate(event.id)) }) as LotEvent)
        const base = keepBook(readLedger(local))
        const { parts, without } = currencyEffects(base, keepBook(readLedger(events)), rate)
        const { disposals } = report(base)
        expect(without).toEqual([])
        expect(parts.map(({ price, currency }) => sum([price, currency]))).toEqual(disposals.map(({ gain }) => gain))
      }),
      { numRuns: 200 }
    )
  })

  it("of a rate alone is all currency, of a price alone all price", () => {
    const trades = (rateIn: number, rateOut: number, out: number): [LotEvent[], LotEvent[]] => {
      const of = (a: number, b: number): LotEvent[] => [
        { id: "b", time: "2024-01-01", type: "buy", asset: "BTC", quantity: "1", total: String(100 * a) },
        { id: "s", time: "2024-02-01", type: "sell", asset: "BTC", quantity: "1", total: String(out * b) }
      ]
      return [of(rateIn, rateOut), of(1, 1)]
    }
    const effects = (rateIn: number, rateOut: number, out: number) => {
      const [local, foreign] = trades(rateIn, rateOut, out)
      return currencyEffects(keepBook(readLedger(local)), keepBook(readLedger(foreign)), () => String(rateOut) as Decimal).parts[0]
    }
    expect(effects(17, 20, 100)).toMatchObject({ price: "0", currency: "300" })
    expect(effects(20, 20, 150)).toMatchObject({ price: "1000", currency: "0" })
  })
})
