/** Over the real store: what is kept says the same as all rows read anew, whatever came since. */
import { dayIn } from "@caudal/accounting"
import { Decimal, type EventKind, type EventStatus, type LedgerEvent } from "@caudal/exchange"
import { Effect, Layer, ManagedRuntime, Stream } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { resolver } from "../../src/assets/resolve.ts"
import { Assets, ConnectionId, Ledger, OwnerId, PortfolioId } from "../../src/index.ts"
import { layer as ledgerLayer } from "../../src/ledger/ledgerLayer.ts"
import { accountOpenings } from "../../src/portfolio/accountOpenings.ts"
import { FlowHash } from "../../src/returns/FlowHash.ts"
import { keptFlows } from "../../src/returns/keptFlows.ts"
import { projectFlows } from "../../src/returns/projectFlows.ts"
import { OpeningStore } from "../../src/storage/OpeningStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { sha256 } from "../../src/vault/digest.ts"
import { SqlClient, storesLayer } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"
import { at, resolve } from "./madeUp.ts"
import { shapeOf } from "./shapeOf.ts"

const portfolio = PortfolioId(1)
const zone = "America/Mexico_City"
const dayOf = dayIn(zone)

interface Row {
  readonly id: number
  readonly day: number
  readonly kind: EventKind
  readonly status: EventStatus
  readonly group: string | null
  readonly postings: LedgerEvent["postings"]
  readonly txid: string | null
}

const amount = fc
  .record({ units: fc.integer({ min: -500, max: 900 }).filter((units) => units !== 0), decimals: fc.constantFrom(0, 2, 2, 2, 9, 11) })
  .map(({ units, decimals }) => Decimal.fromScaled(BigInt(units), decimals))

const posting = fc.record({
  wallet: fc.constant("spot"),
  asset: fc.constantFrom("btc", "mxn", "eth", "nosuchcoin"),
  amount,
  role: fc.constantFrom("principal" as const, "principal" as const, "fee" as const)
})

const row: fc.Arbitrary<Row> = fc.record({
  id: fc.nat(14),
  // Rows of one act lie at most forty days apart.
  day: fc.oneof(fc.nat(3), fc.nat(120)),
  kind: fc.constantFrom<EventKind>("trade", "trade", "trade", "deposit", "withdrawal", "transfer", "fee", "reward", "unrecognised"),
  status: fc.constantFrom<EventStatus>("settled", "settled", "settled", "pending"),
  group: fc.constantFrom(null, null, "g1", "g2", "g3"),
  postings: fc.array(posting, { minLength: 1, maxLength: 3 }),
  txid: fc.constantFrom(null, "t1", "t2")
})

/** Ends of own transfers, mostly; some turn out not to be. */
const movement: fc.Arbitrary<Row> = fc.record({
  id: fc.nat(3),
  day: fc.nat(5),
  kind: fc.constantFrom<EventKind>("deposit", "withdrawal", "deposit", "withdrawal", "reward"),
  status: fc.constantFrom<EventStatus>("settled", "settled", "pending"),
  group: fc.constant(null),
  postings: fc
    .integer({ min: -4, max: 4 })
    .map((units) => [{ wallet: "spot", asset: "btc", amount: Decimal.make(String(units === 0 ? 1 : units)), role: "principal" as const }]),
  txid: fc.constantFrom("t1", "t1", "t2")
})

const event = (stream: string, { id, day, kind, status, group, postings, txid }: Row): LedgerEvent => ({
  source: { stream, externalId: `${id}`, identity: "exchange" },
  refs: [],
  groupId: group,
  kind,
  at: at(day),
  rank: null,
  status,
  postings,
  transfer: txid === null ? null : { network: null, txid, address: null, tag: null, rail: null, reference: null },
  price: null,
  operation: null,
  pointer: "/0"
})

const connections = [ConnectionId(1), ConnectionId(2)] as const

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("page" as const),
      connection: fc.constantFrom(...connections),
      // Rows of the second stream build no books: they only say more of the first one's.
      stream: fc.constantFrom("ledger" as const, "ledger" as const, "witness" as const),
      rows: fc.array(row, { minLength: 1, maxLength: 4 })
    })
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("page" as const),
      connection: fc.constantFrom(...connections),
      stream: fc.constant("ledger" as const),
      rows: fc.array(movement, { minLength: 1, maxLength: 2 })
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("opening" as const),
      connection: fc.constantFrom(...connections),
      asset: fc.constantFrom("btc", "mxn"),
      day: fc.nat(60),
      amount,
      withdrawn: fc.boolean()
    })
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("read" as const) }) }
)
type Step = typeof step extends fc.Arbitrary<infer A> ? A : never

