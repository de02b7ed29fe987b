/** Over the real store: what is kept says the same as all rows read anew, whatever came since. */
import { dayIn } from "@caudal/accounting"
import { Decimal } from "@caudal/exchange"
import { Effect, ManagedRuntime, Stream } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type ConnectionId, Ledger, type OwnerId } from "../../src/index.ts"
import { accountOpenings } from "../../src/portfolio/accountOpenings.ts"
import { FlowHash } from "../../src/returns/FlowHash.ts"
import { keptFlows } from "../../src/returns/keptFlows.ts"
import { projectFlows } from "../../src/returns/projectFlows.ts"
import { sha256 } from "../../src/vault/digest.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"
import { resolve } from "./madeUp.ts"
import { shapeOf } from "./shapeOf.ts"
import { connections, dayOf, done, newOwner, portfolio, type Row, state, step, trade, world, type World, zone } from "./storedRows.ts"

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

const anew = Effect.fnUntraced(function* (owner: OwnerId) {
  const rows = yield* Stream.runCollect((yield* Ledger).all(owner, portfolio))
  return projectFlows(rows, resolve, zone, dayOf, yield* accountOpenings(owner, portfolio))
})

const run = <A, E>(effect: Effect.Effect<A, E, World>): Promise<A> => runtime.runPromise(effect)

it("says the same as all rows read anew, after any rows came, were corrected, moved, joined or parted, and reads only these", () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) =>
      run(
        Effect.gen(function* () {
          const owner = yield* newOwner()
          const flows = yield* keptFlows(sha256)
          const read = flows.read(owner, portfolio, zone, dayOf)
          yield* read
          for (const each of [...steps, { do: "read" as const }]) {
            if (each.do !== "read") {
              yield* done(owner, each)
              continue
            }
            const before = state.reads
            const { projection, hash } = yield* read
            expect(state.reads).toBe(before)
            const full = yield* anew(owner)
            expect(shapeOf(projection)).toEqual(shapeOf(full))
            expect(hash.of(projection, [], "")).toBe(new FlowHash(sha256).of(full, [], ""))
            expect((yield* read).projection).toBe(projection)
          }
        })
      )
    ),
    { numRuns: 400 }
  ))

it("what has not changed is the same as before, and what was given out stays as it was", () =>
  run(
    Effect.gen(function* () {
      const owner = yield* newOwner()
      const flows = yield* keptFlows(sha256)
      const [bitso, kraken] = connections
      const read = Effect.map(flows.read(owner, portfolio, zone, dayOf), ({ projection }) => projection)
      const page = (connection: ConnectionId, rows: Array<Row>) => done(owner, { do: "page", connection, stream: "ledger", rows })
      yield* page(bitso, [trade(1, 1), trade(2, 2)])
      yield* page(kraken, [
        { ...trade(3, 3), kind: "reward", postings: [{ wallet: "spot", asset: "eth", amount: Decimal.make("1"), role: "principal" }] }
      ])
      const first = yield* read
      const shown = JSON.stringify(shapeOf(first))
      yield* page(bitso, [trade(4, 2)])
      const second = yield* read
      expect(JSON.stringify(shapeOf(first))).toBe(shown)
      expect(second.assets.get("ethereum")).toBe(first.assets.get("ethereum"))
      const [was, is] = [first, second].map(({ assets }) => assets.get("bitcoin")!.columns[0]!.moves)
      expect(is![0]).toBe(was![0])
      expect([was![1]!.traded, is![1]!.traded]).toEqual([100_000_000n, 200_000_000n])
    })
  ))

it("all rows are read once for several figures, and again for another zone or when corrections say something else", () =>
  run(
    Effect.gen(function* () {
      const owner = yield* newOwner()
      const flows = yield* keptFlows(sha256)
      const read = (timeZone = "UTC") => flows.read(owner, portfolio, timeZone, dayIn(timeZone))
      yield* done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [trade(1, 1), trade(2, 2)] })
      const before = state.reads
      yield* Effect.all([read(), read(), read()], { concurrency: "unbounded" })
      expect(state.reads - before).toBe(1)
      yield* read(zone)
      expect(state.reads - before).toBe(2)
      state.corrections = ["another meaning of a code" as never]
      yield* read()
      expect(state.reads - before).toBe(3)
      state.corrections = []
    })
  ))

const zones = ["UTC", "Asia/Tokyo", "Europe/London", "America/Lima", "Asia/Kolkata", "Pacific/Auckland"]

/** How often rows are read in two rounds over all zones. */
const roundsOf = (most?: number) =>
  Effect.gen(function* () {
    const owner = yield* newOwner()
    const flows = yield* keptFlows(sha256, most)
    yield* done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [trade(1, 1), trade(2, 2)] })
    const counts: Array<number> = []
    for (let round = 0; round < 2; round++) {
      const before = state.reads
      for (const timeZone of zones) yield* flows.read(owner, portfolio, timeZone, dayIn(timeZone))
      counts.push(state.reads - before)
    }
    return counts
  })

it("small ones are all kept, however many a household looks at in turn", async () => {
  expect(await run(roundsOf())).toEqual([6, 0])
})

it("never more is kept than may be, but for the one that was asked for last", async () => {
  // Two days of trades: a movement of each asset a day, and the trade beside both assets; two acts.
  const bytes = 8 * 320 + 2 * 280
  expect(await run(roundsOf(6 * bytes))).toEqual([6, 0])
  expect(await run(roundsOf(6 * bytes - 1))).toEqual([6, 6])
  const last = Effect.gen(function* () {
    const owner = yield* newOwner()
    const flows = yield* keptFlows(sha256, 1)
    yield* done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [trade(1, 1)] })
    yield* flows.read(owner, portfolio, zone, dayOf)
    const before = state.reads
    yield* flows.read(owner, portfolio, zone, dayOf)
    return state.reads - before
  })
  expect(await run(last)).toBe(0)
})

it("acts weigh something, too", async () => {
  const rounds = (bytes: number) =>
    run(
      Effect.gen(function* () {
        const owner = yield* newOwner()
        const flows = yield* keptFlows(sha256, bytes)
        yield* done(owner, { do: "page", connection: connections[0], stream: "ledger", rows: [trade(1, 1)] })
        const read = (timeZone: string) => flows.read(owner, portfolio, timeZone, dayIn(timeZone))
        yield* read("UTC")
        yield* read(zone)
        const before = state.reads
        yield* read("UTC")
        return state.reads - before
      })
    )
  // Movements of two zones, and the act of each.
  const bytes = 2 * (4 * 320 + 280)
  expect([await rounds(bytes), await rounds(bytes - 1)]).toEqual([0, 1])
})
