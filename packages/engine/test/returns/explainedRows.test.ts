/** Explanations over the real store: a page reads the rows that it lists, and says what it would if all rows were read anew. */
import { dayText } from "@caudal/accounting"
import { Decimal } from "@caudal/exchange"
import { Effect, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { defaultConventions, type Explained, FigureNotFound, type OwnerId, type Performance } from "../../src/index.ts"
import { explainedFigures, type PerformanceScope } from "../../src/returns/Performance.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"
import { first } from "./madeUp.ts"
import { priced, type PricedWorld, pricedWorld, started } from "./pricedRows.ts"
import { inputsIn, plainOf, recomputed } from "./recomputed.ts"
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
beforeEach(() => {
  priced.changes = 0
  state.meanwhile = Effect.void
})

const run = <A, E>(effect: Effect.Effect<A, E, PricedWorld>): Promise<A> => runtime.runPromise(effect)

const date = (day: number): string => dayText(first + day)
const everything: PerformanceScope = { kind: "portfolio" }
const bitcoin: PerformanceScope = { kind: "asset", asset: "bitcoin" }

interface Over {
  readonly scope?: PerformanceScope
  readonly from?: number
  readonly until?: number
  readonly offset?: number
  readonly limit?: number
}

const asking =
  (service: typeof Performance.Service, owner: OwnerId) =>
  (figure: string, { scope = everything, from = 0, until = 130, offset = 0, limit = 10 }: Over = {}) =>
    service.explain(owner, portfolio, {
      period: { from: date(from), to: date(until) },
      currency: "mxn",
      timeZone: "UTC",
      scope,
      conventions: defaultConventions,
      figure,
      offset,
      limit
    })

const posted = ({ steps }: Explained): ReadonlyArray<string> =>
  inputsIn(steps).flatMap(({ origin }) => (origin.kind === "posting" ? [`${origin.transaction}/${origin.posting}`] : []))

const lastDay = 125
const isLarge = (day: number): boolean => day > 0 && day % 60 === 0

/** Eight trades a day, each with a row for its fee; money comes every fifth day, a lot of it every sixtieth. */
const longHistory = (): ReadonlyArray<Row> =>
  Array.from({ length: lastDay + 1 }, (_, day) => {
    const trades = Array.from({ length: 8 }, (_, i): ReadonlyArray<Row> => {
      const id = day * 100 + 2 * i
      const group = `t${id}`
      const of = { ...trade(id, day), hour: 8 + i, group }
      const fee = { wallet: "spot", asset: "btc", amount: Decimal.make("-0.01"), role: "fee" as const }
      return [of, { ...of, id: id + 1, kind: "fee", postings: [fee] }]
    })
    const amount = Decimal.make(isLarge(day) ? "9000000" : "1000")
    const deposit: Row = {
      ...trade(day * 100 + 50, day),
      hour: 6,
      kind: "deposit",
      postings: [{ wallet: "spot", asset: "mxn", amount, role: "principal" }]
    }
    return [...trades.flat(), ...(day % 5 === 0 ? [deposit] : [])]
  }).flat()

it("a page reads the rows that it lists and no others, however long the history, and all pages list everything once", () =>
  run(
    Effect.scoped(
      Effect.gen(function* () {
        const owner = yield* newOwner()
        const rows = longHistory()
        yield* done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [...rows] })
        const ask = asking(yield* started, owner)
        yield* ask("netFlow")
        const postings = (asset: string, until = lastDay) =>
          rows.filter(({ day, postings }) => day <= until && postings.some((one) => one.asset === asset)).length
        const deposits = (from: number) => rows.filter(({ day, kind }) => kind === "deposit" && day >= from).length
        const cases: ReadonlyArray<readonly [figure: string, postings: number, over?: Over]> = [
          ["netFlow", deposits(0)],
          ["netFlow", deposits(91), { from: 91 }],
          [`days/${date(50)}/flow`, 1],
          [`units/bitcoin/${date(lastDay)}`, postings("btc")],
          [`units/mxn/${date(40)}`, postings("mxn", 40)],
          [`days/${date(60)}/flows/0/flow`, 1],
          [`days/${date(60)}/flows/0/units/mxn`, postings("mxn", 59)],
          // Pesos that were given, a day's trades, and of each trade the bitcoin that came less its fee.
          [`trades/mxn/${date(70)}`, 8, { scope: { kind: "asset", asset: "mxn" } }],
          [`trades/bitcoin/${date(70)}`, 8, { scope: bitcoin }]
        ]
        const [reads, limit] = [state.reads, 10]
        for (const [figure, count, over] of cases) {
          const listed: Array<string> = []
          let value: Explained["value"] = null
          for (let offset = 0, parts = 1; offset < parts; offset += limit) {
            const before = state.rows
            const page = yield* ask(figure, { limit, offset, ...over })
            // A trade is two rows. Of a day's trades all are read.
            expect([figure, offset, state.rows - before <= 2 * limit]).toEqual([figure, offset, true])
            value ??= page.value
            expect([figure, offset, page.value, recomputed(page)]).toEqual([figure, offset, value, plainOf(value!)])
            listed.push(...posted(page))
            parts = page.parts!.count
          }
          expect([figure, new Set(listed).size, listed.length]).toEqual([figure, count, count])
        }
        expect(state.reads).toBe(reads)
      })
    )
  ))

