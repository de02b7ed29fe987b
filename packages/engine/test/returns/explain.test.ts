import type { Explanation, Expression } from "@caudal/accounting"
import { BigDecimal } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { explainPerformance } from "../../src/returns/explainPerformance.ts"
import type { ExplainedFigure } from "../../src/returns/Performance.ts"
import { defaultConventions, returnsOf } from "../../src/returns/returnsOf.ts"
import { type ReturnScope, wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { Valuer } from "../../src/returns/Valuer.ts"
import { type Closes, closes, closesIn, dayCount, first, flowsOf, ledger, row } from "./madeUp.ts"

type Rows = Parameters<typeof flowsOf>[0]

/** A second program that knows of an explanation only what stands in it. */
const exactOf = (expression: Expression): BigDecimal.BigDecimal => {
  if (expression.op === "input") return BigDecimal.fromStringUnsafe(expression.value)
  if (expression.op !== "add" && expression.op !== "subtract" && expression.op !== "multiply")
    throw new Error(`not exact: ${expression.op}`)
  const [head = BigDecimal.fromBigInt(0n), ...rest] = expression.of.map(exactOf)
  const by = { add: BigDecimal.sum, subtract: BigDecimal.subtract, multiply: BigDecimal.multiply }[expression.op]
  return rest.reduce((total, each) => by(total, each), head)
}
const doubleOf = (expression: Expression, steps: ReadonlyMap<string, number>): number => {
  if (expression.op === "double") return Number(BigDecimal.format(exactOf(expression.of)))
  if (expression.op === "step") return steps.get(expression.name)!
  if (expression.op !== "plus" && expression.op !== "minus" && expression.op !== "times" && expression.op !== "over")
    throw new Error(expression.op)
  const [head = 0, ...rest] = expression.of.map((each) => doubleOf(each, steps))
  const by = {
    plus: (a: number, b: number) => a + b,
    minus: (a: number, b: number) => a - b,
    times: (a: number, b: number) => a * b,
    over: (a: number, b: number) => a / b
  }[expression.op]
  return rest.reduce(by, head)
}
const recomputed = ({ steps }: Explanation): number => {
  const known = new Map<string, number>()
  for (const { name, expression } of steps) known.set(name, doubleOf(expression, known))
  return known.get(steps.at(-1)!.name)!
}

const end = dayCount - 1
const explain = (
  rows: Rows,
  prices: Closes,
  figure: ExplainedFigure,
  over: { offset?: number; limit?: number; scope?: ReturnScope; until?: number } = {}
) => {
  const { offset = 0, limit = 500, scope = wholePortfolio, until = end } = over
  const projection = flowsOf(rows)
  const closeOf = closesIn(prices)
  const valuer = new Valuer({ projection, currency: "mxn", closeOf, start: first - 1, end: first + until })
  const found = explainPerformance({ projection, valuer, scope, conventions: defaultConventions, closeOf, figure, offset, limit })
  return { ...found, truth: returnsOf(valuer.days(scope), defaultConventions) }
}

describe("a figure's explanation", () => {
  it("gives the figure again, to the last digit, from what stands in it alone", () => {
    fc.assert(
      fc.property(
        ledger,
        closes,
        fc.constantFrom<ReturnScope>(wholePortfolio, { kind: "exchange", exchange: "bitso" }, { kind: "asset", asset: "bitcoin" }),
        (rows, prices, scope) => {
          for (const figure of ["startValue", "endValue", "netFlow", "gain"] as const) {
            const { explanation, truth } = explain(rows, prices, figure, { scope })
            expect([figure, explanation.value]).toEqual([figure, truth[figure].value])
            const again = exactOf(explanation.steps.at(-1)!.expression)
            expect(BigDecimal.equals(again, BigDecimal.fromStringUnsafe(truth[figure].value!))).toBe(true)
          }
          for (const figure of ["timeWeighted", "modifiedDietz"] as const) {
            const { explanation, truth } = explain(rows, prices, figure, { scope })
            expect([figure, explanation.value]).toEqual([figure, truth[figure].value])
            if (explanation.value !== null) expect(recomputed(explanation)).toBe(truth[figure].value)
            else expect(explanation.reason).toBe(truth[figure].reason)
          }
        }
      ),
      { numRuns: 200 }
    )
  })

  it("of an asset holds the fees that it paid for trades of others", () => {
    const rows = [
      row("1", 0, "deposit", ["mxn 100"]),
      row("2", 0, "deposit", ["btc 1"]),
      row("3", 1, "trade", ["mxn -100", "eth 1", "fee btc -0.5"])
    ]
    const prices = { bitcoin: ["10", "10", "20"], ethereum: ["100", "100", "100"] }
    const found = explain(rows, prices, "netFlow", { scope: { kind: "asset", asset: "bitcoin" }, until: 1 })
    expect([found.truth.netFlow.value, found.explanation.value]).toEqual(["0", "0"])
    expect(found.count).toBe(2)
  })

  it("comes a page at a time, each with what stands before and after it", () => {
    fc.assert(
      fc.property(ledger, closes, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 6 }), (rows, prices, limit, offset) => {
        const { explanation, truth, prices: shown, count } = explain(rows, prices, "netFlow", { limit, offset })
        expect(explanation.value).toBe(truth.netFlow.value)
        expect(BigDecimal.equals(exactOf(explanation.steps[0]!.expression), BigDecimal.fromStringUnsafe(truth.netFlow.value!))).toBe(true)
        expect(shown.length).toBe(Math.max(0, Math.min(limit, count - offset)))
      }),
      { numRuns: 200 }
    )
  })

  it("names prices with who says so, and the days whose rows made it", () => {
    const rows = [row("1", 0, "deposit", ["btc 2"]), row("2", 1, "withdrawal", ["btc -1"])]
    const prices = { bitcoin: ["9", "10", "11", "12"] }
    const value = explain(rows, prices, "endValue", { until: 2 })
    expect(value.explanation).toMatchObject({ value: "12", steps: [{ formula: "sum of units × price at the close" }] })
    expect(value.prices).toMatchObject([{ asset: "bitcoin", date: "2021-01-03", amount: "12", source: "made up", carriedDays: 0 }])
    const flow = explain(rows, prices, "netFlow", { until: 2 })
    expect([flow.explanation.value, flow.days, flow.count]).toEqual(["9", [first, first + 1], 2])
    const worth = explain(rows, prices, "moneyWeighted", { until: 2 })
    expect(Math.abs(worth.explanation.value as number)).toBeLessThan(1e-9)
  })

  it("of a figure that is not known is its reason", () => {
    const rows = [row("1", 0, "deposit", ["btc 2"])]
    for (const figure of ["endValue", "netFlow", "gain", "timeWeighted", "modifiedDietz", "moneyWeighted"] as const)
      expect(explain(rows, {}, figure, { until: 2 }).explanation).toMatchObject({ value: null, reason: "no price of bitcoin", steps: [] })
  })
})
