/** A ledger in the real store, and what may happen to it: rows come, are corrected, move, join and part. */
import { dayIn } from "@caudal/accounting"
import { Decimal, type EventKind, type EventStatus, type LedgerEvent } from "@caudal/exchange"
import { Effect, Layer, Stream } from "effect"
import fc from "fast-check"
import { committed } from "../committed.ts"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { resolver } from "../../src/assets/resolve.ts"
import { Assets, ConnectionId, Ledger, OwnerId, PortfolioId } from "../../src/index.ts"
import { layer as ledgerLayer } from "../../src/ledger/ledgerLayer.ts"
import { OpeningStore } from "../../src/storage/OpeningStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { SqlClient, storesLayer } from "../stores.ts"
import { at } from "./madeUp.ts"

export const portfolio = PortfolioId(1)
export const zone = "America/Mexico_City"
export const dayOf = dayIn(zone)

export interface Row {
  readonly id: number
  readonly day: number
  /** Noon where it is not said. */
  readonly hour?: number
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

const event = (stream: string, { id, day, hour, kind, status, group, postings, txid }: Row): LedgerEvent => ({
  source: { stream, externalId: `${id}`, identity: "exchange" },
  refs: [],
  groupId: group,
  kind,
  at: at(day, hour),
  rank: null,
  status,
  postings,
  transfer: txid === null ? null : { network: null, txid, address: null, tag: null, rail: null, reference: null },
  price: null,
  operation: null,
  pointer: "/0"
})

export const connections = [ConnectionId(1), ConnectionId(2)] as const

export const step = fc.oneof(
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
export type Step = typeof step extends fc.Arbitrary<infer A> ? A : never

/**
 * `reads`: how often all rows were read; `rows`: how many in all. `meanwhile`: what happens before rows of some instants are read.
 * Every run of a property is an owner of its own.
 */
export const state = {
  reads: 0,
  rows: 0,
  meanwhile: Effect.void as Effect.Effect<unknown>,
  owners: 0,
  corrections: [] as ReadonlyArray<never>
}

export const world = (dataDir: string) => {
  const counted = Layer.effect(
    Ledger,
    Effect.map(Ledger, (ledger) =>
      Ledger.of({
        ...ledger,
        all: (owner, which) =>
          Stream.suspend(() => (state.reads++, ledger.all(owner, which))).pipe(Stream.tap(() => Effect.sync(() => state.rows++))),
        together: (...asked) =>
          Effect.suspend(() => state.meanwhile).pipe(
            Effect.andThen(ledger.together(...asked)),
            Effect.tap((rows) => Effect.sync(() => (state.rows += rows.length)))
          )
      })
    )
  ).pipe(Layer.provide(ledgerLayer))
  const assets = Layer.mock(Assets)({
    resolver: () => Effect.succeed(resolver(seedRules)),
    corrections: () => Effect.sync(() => state.corrections),
    relations: []
  })
  return Layer.mergeAll(counted, assets).pipe(Layer.provideMerge(storesLayer(dataDir)))
}

export type World = Layer.Success<ReturnType<typeof world>>

export const newOwner = Effect.fnUntraced(function* () {
  const sql = yield* SqlClient.SqlClient
  const owner = OwnerId(++state.owners)
  yield* sql`INSERT INTO portfolio (owner_id, portfolio_id, name) VALUES (${owner}, 1, 'all')`
  for (const [i, exchange] of ["bitso", "kraken"].entries())
    yield* sql`INSERT INTO connection (owner_id, connection_id, exchange, account_key, label, status, composition, rights, created_at, credentials_since, key_fingerprint)
      VALUES (${owner}, ${connections[i]!}, ${exchange}, 'a', '', 'active', 'books', '{}', 0, 0, '')`
  return owner
})

/** A bitcoin for five pesos. */
export const trade = (id: number, day: number): Row => ({
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

export const done = Effect.fnUntraced(function* (owner: OwnerId, step: Exclude<Step, { readonly do: "read" }>) {
  if (step.do === "opening") {
    const { connection, asset, day, amount: quantity, withdrawn } = step
    const said = { wallet: "spot", asset, at: at(day), quantity, cost: null, acquiredAt: null, note: null }
    return yield* (yield* OpeningStore).put(owner, connection, { ...said, assertedAt: 0, withdrawn })
  }
  const { connection, stream, rows } = step
  return yield* (yield* PageStore).commit(
    committed(
      owner,
      connection,
      stream,
      rows.map((one) => ({ event: event(stream, one), occurrence: 0 })),
      "syncing"
    )
  )
})