const scope = fc.constantFrom<PerformanceScope>(
  everything,
  { kind: "exchange", exchange: "bitso" },
  { kind: "connection", connection: connections[1] },
  bitcoin
)
const onDay = (most: number, of: (day: string) => ReadonlyArray<string>) => fc.nat(most).chain((day) => fc.constantFrom(...of(date(day))))
const figure = fc.oneof(
  fc.constantFrom<string>(...explainedFigures),
  onDay(120, (day) => [`units/bitcoin/${day}`, `units/mxn/${day}`]),
  onDay(3, (day) => ["flow", "flows/0/flow", "flows/1/flow", "flows/0/units/bitcoin", "flows/1/units/mxn"].map((of) => `days/${day}/${of}`))
)
const question = fc
  .oneof(
    { weight: 6, arbitrary: fc.record({ scope, figure }) },
    { weight: 1, arbitrary: fc.record({ scope: fc.constant(bitcoin), figure: onDay(3, (day) => [`trades/bitcoin/${day}`]) }) }
  )
  .chain((of) => fc.record({ of: fc.constant(of), limit: fc.integer({ min: 1, max: 4 }) }))
  .map(({ of, limit }) => ({ ...of, limit }))

/** Trades at an instant, of few days, with fees in either. */
const trades = fc.record({
  do: fc.constant("page" as const),
  connection: fc.constantFrom(...connections),
  stream: fc.constant("ledger" as const),
  rows: fc.array(
    fc
      .record({
        id: fc.integer({ min: 15, max: 29 }),
        day: fc.nat(3),
        pesos: fc.integer({ min: 1, max: 9 }),
        feeIn: fc.constantFrom("btc", "mxn", null)
      })
      .map(({ id, day, pesos, feeIn }): Row => {
        const amounts = { btc: "1", mxn: `-${pesos}` }
        const fee = feeIn === null ? [] : [{ wallet: "spot", asset: feeIn, amount: Decimal.make("-0.1"), role: "fee" as const }]
        const postings = trade(id, day).postings.map((one) => ({ ...one, amount: Decimal.make(amounts[one.asset as "btc"]) }))
        return { ...trade(id, day), postings: [...postings, ...fee] }
      }),
    { minLength: 1, maxLength: 4 }
  )
})

