import { add, type Measured, multiply, subtract, sum } from "@caudal/accounting"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Transaction } from "../../src/index.ts"
import type { AccountOpening } from "../../src/portfolio/LotProjection.ts"
import { type ProfitLines, profitOf } from "../../src/returns/profitOf.ts"
import { defaultConventions, returnsOf } from "../../src/returns/returnsOf.ts"
import { contributionsOf } from "../../src/returns/contributionsOf.ts"
import { type ReturnScope, wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { lotsOf, ofLots } from "./followed.ts"
import { type Closes, closes, closesIn, dayCount, dayOf, first, flowsOf, ledger, openings, resolve, valuerOf } from "./madeUp.ts"
import { shapeOf } from "./shapeOf.ts"

const exactly = (figure: Measured): string => {
  if (figure.state !== "exact") throw new Error(`not exact: ${JSON.stringify(figure)}`)
  return figure.value
}
const end = dayCount - 1
const runs = { numRuns: 1000 }

const summed = (
  rows: ReadonlyArray<Transaction>,
  prices: Closes,
  scope: ReturnScope,
  start: number,
  until: number,
  said: ReadonlyArray<AccountOpening> = []
) => {
  const days = valuerOf(rows, prices, start, until, said).days(scope)
  const total = (of: (day: (typeof days)[number]) => Measured) => sum(days.slice(1).map((day) => exactly(of(day))))
  const flow = total((day) => day.flow)
  const [from, to] = [exactly(days[0]!.value), exactly(days.at(-1)!.value)]
  return {
    from,
    to,
    flow,
    gain: subtract(subtract(to, from), flow),
    income: total((day) => day.income),
    fees: total((day) => day.fees)
  }
}

const lines = (
  rows: ReadonlyArray<Transaction>,
  prices: Closes,
  scope: ReturnScope,
  start: number,
  until: number,
  method: "FIFO" | "HIFO" | "AVERAGE",
  said: ReadonlyArray<AccountOpening> = []
): ProfitLines => {
  const lots = lotsOf(rows, said, { scope: ofLots(scope), currency: "mxn", method, timeZone: "UTC" }, closesIn(prices), first + until)
  const input = { lots, closeOf: closesIn(prices), scope, start: first + start, end: first + until }
  return profitOf(input, summed(rows, prices, scope, start, until, said))
}

const scopes: ReadonlyArray<ReturnScope> = [
  wholePortfolio,
  { kind: "exchange", exchange: "bitso" },
  { kind: "exchange", exchange: "kraken" },
  { kind: "account", account: "bitso:a" },
  { kind: "asset", asset: "bitcoin" },
  { kind: "asset", asset: "ethereum" },
  { kind: "asset", asset: "mxn" }
]

const period = fc.tuple(fc.integer({ min: -1, max: end - 1 }), fc.integer({ min: 1, max: dayCount })).map(([start, length]) => {
  const until = Math.min(start + length, end)
  return [start, until] as const
})

describe("at any scope and over any period", () => {
  it("the lines of the profit add up to the gain, and nothing is unexplained", () => {
    fc.assert(
      fc.property(
        ledger,
        openings,
        closes,
        period,
        fc.constantFrom("FIFO", "HIFO", "AVERAGE"),
        (rows, said, prices, [start, until], method) => {
          for (const scope of scopes) {
            if (scope.kind === "asset" && !flowsOf(rows, said).assets.has(scope.asset)) continue
            const found = lines(rows, prices, scope, start, until, method, said)
            // What was sold before it arrived has no lots at its exchange.
            if (scope.kind !== "portfolio" && scope.kind !== "asset" && found.unexplained !== "0") expect(found.unknownBasis).not.toBe("0")
            else expect([scope, found.unexplained]).toEqual([scope, "0"])
            const told = [found.realised, found.carriedOut, found.unrealised, found.income, found.unknownBasis, found.unexplained]
            expect(subtract(sum(told), found.fees)).toBe(found.gain)
          }
        }
      ),
      runs
    )
  })

  it("the gain is the same whatever the method", () => {
    fc.assert(
      fc.property(ledger, closes, period, (rows, prices, [start, until]) => {
        const [fifo, hifo] = (["FIFO", "HIFO"] as const).map((method) => lines(rows, prices, wholePortfolio, start, until, method))
        const both = ({ realised, carriedOut, unrealised }: ProfitLines) => sum([realised, carriedOut, unrealised])
        expect(both(fifo!)).toBe(both(hifo!))
      }),
      runs
    )
  })

  it("what exchanges and assets gained adds up to the gain of the whole, own transfers and what is on its way included", () => {
    fc.assert(
      fc.property(ledger, closes, period, (rows, prices, [start, until]) => {
        const whole = summed(rows, prices, wholePortfolio, start, until)
        const found = contributionsOf(valuerOf(rows, prices, start, until).cells(wholePortfolio), 1, [])
        for (const some of [found.byAsset, found.byExchange]) {
          expect(sum(some.map(({ gain }) => gain.value!))).toBe(whole.gain)
          expect(sum(some.map(({ endValue }) => endValue.value!))).toBe(whole.to)
          expect(sum(some.map(({ netInflow }) => netInflow.value!))).toBe(whole.flow)
        }
        // Each row is what the scope of its own says.
        for (const { name, gain } of found.byAsset)
          expect([name, gain.value]).toEqual([name, summed(rows, prices, { kind: "asset", asset: name }, start, until).gain])
        for (const { name, gain } of found.byExchange.filter((one) => one.name !== "in transit"))
          expect([name, gain.value]).toEqual([name, summed(rows, prices, { kind: "exchange", exchange: name }, start, until).gain])
      }),
      runs
    )
  })

  it("an own transfer changes nothing of the whole but its fee", () => {
    fc.assert(
      fc.property(ledger, closes, (rows, prices) => {
        const apart = rows.map((one) => ({ ...one, transfer: null }))
        const [together, external] = [rows, apart].map((some) => summed(some, prices, wholePortfolio, -1, end))
        // As one deposit and one withdrawal from outside they are flows; the wealth at the end is the same.
        expect(together!.to).toBe(external!.to)
        const days = valuerOf(rows, prices, -1, end).days(wholePortfolio)
        const cash = rows.filter(({ kind, transfer }) => (kind === "deposit" || kind === "withdrawal") && transfer === null)
        const byHand = sum(
          cash.flatMap(({ at, postings }) =>
            postings
              .filter(({ role }) => role === "principal")
              .map(({ asset, amount }) => {
                const id = resolve({ exchange: "bitso", code: asset, at }).id
                return multiply(amount, closesIn(prices)(id, dayOf({ ms: at, day: null }))!.amount)
              })
          )
        )
        expect(sum(days.slice(1).map(({ flow }) => exactly(flow)))).toBe(byHand)
      }),
      runs
    )
  })

  it("two periods one after the other chain into the return of both", () => {
    fc.assert(
      fc.property(ledger, closes, fc.integer({ min: 0, max: end - 1 }), (rows, prices, cut) => {
        const linked = (start: number, until: number) =>
          returnsOf(valuerOf(rows, prices, start, until).days(wholePortfolio), defaultConventions)
        const [whole, before, after] = [linked(-1, end), linked(-1, cut), linked(cut, end)]
        const [a, b, c] = [whole, before, after].map(({ timeWeighted }) => timeWeighted.value)
        if (a == null || b == null || c == null) return
        const chained = (1 + b) * (1 + c) - 1
        expect(Math.abs(chained - a)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(a)))
        expect(add(before.gain.value!, after.gain.value!)).toBe(whole.gain.value)
      }),
      runs
    )
  })
})

describe("the movements of days", () => {
  it("are the same however the rows of one instant that do not belong together are ordered", () => {
    fc.assert(
      fc.property(ledger, (rows) => {
        const shuffled = [...rows].map((one) => ({ ...one, at: one.at - (one.at % 86_400_000) }))
        const reversed = [...shuffled].reverse().sort((a, b) => a.at - b.at)
        const shape = (some: ReadonlyArray<Transaction>) =>
          shapeOf(flowsOf(some)).assets.map(({ id, columns, trades }) => [id, columns, trades])
        expect(shape(reversed)).toEqual(shape(shuffled))
      }),
      runs
    )
  })
})
