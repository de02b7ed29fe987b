/** Over the real store: profit from lots that follow the ledger is that of all rows read anew, whatever came since. */
import { sum } from "@caudal/accounting"
import { Decimal } from "@caudal/exchange"
import { Effect, ManagedRuntime, Stream } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type ConnectionId, Ledger, type OwnerId, type Transaction } from "../../src/index.ts"
import { accountOpenings } from "../../src/portfolio/accountOpenings.ts"
import type { GainMethod } from "../../src/portfolio/LotSettings.ts"
import type { CloseOf } from "../../src/returns/ClosePrices.ts"
import { FollowedLots } from "../../src/returns/FollowedLots.ts"
import { type Flows, keptFlows } from "../../src/returns/keptFlows.ts"
import { profitOf } from "../../src/returns/profitOf.ts"
import type { ReturnScope } from "../../src/returns/ReturnScope.ts"
import { sha256 } from "../../src/vault/digest.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"
import { ofLots } from "./followed.ts"
import { linesAnew } from "./lotsAnew.ts"
import { first, resolve } from "./madeUp.ts"
import { dayOf, done, newOwner, portfolio, type Row, state, step, trade, world, type World, zone } from "./storedRows.ts"

let place: Place
let runtime: ManagedRuntime.ManagedRuntime<World, unknown>

beforeAll(() => {
  place = newPlace()
  runtime = ManagedRuntime.make(world(place.dataDir))
})
afterAll(async () => {
  await runtime.dispose()
  removePlace(place)
})

const run = <A, E>(effect: Effect.Effect<A, E, World>): Promise<A> => runtime.runPromise(effect)

/** Other amounts in another currency; one day in eleven has none. */
const closesIn =
  (currency: string): CloseOf =>
  (asset, day) => {
    const close = (amount: string) => ({ amount: Decimal.make(amount), source: "made up", at: day * 86_400_000, carriedDays: 0 })
    if (asset === currency) return close("1")
    if (asset.startsWith("unknown") || day % 11 === 0) return null
    return close(`${(day * 7919 + asset.length * 104_729) % 1000}.${currency.length}3`)
  }

const scopes: ReadonlyArray<ReturnScope> = [
  { kind: "portfolio" },
  { kind: "exchange", exchange: "bitso" },
  { kind: "account", account: "kraken:a" },
  { kind: "asset", asset: "bitcoin" }
]

const question = fc.record({
  scope: fc.constantFrom(...scopes),
  currency: fc.constantFrom("mxn", "usd"),
  method: fc.constantFrom<GainMethod>("FIFO", "LIFO", "HIFO", "AVERAGE", "UK_S104", "CA_ACB"),
  start: fc.integer({ min: -1, max: 60 }),
  length: fc.integer({ min: 0, max: 120 })
})
type Question = typeof question extends fc.Arbitrary<infer A> ? A : never

/** Rows of one act lie at most forty days apart; one that comes later is an act of its own. */
const parted = (rows: ReadonlyArray<Transaction>): ReadonlyArray<Transaction> => {
  const since = new Map<string, number>()
  return rows.map((row) => {
    if (row.groupId === null || row.status !== "settled") return row
    const key = `${row.exchange} ${row.groupId}`
    const day = dayOf({ ms: row.at, day: null })
    const begun = since.get(key)
    const own = begun === undefined || begun < day - 40 ? day : begun
    since.set(key, own)
    return { ...row, groupId: `${row.groupId} of ${own}` }
  })
}

const anew = Effect.fnUntraced(function* (owner: OwnerId, { scope, currency, method, start, length }: Question) {
  const rows = yield* Stream.runCollect((yield* Ledger).all(owner, portfolio))
  const openings = yield* accountOpenings(owner, portfolio)
  const period = { start: first + start, end: first + start + length }
  const input = { rows: parted(rows), openings, resolve, currency, closeOf: closesIn(currency), dayOf, timeZone: zone, method, scope }
  return linesAnew({ ...input, ...period })
})

const followedLines = (followed: FollowedLots, { scope, currency, start, length }: Question, { acts, firsts, openings }: Flows) => {
  const closeOf = closesIn(currency)
  const period = { scope, start: first + start, end: first + start + length }
  const firstRowOf = (id: ConnectionId) => firsts.get(id)
  const lots = followed.of({ acts, openings, firstRowOf, resolve, dayOf, closeOf, closes: closeOf, end: period.end })
  const zero = sum([])
  return profitOf({ lots, closeOf, ...period }, { gain: zero, income: zero, fees: zero })
}

it("says the same as all rows at once in any scope, currency, method and period, and reads only what came, was corrected or moved", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 20 }),
      fc.array(question, { minLength: 1, maxLength: 4 }),
      (steps, questions) =>
        run(
          Effect.gen(function* () {
            const owner = yield* newOwner()
            const flows = yield* keptFlows(sha256)
            const read = flows.read(owner, portfolio, zone, dayOf)
            const lots = new Map<string, FollowedLots>()
            yield* read
            let asked = 0
            for (const each of [...steps, { do: "read" as const }]) {
              if (each.do !== "read") {
                yield* done(owner, each)
                continue
              }
              const before = state.reads
              const found = yield* read
              expect(state.reads).toBe(before)
              const one = questions[asked++ % questions.length]!
              const { scope, currency, method } = one
              const of = { scope: ofLots(scope), currency, method, timeZone: zone }
              const key = JSON.stringify(of)
              const followed = lots.get(key) ?? new FollowedLots(of)
              lots.set(key, followed)
              const lines = followedLines(followed, one, found)
              const full = yield* anew(owner, one)
              expect(lines.carriedOut).toBe(full.realisedByGifts)
              expect(sum([lines.realised, lines.carriedOut])).toBe(full.realised)
              expect(lines.unrealised).toBe(full.unrealised)
              expect(sum([lines.unknownBasis, full.unvaluedCost])).toBe(sum([full.withoutBasis.value, full.withoutBasis.proceeds]))
            }
          })
        )
    ),
    { numRuns: 400, endOnFailure: true }
  ))

it("acts are read with the days, once; days that did not change are the same", () =>
  run(
    Effect.gen(function* () {
      const owner = yield* newOwner()
      const flows = yield* keptFlows(sha256)
      const page = (rows: Array<Row>) => done(owner, { do: "page", connection: 1 as ConnectionId, stream: "ledger", rows })
      yield* page([trade(1, 1), trade(2, 2)])
      const before = state.reads
      const read = flows.read(owner, portfolio, zone, dayOf)
      const [once, again] = yield* Effect.all([read, read], { concurrency: "unbounded" })
      expect(again.acts).toBe(once.acts)
      yield* page([trade(3, 2)])
      const later = yield* read
      expect(state.reads - before).toBe(1)
      expect([...later.acts.values()].flatMap((day) => day.read()).map(({ id }) => id)).toEqual(
        ["1", "2", "3"].map((id) => `bitso/a/ledger/${id}`)
      )
      const [firstDay, secondDay] = [1, 2].map((day) => dayOf({ ms: (first + day) * 86_400_000 + 43_200_000, day: null }))
      expect(later.acts.get(firstDay!)).toBe(once.acts.get(firstDay!))
      expect(once.acts.get(secondDay!)!.read()).toHaveLength(1)
    })
  ))
