import fc from "fast-check"
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import {
  type Book,
  defaultPolicy,
  type Explanation,
  explainDisposal,
  explainFeesExpensed,
  explainIncome,
  explainMarketValue,
  explainIndex,
  explainModifiedDietz,
  explainMoneyWeighted,
  explainRealizedGain,
  type ExplainedRisk,
  explainRisk,
  explainTermGain,
  explainTwr,
  explainUnexplained,
  explainUnrealised,
  keepBook,
  type LotEvent,
  modifiedDietz,
  moneyWeighted,
  profitAndLoss,
  readLedger,
  report,
  totals,
  twr
} from "../../src/index.ts"
import { readEvents } from "../../src/cases/readEvents.ts"
import { readPolicy } from "../../src/cases/readPolicy.ts"
import { ledgers } from "../lots/randomLedger.ts"
import { policies } from "../lots/randomPolicy.ts"
import { recompute } from "./recompute.ts"

const prices = { BTC: "30000.01", ETH: "2000.7", OTHER: "1" }

const expectExplained = (explanation: Explanation, value: string | number | null): void => {
  expect(explanation.value).toBe(value)
  if (value === null) {
    expect(explanation.reason).not.toBe("")
    expect(explanation.reason).not.toBeNull()
    return
  }
  // Through JSON: what is explained is what leaves the package.
  expect(recompute(JSON.parse(JSON.stringify(explanation)) as Explanation), explanation.figure).toBe(value)
}

const expectDisposalsExplained = (book: Book): number => {
  let figures = 0
  for (const disposal of report(book).disposals) {
    const found = explainDisposal(book, disposal.event, disposal.asset)
    expectExplained(found.proceeds, disposal.proceeds)
    expectExplained(found.costBasis, disposal.costBasis)
    expectExplained(found.gain, disposal.gain)
    if (disposal.gain !== null) expectExplained(found.denied, disposal.denied)
    expect(found.allocations).toHaveLength(disposal.allocations.length)
    disposal.allocations.forEach((allocation, i) => {
      expectExplained(found.allocations[i]!.proceeds, allocation.proceeds)
      expectExplained(found.allocations[i]!.costBasis, allocation.costBasis)
      expectExplained(found.allocations[i]!.gain, allocation.gain)
      if (allocation.lot !== null && allocation.lot !== "missing" && allocation.rule !== "same-day" && allocation.rule !== "30-day")
        expect(found.gain.value === null || found.gain.lots.includes(allocation.lot)).toBe(true)
      figures += 3
    })
    for (const event of disposal.events) expect(found.proceeds.events).toContain(event)
    figures += 4
  }
  return figures
}

/** Every page of a sum gives the whole sum, and lists other parts. */
const expectPaged = (of: (page: { offset: number; limit: number }) => Explanation & { count: number }, value: string): void => {
  const { count } = of({ offset: 0, limit: 1 })
  let parts = 0
  for (let offset = 0; offset === 0 || offset < count; offset += 3) {
    const page = of({ offset, limit: 3 })
    expectExplained(page, value)
    const [step] = page.steps
    parts += step!.expression.op === "add" ? step!.expression.of.length - 2 : 0
  }
  expect(parts).toBe(count)
}