it("every page says what a server says that was just started, whatever came since, and makes the figure again", async () => {
  const listed = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 4, arbitrary: step }, { weight: 1, arbitrary: trades }), { minLength: 4, maxLength: 16 }),
      fc.array(question, { minLength: 2, maxLength: 6 }),
      (steps, questions) =>
        run(
          Effect.scoped(
            Effect.gen(function* () {
              const owner = yield* newOwner()
              const kept = asking(yield* started, owner)
              for (const each of [...steps, { do: "read" as const }]) {
                if (each.do !== "read") {
                  yield* done(owner, each)
                  continue
                }
                const anew = asking(yield* started, owner)
                for (const { figure, scope, limit } of questions)
                  for (let offset = 0, count = 1; offset < count; offset += limit) {
                    const over = { scope, limit, offset }
                    const [found, expected] = [yield* Effect.result(kept(figure, over)), yield* Effect.result(anew(figure, over))]
                    expect(found).toEqual(expected)
                    if (found._tag === "Failure") expect(found.failure).toBeInstanceOf(FigureNotFound)
                    else if (found.success.value !== null) {
                      const { success } = found
                      expect([figure, offset, recomputed(success)]).toEqual([figure, offset, plainOf(success.value!)])
                      count = success.parts?.count ?? 1
                      const kind = figure.replaceAll(/[\d-]+|(?<=units\/)\w+/g, "_")
                      listed.set(kind, (listed.get(kind) ?? 0) + posted(success).length)
                    }
                  }
              }
            })
          )
        )
    ),
    { numRuns: 250, endOnFailure: true }
  )
  for (const kind of ["netFlow", "units/_/_", "trades/bitcoin/_", "days/_/flow", "days/_/flows/_/flow", "days/_/flows/_/units/_"])
    expect([kind, listed.get(kind) ?? 0]).toEqual([kind, expect.toSatisfy((count: number) => count > 0)])
}, 120_000)

const corrected = (owner: OwnerId, pesos: number) =>
  Effect.suspend(() => {
    const postings = trade(1, 1).postings.map((one) => (one.asset === "mxn" ? { ...one, amount: Decimal.make(`-${pesos}`) } : one))
    return done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [{ ...trade(1, 1), postings }] })
  })

it("rows that are corrected between days and rows are told together all the same, or not at all", () =>
  run(
    Effect.scoped(
      Effect.gen(function* () {
        const context = yield* Effect.context<PricedWorld>()
        const owner = yield* newOwner()
        yield* corrected(owner, 5)
        const ask = asking(yield* started, owner)
        const figure = `units/mxn/${date(3)}`
        expect((yield* ask(figure)).value).toBe("-5")
        let pesos = 5
        const correct = Effect.suspend(() => corrected(owner, ++pesos)).pipe(Effect.provide(context), Effect.orDie)
        state.meanwhile = Effect.suspend(() => (pesos === 5 ? correct : Effect.void))
        const found = yield* ask(figure)
        expect([found.value, recomputed(found)]).toEqual(["-6", "-6"])
        state.meanwhile = correct
        const failed = yield* Effect.exit(ask(figure))
        expect(String(failed)).toContain(`${figure} changed each time that its rows were read`)
        expect(pesos).toBe(9)
      })
    )
  ))

it("trades that come to nothing are listed all the same, where the days moved on before their rows were read", () =>
  run(
    Effect.scoped(
      Effect.gen(function* () {
        const context = yield* Effect.context<PricedWorld>()
        const owner = yield* newOwner()
        const amounts = (btc: string, mxn: string): Row["postings"] => [
          { wallet: "spot", asset: "btc", amount: Decimal.make(btc), role: "principal" },
          { wallet: "spot", asset: "mxn", amount: Decimal.make(mxn), role: "principal" }
        ]
        const rows: ReadonlyArray<Row> = [
          { ...trade(1, 1), postings: amounts("1", "-5") },
          { ...trade(2, 1), postings: amounts("-1", "5") }
        ]
        yield* done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [...rows] })
        const ask = asking(yield* started, owner)
        const figure = `trades/mxn/${date(1)}`
        const scope = { kind: "asset", asset: "mxn" } as const
        // Another trade of that day, and somebody who asks.
        state.meanwhile = Effect.suspend(() => {
          state.meanwhile = Effect.void
          const more = { ...trade(3, 1), hour: 15, postings: amounts("1", "-7") }
          return Effect.andThen(done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [more] }), ask("netFlow"))
        }).pipe(Effect.provide(context), Effect.orDie)
        const found = yield* ask(figure, { scope })
        expect([found.value, found.parts?.count, posted(found).length, recomputed(found)]).toEqual(["-7", 3, 3, "-7"])
      })
    )
  ))
