import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Explained, EventSeq, type Transaction } from "../../src/index.ts"
import type { AccountOpening } from "../../src/portfolio/LotProjection.ts"
import { explainPerformance } from "../../src/returns/explainPerformance.ts"
import { explainedFigures } from "../../src/returns/Performance.ts"
import { performanceFigure } from "../../src/returns/performanceFigure.ts"
import { flowActs } from "../../src/returns/FlowActs.ts"
import { FlowFold } from "../../src/returns/projectFlows.ts"
import { defaultConventions, type ReturnConventions, returnsOf } from "../../src/returns/returnsOf.ts"
import { type ReturnScope, wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { Valuer } from "../../src/returns/Valuer.ts"
import { type Closes, closes, closesIn, dayCount, dayOf, first, insideDays, ledger, longLedger, openings, resolve, row } from "./madeUp.ts"
import { inputsIn, plainOf, recomputed } from "./recomputed.ts"

type Rows = ReadonlyArray<Transaction>

interface Over {
  readonly offset?: number
  readonly limit?: number
  readonly scope?: ReturnScope
  readonly from?: number
  readonly until?: number
  readonly conventions?: ReturnConventions
  readonly openings?: ReadonlyArray<AccountOpening>
}
/** The truth, and a figure by its path. */
const asked = (rows: Rows, prices: Closes, over: Over = {}) => {
  const { scope = wholePortfolio, from = 0, until = dayCount - 1, conventions = defaultConventions } = over
  const [closeOf, priceAt] = [closesIn(prices), insideDays(prices)]
  const [start, end] = [first + from - 1, first + until]
  const fold = new FlowFold(resolve, "UTC", dayOf)
  for (const each of rows) fold.add(each)
  const projection = fold.end(over.openings ?? [])
  const valuer = new Valuer({ projection, currency: "mxn", closeOf, priceAt, start, end })
  const begun = (over.openings ?? []).map((said) => [said, fold.firsts.get(said.opening.connectionId)] as const)
  const explain = (path: string, { offset = 0, limit = 500 }: Over = {}): Explained | null => {
    const figure = performanceFigure(path, { start, end })
    if (figure === null) return null
    const page = { offset, limit }
    const asked = explainPerformance({ projection, valuer, resolve, scope, conventions, closeOf, priceAt, path, figure, page })
    if (asked === null || !("instants" in asked)) return asked
    const instants = new Set(asked.instants)
    const groups = new Set(rows.flatMap(({ at, groupId }) => (instants.has(at) && groupId !== null ? [groupId] : [])))
    const together = rows.filter(({ at, groupId }) => instants.has(at) || (groupId !== null && groups.has(groupId)))
    fold.book.tell(instants, flowActs(together, resolve, dayOf), begun, asked)
    const told = asked.explained()
    if (told === null) throw new Error(`the rows of ${path} are not what its days say`)
    return told
  }
  return { explain, truth: () => returnsOf(valuer.days(scope), conventions) }
}
const explain = (rows: Rows, prices: Closes, path: string, over: Over = {}) => {
  const { explain, truth } = asked(rows, prices, over)
  return { ...explain(path, over)!, truth: truth() }
}

/** Works a figure out again, and every figure that it names, until only postings, prices and words of the owner are left. */
const follow = (rows: Rows, { explain }: ReturnType<typeof asked>, path: string, limit: number, seen = new Map<string, number>()) => {
  if (seen.has(path)) return seen
  seen.set(path, 0)
  for (let offset = 0, count = 1; offset < count; offset += limit) {
    const found = explain(path, { offset, limit })
    if (found === null) throw new Error(`a dead end: ${path}`)
    if (found.value === null) {
      expect(found.reason).toBeTruthy()
      return seen
    }
    expect([path, offset, recomputed(found)]).toEqual([path, offset, plainOf(found.value)])
    for (const { name, value, origin } of inputsIn(found.steps)) {
      if (origin.kind === "figure") {
        const named = explain(origin.figure, { offset: 0, limit })
        expect([path, origin.figure, named === null ? null : Number(named.value)]).toEqual([path, origin.figure, Number(value)])
        if (typeof named!.value === "string") expect(plainOf(named!.value)).toBe(plainOf(value))
        follow(rows, { explain } as ReturnType<typeof asked>, origin.figure, limit, seen)
      } else if (origin.kind === "posting") {
        const transaction = rows.find(({ seq }) => origin.transaction === `1.${seq}`)!
        expect(transaction.postings[origin.posting]!.amount).toBe(value)
        seen.set(path, seen.get(path)! + 1)
      } else if (origin.kind === "price") {
        const price = found.prices.find(({ asset, at, date }) => {
          const when = date === null ? `at ${new Date(at).toISOString()}` : `on ${date}`
          return asset.id === origin.asset && name === `price of ${origin.asset} ${when}`
        })
        expect(price).toMatchObject({ amount: value, event: null })
      } else expect(["state", "given"]).toContain(origin.kind)
    }
    count = found.parts?.count ?? 1
  }
  return seen
}

const numbered = longLedger.map((rows) => rows.map((each, i) => ({ ...each, seq: EventSeq(i + 1) })))
const anyScope = fc.constantFrom<ReturnScope>(wholePortfolio, { kind: "exchange", exchange: "bitso" }, { kind: "asset", asset: "bitcoin" })
const conventions = fc.record<ReturnConventions>({
  flowTiming: fc.constantFrom("inStartOutEnd", "start", "end", "mid"),
  dietzFlowAt: fc.constantFrom("start", "end")
})

describe("a figure's explanation", () => {
  it("gives the figure again, to the last digit, from what stands in it alone", () => {
    fc.assert(
      fc.property(ledger, closes, anyScope, conventions, (rows, prices, scope, conventions) => {
        const { explain, truth } = asked(rows, prices, { scope, conventions })
        const figures = truth()
        for (const figure of explainedFigures) {
          const found = explain(figure)!
          expect([figure, found.value, found.reason]).toEqual([figure, figures[figure].value, figures[figure].reason])
          if (found.value !== null) expect([figure, recomputed(found)]).toEqual([figure, plainOf(found.value)])
        }
      }),
      { numRuns: 200 }
    )
  })

  it("can be followed to its end: to postings, prices and the owner's word, by page after page", () => {
    let postings = 0
    const inside = new Set<string>()
    const period = fc.tuple(fc.integer({ min: 0, max: dayCount - 5 }), fc.integer({ min: 0, max: 4 }))
    fc.assert(
      fc.property(
        numbered,
        openings,
        closes,
        anyScope,
        conventions,
        period,
        fc.integer({ min: 1, max: 4 }),
        (rows, openings, prices, scope, conventions, [from, days], limit) => {
          const all = asked(rows, prices, { scope, conventions, openings, from, until: from + days })
          const seen = new Map<string, number>()
          for (const figure of explainedFigures) follow(rows, all, figure, limit, seen)
          for (const found of seen.values()) postings += found
          for (const path of seen.keys())
            if (path.includes("/flows/")) inside.add(path.replaceAll(/[0-9a-z-]+(?=\/flows)|\d+|(?<=units\/).*/g, "_"))
        }
      ),
      { numRuns: 150 }
    )
    expect(postings).toBeGreaterThan(1000)
    expect([...inside].sort()).toEqual(["days/_/flows/_/flow", "days/_/flows/_/units/_", "days/_/flows/_/value"])
  }, 60_000)

  it("of a path that is none is nothing", () => {
    const { explain } = asked([row("1", 0, "deposit", ["btc 1"])], { bitcoin: ["1", "2", "3"] }, { until: 1 })
    const dayBefore = ["days/2020-12-31/value", "days/2021-01-01/flow", "units/bitcoin/2021-01-02", "index/2021-01-02"]
    for (const path of dayBefore) expect([path, explain(path)?.figure]).toEqual([path, path])
    const wrong = [
      "",
      "value",
      "days/2021-01-01",
      "days/2021-02-30/value",
      "days/2021-01-03/value",
      "days/2020-12-31/flow",
      "units/bitcoin/2020-12-31",
      "days/2021-01-02/flows/0/value",
      "days/2021-01-02/flows/0/units/bitcoin",
      "index/2021-01-02/0"
    ]
    for (const path of [...wrong, "units/ethereum/2021-01-01", "index/2020-12-31", "trades/bitcoin/2021-01-01"])
      expect([path, explain(path)]).toEqual([path, null])
  })

  it("of an asset holds the fees that it paid for trades of others, and each trade of a day", () => {
    const rows = [
      row("1", 0, "deposit", ["mxn 100"]),
      row("2", 0, "deposit", ["btc 1"]),
      row("3", 1, "trade", ["mxn -100", "eth 1", "fee btc -0.5"]),
      row("4", 1, "trade", ["btc -0.25", "mxn 6", "fee eth -0.01"])
    ]
    const prices = { bitcoin: ["10", "10", "20"], ethereum: ["100", "100", "100"] }
    const over = { scope: { kind: "asset", asset: "bitcoin" }, until: 1 } as const
    const found = explain(rows, prices, "netFlow", over)
    expect([found.truth.netFlow.value, found.value, found.parts?.count]).toEqual(["-5", "-5", 2])
    const trades = explain(rows, prices, "trades/bitcoin/2021-01-02", over)
    expect([trades.value, trades.parts?.count, recomputed(trades)]).toEqual(["-15", 2, "-15"])
    expect(asked(rows, prices, { until: 1 }).explain("trades/bitcoin/2021-01-02")).toBeNull()
  })

  it("comes a page at a time, each with what stands before and after it", () => {
    fc.assert(
      fc.property(ledger, closes, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 6 }), (rows, prices, limit, offset) => {
        const found = explain(rows, prices, "netFlow", { limit, offset })
        expect(found.value).toBe(found.truth.netFlow.value)
        expect(recomputed(found)).toBe(plainOf(found.truth.netFlow.value!))
        const listed = inputsIn(found.steps).filter(({ origin }) => origin.kind === "price").length
        expect(listed).toBe(Math.max(0, Math.min(limit, found.parts!.count - offset)))
      }),
      { numRuns: 200 }
    )
  })

  it("names prices with who says so, and the postings behind the units", () => {
    const rows = [row("1", 0, "deposit", ["btc 2"]), row("2", 1, "withdrawal", ["btc -1"], { seq: EventSeq(2) })]
    const prices = { bitcoin: ["9", "10", "11", "12"] }
    const value = explain(rows, prices, "endValue", { until: 2 })
    expect(value).toMatchObject({ value: "12", steps: [{ formula: "sum of units × price at the close" }] })
    expect(value.prices).toMatchObject([{ asset: { id: "bitcoin" }, date: "2021-01-03", amount: "12", source: "made up", event: null }])
    expect(inputsIn(value.steps).map(({ origin }) => origin)).toContainEqual({ kind: "figure", figure: "units/bitcoin/2021-01-03" })
    const posted = (path: string) => {
      const { steps } = explain(rows, prices, path, { until: 2 })
      return inputsIn(steps).flatMap(({ origin }) => (origin.kind === "posting" ? [origin.transaction] : []))
    }
    expect(posted("units/bitcoin/2021-01-03")).toEqual(["1.1", "1.2"])
    expect(posted("netFlow")).toEqual(["1.1", "1.2"])
    expect(posted("days/2021-01-02/flow")).toEqual(["1.2"])
  })

  it("of a figure that is not known is its reason", () => {
    const rows = [row("1", 0, "deposit", ["btc 2"])]
    for (const figure of ["endValue", "netFlow", "gain", "timeWeighted", "modifiedDietz", "moneyWeighted"] as const)
      expect(explain(rows, {}, figure, { until: 2 })).toMatchObject({ value: null, reason: "no price of bitcoin", steps: [] })
  })
})
