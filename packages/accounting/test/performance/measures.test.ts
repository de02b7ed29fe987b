import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  annualised,
  attribution,
  concentration,
  currencyEffect,
  maxDrawdown,
  modifiedDietz,
  multiply,
  risk,
  sum,
  twr,
  type TwrPeriod
} from "../../src/index.ts"

const cents = (min: number, max: number) => fc.integer({ min, max }).map((each) => (each / 100).toFixed(2))
const periods = fc
  .array(fc.record({ endValue: cents(100, 1_000_000), flow: cents(-5000, 100_000) }), { minLength: 1, maxLength: 30 })
  .map((rows) => {
    let startValue = "1000.00"
    return rows.map(({ endValue, flow }): TwrPeriod => {
      const period = { startValue, endValue, flow }
      startValue = endValue
      return period
    })
  })
const returns = fc.array(
  fc.integer({ min: -900, max: 3000 }).map((each) => each / 1000),
  { minLength: 0, maxLength: 60 }
)

/** Linked returns are doubles and may be large: what is compared is the relative error. */
const expectSame = (a: number | null, b: number | null) => expect(Math.abs(a! - b!) / (1 + Math.abs(b!))).toBeLessThan(1e-9)

describe("twr", () => {
  it("does not change when all values and flows are multiplied", () => {
    fc.assert(
      fc.property(periods, fc.integer({ min: 2, max: 1000 }), (rows, factor) => {
        const times = (text: string): string => multiply(text, String(factor))
        const scaledUp = rows.map(({ startValue, endValue, flow }) => ({
          startValue: times(startValue),
          endValue: times(endValue),
          flow: times(flow)
        }))
        expectSame(twr(scaledUp).twr.value, twr(rows).twr.value)
      })
    )
  })

  it("does not change when money comes in at the very moment of a valuation", () => {
    fc.assert(
      fc.property(periods, cents(1, 1_000_000), (rows, deposit) => {
        const last = rows.at(-1)!
        const more = { startValue: last.endValue, endValue: sum([last.endValue, deposit]), flow: deposit }
        expectSame(twr([...rows, more]).twr.value, twr(rows).twr.value)
      })
    )
  })

  it("gives three answers to one day by three conventions, and never a whole loss on a withdrawal of everything", () => {
    const day = { startValue: "1000", endValue: "2200", flow: "1000" }
    expect(twr([{ ...day, timing: "start" }]).twr.value).toBeCloseTo(0.1)
    expect(twr([{ ...day, timing: "end" }]).twr.value).toBeCloseTo(0.2)
    expect(twr([{ ...day, timing: "mid" }]).twr.value).toBeCloseTo(0.13333333)
    expect(twr([{ startValue: "1000", endValue: "0", flow: "-1000" }]).twr.value).toBe(0)
  })

  it("skips a value below zero before the first money, and ends at one after it", () => {
    const early = [
      { startValue: "-50", endValue: "0", flow: "0" },
      { startValue: "0", endValue: "110", flow: "100" }
    ]
    expect(twr(early).twr.value).toBeCloseTo(0.1)
    const late = [
      { startValue: "100", endValue: "-50", flow: "0" },
      { startValue: "-50", endValue: "20", flow: "0" },
      { startValue: "20", endValue: "30", flow: "0" }
    ]
    expect(twr(late).twr).toMatchObject({ value: null, reason: expect.any(String) })
    expect(twr([]).twr.value).toBeNull()
  })

  it("is made a year's only from a year on", () => {
    expect(annualised(0.21, 730).value).toBeCloseTo(0.1)
    expect(annualised(0.05, 2).value).toBeNull()
  })
})

describe("modified Dietz", () => {
  it("weighs a flow from the end of its day, or from the start", () => {
    const period = {
      start: "2025-06-01",
      end: "2025-07-01",
      startValue: "1000",
      endValue: "1200",
      flows: [{ date: "2025-06-16", amount: "100" }]
    }
    expect(modifiedDietz(period).value).toBeCloseTo(100 / 1050)
    expect(modifiedDietz({ ...period, flowAt: "start" }).value).toBeCloseTo(100 / (1000 + (100 * 16) / 30))
    expect(modifiedDietz({ ...period, end: "2025-06-01" }).value).toBeNull()
  })
})

