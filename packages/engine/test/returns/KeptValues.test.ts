import { type FlowTiming } from "@caudal/accounting"
import { Decimal } from "@caudal/exchange"
import fc from "fast-check"
import { expect, it } from "vitest"
import type { PriceLookup } from "../../src/index.ts"
import { currencyEffectOf } from "../../src/returns/currencyEffectOf.ts"
import { AskedCloses, DayCloses } from "../../src/returns/DayCloses.ts"
import { flowActs } from "../../src/returns/FlowActs.ts"
import { FlowBook } from "../../src/returns/FlowBook.ts"
import { FlowHash } from "../../src/returns/FlowHash.ts"
import type { FlowProjection } from "../../src/returns/FlowProjection.ts"
import { KeptValues } from "../../src/returns/KeptValues.ts"
import { performanceOf } from "../../src/returns/performanceOf.ts"
import { returnsOf } from "../../src/returns/returnsOf.ts"
import { type ReturnScope, wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { Valuer } from "../../src/returns/Valuer.ts"
import { sha256 } from "../../src/vault/digest.ts"
import { type Closes, closes, dayCount, dayOf, first, insideDays, longLedger, resolve } from "./madeUp.ts"

/** For each day of an asset whether its close is known (`null`: it is not), and how old it is. */
const ages = fc.record(
  Object.fromEntries(
    ["bitcoin", "ethereum", "litecoin"].map((id) => [
      id,
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(Array.from({ length: dayCount + 1 }, () => 0)) },
        {
          weight: 1,
          arbitrary: fc.array(fc.option(fc.constantFrom(0, 0, 2), { freq: 9 }), { minLength: dayCount + 1, maxLength: dayCount + 1 })
        }
      )
    ])
  )
)
type Ages = typeof ages extends fc.Arbitrary<infer A> ? A : never

const lookupOf = (prices: Closes, age: Ages): Pick<PriceLookup, "daily" | "missing" | "justBefore"> => ({
  justBefore: (asset, at) => {
    // None where a close is an old one.
    const found = age[asset]?.[Math.floor(at / 86_400_000) - first + 1] === 2 ? null : insideDays(prices)(asset, at)
    return found && { ...found, currency: "mxn", kind: "market", carriedDays: 0, path: [] }
  },
  daily: (asset, date) => {
    const day = Date.parse(date) / 86_400_000
    const place = day - first + 1
    const amount = asset === "mxn" ? "1" : prices[asset]?.[place]
    const carriedDays = asset === "mxn" ? 0 : (age[asset]?.[place] ?? null)
    if (amount == null || carriedDays === null) return null
    const source = "made up"
    return {
      amount: Decimal.make(amount),
      currency: "mxn",
      source,
      kind: "market",
      at: (day + 1 - carriedDays) * 86_400_000 - 1,
      carriedDays,
      path: []
    }
  },
  missing: (asset, days) => ({
    asset,
    reason: "too-old",
    from: Date.parse(days[0]!),
    to: Date.parse(days.at(-1)!),
    count: days.length,
    closedBy: ""
  })
})

const scopes: ReadonlyArray<ReturnScope> = [
  wholePortfolio,
  { kind: "exchange", exchange: "bitso" },
  { kind: "account", account: "kraken:a" },
  { kind: "asset", asset: "bitcoin" },
  { kind: "asset", asset: "mxn" }
]

/** Days of large flows that were met. */
const seen = { cut: 0, estimated: 0 }

const askedOf = (
  projection: FlowProjection,
  dayCloses: DayCloses,
  values: KeptValues,
  hash: FlowHash,
  scope: ReturnScope,
  flowTiming: FlowTiming,
  start: number
) => {
  const asking = new AskedCloses(dayCloses)
  const { closeOf, priceAt } = asking
  const [from, end] = [first + start, first + dayCount - 1]
  const input = { projection, currency: "mxn", closeOf, start: from, end }
  const valuer = new Valuer({ ...input, priceAt, kept: { values, asking } })
  const conventions = { flowTiming, dietzFlowAt: "end" } as const
  const figures = performanceOf({ ...input, valuer, scope, conventions })
  for (const { isValued } of figures.returns.largeFlowDays) seen[isValued ? "cut" : "estimated"]++
  // The return that is kept is that of all days linked anew.
  expect(figures.returns).toEqual(returnsOf(valuer.days(scope), conventions))
  const effect = currencyEffectOf({ ...input, valuer, scope, quote: "usd", quoteCloseOf: closeOf })
  return {
    figures,
    days: valuer.days(scope),
    cells: valuer.cells(scope),
    effect,
    gaps: asking.gaps,
    hash: hash.of(projection, valuer.valuedFlows(scope), asking.hash(sha256))
  }
}

it("says the same as when made anew, after any acts came and went, in any order of scopes", () => {
  fc.assert(
    fc.property(
      longLedger,
      closes,
      ages,
      fc.array(fc.record({ acts: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), scope: fc.constantFrom(...scopes) }), {
        minLength: 2,
        maxLength: 7
      }),
      fc.constantFrom<FlowTiming>("inStartOutEnd", "start", "end", "mid"),
      fc.nat(15),
      (rows, prices, age, steps, timing, start) => {
        const acts = flowActs(rows, resolve, dayOf)
        const book = new FlowBook(resolve, "UTC", dayOf)
        // At first two in three of them are there.
        const there = new Set(acts.filter((_, i) => i % 3 > 0))
        for (const act of there) book.put(act)
        const [dayCloses, values, hash] = [
          new DayCloses(lookupOf(prices, age) as PriceLookup, "UTC", sha256),
          new KeptValues(),
          new FlowHash(sha256)
        ]
        for (const { acts: changed, scope } of steps) {
          for (const number of changed) {
            const act = acts[number % acts.length]!
            if (there.delete(act)) book.take(act)
            else {
              there.add(act)
              book.put(act)
            }
          }
          const anew = new FlowBook(resolve, "UTC", dayOf)
          for (const act of acts) if (there.has(act)) anew.put(act)
          const fresh = new DayCloses(lookupOf(prices, age) as PriceLookup, "UTC", sha256)
          expect(askedOf(book.projection(), dayCloses, values, hash, scope, timing, start)).toEqual(
            askedOf(anew.projection(), fresh, new KeptValues(), new FlowHash(sha256), scope, timing, start)
          )
        }
      }
    ),
    { numRuns: 300, endOnFailure: true }
  )
  expect(Math.min(seen.cut, seen.estimated)).toBeGreaterThan(500)
})