let place: Place
let runtime: ManagedRuntime.ManagedRuntime<Layer.Success<ReturnType<typeof world>>, unknown>
/** How often all rows were read; every run of the property is an owner of its own. */
let reads = 0
let owners = 0
let corrections: ReadonlyArray<never> = []

const world = (dataDir: string) => {
  const counted = Layer.effect(
    Ledger,
    Effect.map(Ledger, (ledger) =>
      Ledger.of({ ...ledger, all: (owner, which) => Stream.suspend(() => (reads++, ledger.all(owner, which))) })
    )
  ).pipe(Layer.provide(ledgerLayer))
  const assets = Layer.mock(Assets)({
    resolver: () => Effect.succeed(resolver(seedRules)),
    corrections: () => Effect.sync(() => corrections),
    relations: []
  })
  return Layer.mergeAll(counted, assets).pipe(Layer.provideMerge(storesLayer(dataDir)))
}

beforeAll(() => {
  place = newPlace()
  runtime = ManagedRuntime.make(world(place.dataDir))
})
afterAll(async () => {
  await runtime.dispose()
  removePlace(place)
})

const newOwner = Effect.fnUntraced(function* () {
  const sql = yield* SqlClient.SqlClient
  const owner = OwnerId(++owners)
  yield* sql`INSERT INTO portfolio (owner_id, portfolio_id, name) VALUES (${owner}, 1, 'all')`
  for (const [i, exchange] of ["bitso", "kraken"].entries())
    yield* sql`INSERT INTO connection (owner_id, connection_id, exchange, account_key, label, status, composition, rights, created_at, credentials_since, key_fingerprint)
      VALUES (${owner}, ${connections[i]!}, ${exchange}, 'a', '', 'active', 'books', '{}', 0, 0, '')`
  return owner
})

const done = Effect.fnUntraced(function* (owner: OwnerId, step: Exclude<Step, { readonly do: "read" }>) {
  if (step.do === "opening") {
    const { connection, asset, day, amount: quantity, withdrawn } = step
    const said = { wallet: "spot", asset, at: at(day), quantity, cost: null, acquiredAt: null, note: null }
    return yield* (yield* OpeningStore).put(owner, connection, { ...said, assertedAt: 0, withdrawn })
  }
  const { connection, stream, rows } = step
  return yield* (yield* PageStore).commit({
    owner,
    connection,
    stream,
    dimension: "",
    posts: stream === "ledger",
    endpoint: stream,
    request: "{}",
    receivedAt: 1,
    hash: "",
    seal: () => new Uint8Array(),
    events: rows.map((one) => ({ event: event(stream, one), occurrence: 0 })),
    quarantined: [],
    walk: "",
    state: "syncing"
  })
})

const anew = Effect.fnUntraced(function* (owner: OwnerId) {
  const rows = yield* Stream.runCollect((yield* Ledger).all(owner, portfolio))
  return projectFlows(rows, resolve, zone, dayOf, yield* accountOpenings(owner, portfolio))
})

const run = <A, E>(effect: Effect.Effect<A, E, Layer.Success<ReturnType<typeof world>>>): Promise<A> => runtime.runPromise(effect)

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
            const before = reads
            const { projection, hash } = yield* read
            expect(reads).toBe(before)
            const full = yield* anew(owner)
            expect(shapeOf(projection)).toEqual(shapeOf(full))
            expect(hash.of(projection, "")).toBe(new FlowHash(sha256).of(full, ""))
            expect((yield* read).projection).toBe(projection)
          }
        })
      )
    ),
    { numRuns: 400 }
  ))

const trade = (id: number, day: number): Row => ({
  id,
  day,
  kind: "trade",
  status: "settled",
  group: null,
  postings: [
    { wallet: "spot", asset: "btc", amount: Decimal.make("1"), role: "principal" },
    { wallet: "spot", asset: "mxn", amount: Decimal.make("-5"), role: "principal" }
  ],
  txid: null
})

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
      const before = reads
      yield* Effect.all([read(), read(), read()], { concurrency: "unbounded" })
      expect(reads - before).toBe(1)
      yield* read(zone)
      expect(reads - before).toBe(2)
      corrections = ["another meaning of a code" as never]
      yield* read()
      expect(reads - before).toBe(3)
      corrections = []
    })
  ))
