/** Over the real store and through the service: an answer is the one that a server gives which was started a moment ago. */
import { dayText } from "@caudal/accounting"
import { Effect, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"
import { defaultConventions, type OwnerId } from "../../src/index.ts"
import type { GainMethod } from "../../src/portfolio/LotSettings.ts"
import type { PerformanceScope } from "../../src/returns/Performance.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"
import { first } from "./madeUp.ts"
import { priced, type PricedWorld, pricedWorld, started } from "./pricedRows.ts"
import { connections, done, newOwner, portfolio, type Row, state, step, trade } from "./storedRows.ts"

let place: Place
let runtime: ManagedRuntime.ManagedRuntime<PricedWorld, unknown>

beforeAll(() => {
  place = newPlace()
  runtime = ManagedRuntime.make(pricedWorld(place.dataDir))
})
afterAll(async () => {
  await runtime.dispose()
  removePlace(place)
})

const question = fc.record({
  scope: fc.constantFrom<PerformanceScope>(
    { kind: "portfolio" },
    { kind: "exchange", exchange: "bitso" },
    { kind: "connection", connection: connections[1] },
    { kind: "asset", asset: "bitcoin" }
  ),
  currency: fc.constantFrom("mxn" as const, "usd" as const),
  method: fc.constantFrom<GainMethod>("FIFO", "HIFO", "UK_S104"),
  start: fc.integer({ min: 0, max: 60 }),
  length: fc.integer({ min: 0, max: 120 })
})
type Question = typeof question extends fc.Arbitrary<infer A> ? A : never

const settingsOf = ({ scope, currency, start, length }: Omit<Question, "method">) => ({
  period: { from: dayText(first + start), to: dayText(first + start + length) },
  currency,
  timeZone: "UTC",
  scope
})

it("profit and performance say the same as those of a server that was just started, to the hash, whatever came since", async () => {
  let known = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 6, arbitrary: step }, { weight: 1, arbitrary: fc.record({ do: fc.constant("prices" as const) }) }), {
        minLength: 4,
        maxLength: 16
      }),
      fc.array(question, { minLength: 1, maxLength: 3 }),
      (steps, questions) =>
        runtime.runPromise(
          Effect.scoped(
            Effect.gen(function* () {
              priced.changes = 0
              const owner: OwnerId = yield* newOwner()
              const kept = yield* started
              let asked = 0
              for (const each of [...steps, { do: "read" as const }]) {
                if (each.do === "prices") priced.changes++
                else if (each.do !== "read") yield* done(owner, each)
                else {
                  const { method, ...of } = questions[asked++ % questions.length]!
                  const settings = settingsOf(of)
                  const anew = yield* started
                  const profit = yield* kept.profit(owner, portfolio, { ...settings, method })
                  if (profit.lines !== null) known++
                  expect(profit).toEqual(yield* anew.profit(owner, portfolio, { ...settings, method }))
                  const conventions = defaultConventions
                  expect(yield* kept.performance(owner, portfolio, { ...settings, conventions })).toEqual(
                    yield* anew.performance(owner, portfolio, { ...settings, conventions })
                  )
                }
              }
            })
          )
        )
    ),
    { numRuns: 100, endOnFailure: true }
  )
  expect(known).toBeGreaterThan(100)
})

it("all rows are read for the first answer, of whatever kind, and for no other", () =>
  runtime.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        priced.changes = 0
        const owner = yield* newOwner()
        const page = (rows: Array<Row>) => done(owner, { do: "page", connection: connections[0], stream: "ledger", rows })
        yield* page([trade(1, 1), trade(2, 2)])
        const kept = yield* started
        const conventions = defaultConventions
        const settings = settingsOf({ scope: { kind: "portfolio" }, currency: "mxn", start: 0, length: 9 })
        const reads = <A, E>(effect: Effect.Effect<A, E>) =>
          Effect.suspend(() => {
            const before = state.reads
            return Effect.map(effect, () => state.reads - before)
          })
        const profit = (over: Partial<typeof settings> = {}, method: GainMethod = "FIFO") =>
          reads(kept.profit(owner, portfolio, { ...settings, ...over, method }))
        const explain = (figure: string) =>
          reads(kept.explain(owner, portfolio, { ...settings, conventions, figure, offset: 0, limit: 10 }))
        expect(yield* reads(kept.performance(owner, portfolio, { ...settings, conventions }))).toBe(1)
        expect(yield* profit()).toBe(0)
        expect(yield* profit({}, "HIFO")).toBe(0)
        expect(yield* profit({ currency: "usd" })).toBe(0)
        expect(yield* profit({ scope: { kind: "asset", asset: "bitcoin" } })).toBe(0)
        expect(yield* profit({ period: { from: "2021-01-02", to: "2021-01-04" } })).toBe(0)
        priced.changes++
        expect(yield* profit()).toBe(0)
        yield* page([trade(3, 2), trade(1, 3)])
        expect(yield* profit()).toBe(0)
        const other = yield* started
        expect(yield* reads(other.profit(owner, portfolio, { ...settings, method: "FIFO" }))).toBe(1)
        expect(yield* reads(other.performance(owner, portfolio, { ...settings, conventions }))).toBe(0)
        for (const figure of [
          "gain",
          "endValue",
          "timeWeighted",
          "days/2021-01-02/value",
          "index/2021-01-03",
          "netFlow",
          "units/mxn/2021-01-03"
        ])
          expect([figure, yield* explain(figure)]).toEqual([figure, 0])
      })
    )
  ))

it("a household that looks at six zones in turn, in two currencies, is answered from what is kept", () =>
  runtime.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        priced.changes = 0
        const owner = yield* newOwner()
        yield* done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [trade(1, 1), trade(2, 2)] })
        const kept = yield* started
        const settings = settingsOf({ scope: { kind: "portfolio" }, currency: "mxn", start: 0, length: 9 })
        const counts: Array<readonly [reads: number, loads: number]> = []
        for (let round = 0; round < 2; round++) {
          const [reads, loaded] = [state.reads, priced.loads]
          for (const timeZone of ["UTC", "Asia/Tokyo", "Europe/London", "America/Lima", "Asia/Kolkata", "Pacific/Auckland"])
            for (const currency of ["mxn", "usd"] as const)
              yield* kept.profit(owner, portfolio, { ...settings, timeZone, currency, method: "FIFO" })
          counts.push([state.reads - reads, priced.loads - loaded])
        }
        expect(counts).toEqual([
          [6, 12],
          [0, 0]
        ])
      })
    )
  ))