describe("risk", () => {
  it("is a finite figure or a reason, never NaN, infinite, or zero for unknown", () => {
    fc.assert(
      fc.property(returns, fc.boolean(), (series, constant) => {
        const given = constant ? series.map(() => 0.01) : series
        for (const [measure, { value, reason }] of Object.entries(risk(given, { benchmark: given }))) {
          if (value === null) expect(reason, measure).not.toBe("")
          else expect(Number.isFinite(value), measure).toBe(true)
        }
      })
    )
    expect(risk([0.01, 0.01, 0.01]).sharpe.value).toBeNull()
    expect(risk([0.01, 0.02]).sortino.value).toBeNull()
    expect(risk([0.01, 0.02]).calmar.value).toBeNull()
    expect(risk([0.01, 0.02], { benchmark: [0.5, 0.5] }).beta.value).toBeNull()
    expect(risk([0.01, 0.02], { benchmark: [0.5] }).beta.value).toBeNull()
    expect(risk([]).volatility.value).toBeNull()
  })

  it("of a series against itself is beta 1 and correlation 1", () => {
    const series = [0.01, -0.02, 0.03, 0.005]
    expect(risk(series, { benchmark: series }).beta.value).toBeCloseTo(1, 12)
    expect(risk(series, { benchmark: series }).correlation.value).toBeCloseTo(1, 12)
  })

  it("has a drawdown of zero only where the index never fell", () => {
    fc.assert(
      fc.property(returns, (series) => {
        const { value } = risk(series).maxDrawdown
        if (series.length === 0) expect(value).toBeNull()
        else {
          expect(value).toBeLessThanOrEqual(0)
          expect(value === 0).toBe(series.every((each) => each >= 0))
        }
      })
    )
    expect(maxDrawdown([1, 2, 1, 2, 3])).toEqual({ depth: -0.5, peak: 1, trough: 2, recovery: 3 })
    expect(maxDrawdown([2, 1])).toEqual({ depth: -0.5, peak: 0, trough: 1, recovery: null })
  })
})

describe("concentration", () => {
  it("lies between an Nth and one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 1000 }), { maxLength: 20 }), (values) => {
        const held = values.filter((value) => value > 0).length
        const { hhi } = concentration(values)
        if (held === 0) expect(hhi.value).toBeNull()
        else {
          expect(hhi.value).toBeGreaterThanOrEqual(1 / held - 1e-12)
          expect(hhi.value).toBeLessThanOrEqual(1 + 1e-12)
        }
      })
    )
  })
})

describe("attribution and currency", () => {
  it("adds up exactly: rows to the total, an own transfer to nothing, contributions to the return", () => {
    const position = fc.record({
      asset: fc.constantFrom("A", "B", "__proto__"),
      exchange: fc.constantFrom("x", "y"),
      startValue: cents(1, 100_000),
      endValue: cents(0, 100_000),
      netInflow: cents(-100, 100),
      inflowWeight: cents(0, 100),
      income: cents(0, 100),
      fees: cents(0, 100)
    })
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 10 }), (positions) => {
        const { totalPnl, pnlByAsset, pnlByExchange, contributionByAsset, return: total } = attribution(positions)
        expect(sum(Object.values(pnlByAsset))).toBe(totalPnl)
        expect(sum(Object.values(pnlByExchange))).toBe(totalPnl)
        expectSame(
          Object.values(contributionByAsset).reduce((all, { value }) => all + value!, 0),
          total.value
        )
      })
    )
  })

  it("parts a gain in a foreign currency into price and rate", () => {
    expect(currencyEffect({ cost: "100", costRate: "17", value: "120", valueRate: "20" })).toEqual({ price: "400", currency: "300" })
  })
})