describe("a second program recomputes from the explanation alone, to the last digit,", () => {
  it("every figure of every disposal, under any method and policy", () => {
    let figures = 0
    fc.assert(
      fc.property(ledgers, policies, (events, policy) => {
        figures += expectDisposalsExplained(keepBook(readLedger(events), policy))
      }),
      { numRuns: 400 }
    )
    expect(figures).toBeGreaterThan(5000)
  })

  it("a gift from before a split, on a day of sales", () => {
    const at = (day: string, hour: string) => `2022-01-${day}T${hour}:00:00.000Z`
    const events: Parameters<typeof readLedger>[0] = [
      { id: "e0", time: at("01", "00"), type: "gift_out", asset: "ETH", account: "x", quantity: "0.001", total: "0.00" },
      { id: "e1", time: at("01", "07"), type: "split", asset: "ETH", ratio: "2" },
      { id: "e2", time: at("01", "14"), type: "sell", asset: "ETH", account: "x", quantity: "0.001", total: "0.00" },
      { id: "e3", time: at("01", "21"), type: "buy", asset: "ETH", account: "x", quantity: "0.003", total: "0.01" }
    ]
    const policy = { ...defaultPolicy, method: "UK_S104", gifts: "noGain", disposalFee: "deduct", missingBasis: "unknown" } as const
    expect(expectDisposalsExplained(keepBook(readLedger(events), policy))).toBeGreaterThan(0)
  })

  const folder = new URL("../cases/", import.meta.url)
  const lots = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Record<string, unknown>)
    .filter(({ kind }) => kind === "lots")

  it("every figure of every published case of lots", () => {
    let figures = 0
    for (const given of lots) {
      const { policy } = readPolicy(given["method"], given["policy"])
      figures += expectDisposalsExplained(keepBook(readLedger(readEvents(given["events"]), policy.assetAliases), policy))
    }
    expect(figures).toBeGreaterThan(1500)
  })

  it("every sum of a book, page by page", () => {
    fc.assert(
      fc.property(ledgers, policies, (events, policy) => {
        const book = keepBook(readLedger(events), policy)
        const sums = totals(book)
        expectPaged((page) => explainRealizedGain(book, page), sums.realizedGain)
        expectPaged((page) => explainTermGain(book, "short", page), sums.short.gain)
        expectPaged((page) => explainTermGain(book, "long", page), sums.long.gain)
        expectPaged((page) => explainIncome(book, page), sums.income)
        expectPaged((page) => explainFeesExpensed(book, page), sums.feesExpensed)
      }),
      { numRuns: 150 }
    )
  })

  it("what is held, lot by lot, and that nothing is unexplained", () => {
    fc.assert(
      fc.property(ledgers, policies, (events, policy) => {
        const book = keepBook(readLedger(events), policy)
        expectPaged((page) => explainMarketValue(book, prices, page), profitAndLoss(book, prices).marketValue)
        expectExplained(explainUnexplained(book, prices), "0")
        book.rests.forEach(({ asset, cost }, place) => {
          const name = book.ledger.assets[asset]!
          const { unrealised } = profitAndLoss({ ...book, sales: [], rests: [book.rests[place]!] }, { [name]: "7.5" })
          expectExplained(explainUnrealised(book, place, "7.5"), cost === null ? null : unrealised)
        })
      }),
      { numRuns: 150 }
    )
  })

  const returns = fc.array(
    fc.integer({ min: -300, max: 400 }).map((each) => each / 1000),
    { minLength: 3, maxLength: 80 }
  )

  it("every measure of risk", () => {
    const measures: ReadonlyArray<ExplainedRisk> = [
      "volatility",
      "annualisedReturn",
      "sharpe",
      "sortino",
      "downsideDeviation",
      "downsidePotential",
      "maxDrawdown",
      "calmar",
      "omega",
      "ulcerIndex",
      "painIndex",
      "painRatio",
      "martinRatio",
      "beta",
      "correlation"
    ]
    fc.assert(
      fc.property(returns, fc.constantFrom(0, 0.001), fc.integer({ min: 1, max: 7 }), (values, free, turn) => {
        const options = {
          marPerPeriod: 0.002,
          riskFreePerPeriod: free,
          benchmark: values.map((_, i) => values[(i * turn + 1) % values.length]!)
        }
        for (const measure of measures) {
          const explanation = explainRisk(measure, values, options)
          // A deviation of equal returns is zero by decree, and a fall that never was is.
          if (explanation.value === 0 || new Set(values).size === 1) continue
          expectExplained(explanation, explanation.value)
        }
      }),
      { numRuns: 300 }
    )
  })

  it("time-weighted returns, page after page", () => {
    const row = fc.record({
      endValue: fc.integer({ min: 1, max: 9999 }),
      flow: fc.integer({ min: -500, max: 500 }),
      timing: fc.constantFrom("start" as const, "end" as const, "mid" as const, "inStartOutEnd" as const)
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        let startValue = "0"
        const periods = rows.map(({ endValue, flow, timing }) => {
          const period = { startValue, endValue: String(endValue), flow: String(flow), timing }
          startValue = String(endValue)
          return period
        })
        for (let offset = 0; offset < periods.length; offset += 4) {
          const figure = twr(periods.slice(0, offset + 4)).twr
          expectExplained(explainTwr(periods, { offset, limit: 4 }), figure.value)
          if (figure.value !== null) expectExplained(explainIndex(periods, { offset, limit: 4 }), twr(periods.slice(0, offset + 4)).index)
        }
      }),
      { numRuns: 500 }
    )
  })

  it("a return of nearly −100 %, linked on over a page's border", () => {
    const loss = { startValue: "1", endValue: "1", flow: "99999", timing: "start" } as const
    const periods = [{ ...loss, startValue: "0", flow: "1" }, ...Array.from({ length: 50 }, () => loss)]
    for (const offset of [3, 30, 50])
      expectExplained(explainTwr(periods, { offset, limit: 1 }), twr(periods.slice(0, offset + 1)).twr.value)
    expect(twr(periods.slice(0, 50)).index).toBeLessThan(1e-200)
  })

  it("Modified Dietz, and the money-weighted return, whose rate makes all flows worth nothing", () => {
    const flow = fc.record({ day: fc.integer({ min: 1, max: 28 }), amount: fc.integer({ min: -900, max: 900 }) })
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 8 }), fc.integer({ min: 1, max: 5000 }), (rows, end) => {
        const flows = rows.map(({ day, amount }) => ({ date: `2024-03-${String(day).padStart(2, "0")}`, amount: String(amount) }))
        const period = { start: "2024-02-29", end: "2024-03-31", startValue: "1000", endValue: String(end), flows }
        expectExplained(explainModifiedDietz(period), modifiedDietz(period).value)
        const held = [
          { date: "2024-02-29", amount: "-1000" },
          ...flows.map(({ date, amount }) => ({ date, amount: String(-Number(amount)) })),
          { date: "2024-03-31", amount: String(end) }
        ]
        const { annual, period: whole } = moneyWeighted(held)
        const found = explainMoneyWeighted(held)
        expectExplained(found, whole.value)
        if (annual.value === null || annual.value <= -0.99) return
        const worth = recompute({ ...found, steps: found.steps.slice(0, 1) }) as number
        const size = held.reduce((sum, { amount }) => sum + Math.abs(Number(amount)), 0)
        expect(Math.abs(worth) / size).toBeLessThan(1e-6)
      }),
      { numRuns: 300 }
    )
  })

  it("names where its inputs come from, as whoever asks knows it", () => {
    const periods = [
      { startValue: "100", endValue: "110", flow: "0" },
      { startValue: "110", endValue: "99", flow: "5" }
    ]
    const found = explainIndex(periods, { offset: 1, limit: 1 }, (of, place) => ({ kind: "figure", figure: `${of}/${place}` }))
    expectExplained(found, twr(periods).index)
    const named = [...JSON.stringify(found).matchAll(/"figure":"([a-z ]+\/\d)"/g)].map(([, figure]) => figure)
    expect([...new Set(named)].sort()).toEqual(["end value/1", "flow/1", "index before/1", "start value/1"])
  })
})

