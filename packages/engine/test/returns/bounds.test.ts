import { compare } from "@caudal/accounting"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { MoneyMeasure, RateMeasure } from "../../src/returns/Measure.ts"
import { defaultConventions, returnsOf } from "../../src/returns/returnsOf.ts"
import { wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { seriesOf } from "../../src/returns/seriesOf.ts"
import { at, type Closes, closes, dates, dayCount, ledger, row, valuerOf } from "./madeUp.ts"

const end = dayCount - 1
const figures = (rows: Parameters<typeof valuerOf>[0], prices: Closes, start = -1, until = end) =>
  returnsOf(valuerOf(rows, prices, start, until).days(wholePortfolio), defaultConventions)

const without = (prices: Closes, asset: string, days: (day: number) => boolean): Closes => ({
  ...prices,
  [asset]: prices[asset]!.map((price, i) => (days(i - 1) ? null : price))
})

const holdsMoney = (measure: MoneyMeasure, value: string): boolean => {
  if (measure.value !== null) return measure.value === value
  const { low = null, high = null } = measure.bound ?? {}
  return (low === null || compare(low, value) <= 0) && (high === null || compare(value, high) <= 0)
}
const holdsRate = (measure: RateMeasure, value: number | null): boolean => {
  if (value === null) return true
  // A day that loses all but a hundred-millionth costs a double half of its digits, and made-up prices have such days.
  const slack = 1e-6 * Math.max(1, Math.abs(value))
  if (measure.value !== null) return Math.abs(measure.value - value) <= slack
  const { low = null, high = null } = measure.bound ?? {}
  return (low === null || low <= value + slack) && (high === null || value <= high + slack)
}

const money = ["startValue", "endValue", "netFlow", "gain", "income", "feesPaid"] as const
const rates = ["timeWeighted", "modifiedDietz", "moneyWeighted"] as const

describe("where prices are missing", () => {
  it("the true figure is inside the bound, or nothing is said, and why is", () => {
    let bounded = 0
    fc.assert(
      fc.property(
        ledger,
        closes,
        fc.constantFrom("bitcoin", "ethereum"),
        fc.integer({ min: -1, max: end }),
        fc.constantFrom(1, 3, dayCount),
        (rows, prices, asset, from, length) => {
          const truth = figures(rows, prices)
          const found = figures(
            rows,
            without(prices, asset, (day) => (length === 1 ? day === end : day >= from && day < from + length))
          )
          for (const name of money)
            expect([name, found[name], holdsMoney(found[name], truth[name].value!)]).toEqual([name, found[name], true])
          for (const name of rates) {
            expect([name, found[name], truth[name], holdsRate(found[name], truth[name].value)]).toEqual([
              name,
              found[name],
              truth[name],
              true
            ])
            if (found[name].bound !== null) bounded++
          }
          for (const name of [...money, ...rates]) if (found[name].value === null) expect(found[name].reason).toBeTruthy()
        }
      ),
      { numRuns: 1000 }
    )
    // The promise would be empty if bounds were rare.
    expect(bounded).toBeGreaterThan(20)
  })

  it("a rate that falls where the value at the end rises is no bound", () => {
    // Next to nothing, money out, more money in: the one rate within a million per cent a year is where the flows begin to be worth something.
    const prices: Closes = {
      bitcoin: Array.from({ length: dayCount + 1 }, (_, i) =>
        i === 17 ? "69110.62" : i === 34 ? "81363.27" : i === 40 ? "49387.36" : "0.01"
      )
    }
    const rows = [
      row("0", 0, "deposit", ["eth 0.0001"]),
      row("1", 0, "deposit", ["btc 0.0006"]),
      row("2", 16, "withdrawal", ["btc -0.0004", "fee btc -0.0001"]),
      row("3", 33, "deposit", ["btc 0.0012"])
    ]
    const ethereum: ReadonlyArray<string | null> = Array.from({ length: dayCount + 1 }, (_, i) => (i === 40 ? "0.08" : "0.01"))
    const truth = figures(rows, { ...prices, ethereum }).moneyWeighted
    const { moneyWeighted } = figures(rows, { ...prices, ethereum: ethereum.with(40, null) })
    expect(truth.value).toBeGreaterThan(1)
    expect(moneyWeighted).toMatchObject({ value: null, bound: null })
  })

  it("names what is missing", () => {
    const rows = [row("1", 0, "deposit", ["btc 2"]), row("2", 0, "deposit", ["mxn 5"])]
    const { endValue, gain, timeWeighted, unvaluedDays } = figures(rows, { bitcoin: ["10", "10", null, "12"] }, -1, 1)
    expect(endValue).toEqual({
      value: null,
      reason: "no price of bitcoin",
      bound: { low: "5", high: null },
      causes: [{ code: "price missing", asset: "bitcoin", event: null }]
    })
    expect(gain).toMatchObject({ value: null, bound: { low: "-20", high: null } })
    expect(timeWeighted).toMatchObject({ value: null, bound: { low: -0.8, high: null } })
    expect(unvaluedDays).toEqual(dates(1, 1))
  })

  it("a day in the middle without a price is gone over, unless money flowed on it", () => {
    const rows = [row("1", 0, "deposit", ["btc 2"])]
    const prices = { bitcoin: ["10", "10", null, "12"] }
    expect(figures(rows, prices, -1, 2).timeWeighted.value).toBeCloseTo(0.2, 12)
    const flowed = figures([...rows, row("2", 1, "deposit", ["mxn 5"])], prices, -1, 2)
    expect(flowed.timeWeighted).toMatchObject({ value: null, reason: "no price of bitcoin" })
    expect(flowed.gain.value).toBe("4")
  })

  it("a flow without a price leaves every return unknown, and the value known", () => {
    const rows = [row("1", 0, "deposit", ["btc 2"]), row("2", 1, "withdrawal", ["btc -2"]), row("3", 1, "deposit", ["mxn 1"])]
    const found = figures(rows, { bitcoin: ["10", "10", null, "12"] }, -1, 2)
    expect(found.endValue.value).toBe("1")
    expect(found.netFlow).toMatchObject({ value: null, bound: null, reason: "no price of bitcoin" })
    for (const name of ["gain", ...rates] as const) expect([name, found[name].value]).toEqual([name, null])
  })
})

describe("returns by hand", () => {
  // 1000, then 1000 more, then 2200: the three answers of one set of data.
  const rows = [row("1", 0, "deposit", ["btc 10"]), row("2", 1, "deposit", ["mxn 1000"])]
  const prices = { bitcoin: ["100", "100", "120"] }
  const linked = (flowTiming: "start" | "end" | "mid" | "inStartOutEnd") =>
    returnsOf(valuerOf(rows, prices, 0, 1).days(wholePortfolio), { ...defaultConventions, flowTiming }).timeWeighted.value!

  it("a flow counts from when the convention says", () => {
    expect(linked("start")).toBeCloseTo(0.1, 12)
    expect(linked("inStartOutEnd")).toBeCloseTo(0.1, 12)
    expect(linked("end")).toBeCloseTo(0.2, 12)
    expect(linked("mid")).toBeCloseTo(0.4 / 3, 12)
    const lacking = [{ asset: "bitcoin", at: at(1) }]
    expect(figures(rows, prices, 0, 1).largeFlowDays).toEqual([{ date: dates(1, 1)[0], isValued: false, lacking, reason: null }])
  })

  it("an empty portfolio has no return, and says so", () => {
    const found = figures([], {}, 0, 5)
    expect(found.endValue.value).toBe("0")
    expect(found.modifiedDietz).toMatchObject({ value: null, reason: "the average capital is not above zero" })
    expect(found.moneyWeighted).toMatchObject({ value: null, reason: "no flow" })
  })
})

describe("values over time", () => {
  it("the flows of any interval add up to those of the days, and the last day is always a point", () => {
    fc.assert(
      fc.property(ledger, closes, fc.constantFrom("week", "month"), (rows, prices, interval) => {
        const days = valuerOf(rows, prices, -1, end).days(wholePortfolio)
        const [fine, coarse] = [seriesOf(days, "day"), seriesOf(days, interval)]
        expect(fine.map(({ date }) => date)).toEqual(dates(0, end))
        expect(coarse.at(-1)).toMatchObject({ date: fine.at(-1)!.date, value: fine.at(-1)!.value })
        const total = (some: typeof fine) => some.reduce((sum, { flow }) => sum + Number(flow.value), 0)
        expect(total(coarse)).toBeCloseTo(total(fine), 2)
        // January 2021 began on a Friday.
        if (interval === "week") expect(coarse.slice(0, 2).map(({ date }) => date)).toEqual(["2021-01-03", "2021-01-10"])
        else expect(coarse[0]!.date).toBe("2021-01-31")
      }),
      { numRuns: 50 }
    )
  })
})