describe("an explanation", () => {
  const events: ReadonlyArray<LotEvent> = [
    {
      id: "b",
      time: "2024-01-01",
      type: "buy",
      asset: "BTC",
      quantity: "2",
      total: "100",
      fee: { asset: "USD", quantity: "1", value: "1" }
    },
    {
      id: "s",
      time: "2024-02-01",
      type: "sell",
      asset: "BTC",
      quantity: "0.5",
      total: "60",
      fee: { asset: "USD", quantity: "2", value: "2" }
    }
  ]

  it("names the formula, the inputs with their events, and the lots", () => {
    const { gain } = explainDisposal(keepBook(readLedger(events)), "s")
    expect(gain).toMatchObject({ figure: "disposals/s/gain", value: "32.75", reason: null, lots: ["b"], events: ["s", "b"] })
    expect(gain.steps.map(({ name, formula }) => [name, formula])).toEqual([
      ["cost 0", "cost of the lot × units gone after ÷ units of the lot − cost gone before"],
      ["cost basis", "sum of the slices"],
      ["proceeds", "what the events fetched − fees that lessen it"],
      ["denied", "no loss is denied"],
      ["gain", "proceeds − cost basis + denied loss"]
    ])
  })

  it("of what is unknown is the reason, and nothing to work out", () => {
    const book = keepBook(readLedger([{ id: "s", time: "2024-02-01", type: "sell", asset: "BTC", quantity: "1", total: "5" }]))
    expect(explainDisposal(book, "s").gain).toMatchObject({ value: null, reason: "the cost of some of its units is unknown", steps: [] })
    expect(() => explainDisposal(book, "nothing")).toThrow(RangeError)
  })

  it("is bounded: a page has at most 500 parts", () => {
    const book = keepBook(readLedger(events))
    expect(() => explainRealizedGain(book, { offset: 0, limit: 501 })).toThrow(RangeError)
    expect(() => explainRealizedGain(book, { offset: -1, limit: 5 })).toThrow(RangeError)
  })
})
