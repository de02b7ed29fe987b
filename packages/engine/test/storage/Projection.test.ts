import { type Composition, Decimal, type LedgerEvent } from "@caudal/exchange"
import { Effect, Layer, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ConnectionId } from "../../src/index.ts"
import { OwnerId } from "../../src/index.ts"
import { ConnectionStore } from "../../src/storage/ConnectionStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { Projection } from "../../src/storage/Projection.ts"
import { committed } from "../committed.ts"
import { SqlClient, storesLayer } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const open = (dataDir: string) => ManagedRuntime.make(Projection.layer.pipe(Layer.provideMerge(storesLayer(dataDir))))

let place: Place
let stores: ReturnType<typeof open>
beforeAll(() => {
  place = newPlace()
  stores = open(place.dataDir)
})
afterAll(async () => {
  await stores.dispose()
  removePlace(place)
})

const owner = OwnerId(1)
const byLedger: Composition = { id: "ledger", posts: ["ledger"], witnesses: ["trades", "moves"] }
const byEvents: Composition = { id: "events", posts: ["trades", "moves"], witnesses: [] }

interface Row {
  readonly stream: "ledger" | "trades" | "moves"
  readonly amount: string
  readonly asset: string
  readonly group: string | null
  readonly settled: boolean
}

const event = ({ amount, asset, group, settled }: Row, index: number): LedgerEvent => ({
  source: { stream: "any", externalId: String(index), identity: "exchange" },
  refs: [],
  groupId: group,
  kind: "trade",
  at: 1_000 + index,
  rank: null,
  status: settled ? "settled" : "pending",
  postings: [{ wallet: "spot", asset, amount: Decimal.make(amount), role: "principal" }],
  transfer: null,
  price: null,
  operation: null,
  pointer: "/0"
})

const unknown = { answer: "unknown", evidence: "" } as const
let accounts = 0

/** A connection of its own with these rows, as the ledger's books. */
const connectionOf = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>) {
  const connections = yield* ConnectionStore
  const pages = yield* PageStore
  const id = yield* connections.insert(owner, {
    exchange: "toy",
    accountKey: String(++accounts),
    label: "",
    composition: "ledger",
    rights: { trade: unknown, withdraw: unknown, ipRestricted: unknown, reads: {} },
    consentedAt: null,
    at: 1,
    keyFingerprint: ""
  })
  for (const stream of ["ledger", "trades", "moves"] as const) {
    const events = rows.flatMap((row, index) => (row.stream === stream ? [{ event: event(row, index), occurrence: 0 }] : []))
    yield* pages.commit(committed(owner, id, stream, events, "complete"))
  }
  return id
})

/** Everything that a projection may change. */
const books = (connection: ConnectionId) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const sums = yield* sql<{ asset: string; amount: string }>`SELECT asset, amount FROM posting_sum
      WHERE owner_id = ${owner} AND connection_id = ${connection} AND amount <> '0' ORDER BY asset`
    const events = yield* sql<{ stream: string; posts: number; joined: number; status: string; postings: string }>`
      SELECT stream, external_id, version, posts, joined, is_current, status, group_id, postings FROM event
      WHERE owner_id = ${owner} AND connection_id = ${connection} ORDER BY seq`
    const [row] = yield* sql<{
      composition: string
    }>`SELECT composition FROM connection WHERE owner_id = ${owner} AND connection_id = ${connection}`
    return { composition: row!.composition, sums: [...sums], events: [...events] }
  })

const project = (connection: ConnectionId, composition: Composition) => Projection.use((one) => one.project(owner, connection, composition))
type Services = ManagedRuntime.ManagedRuntime.Services<typeof stores>
const run = <A, E>(effect: Effect.Effect<A, E, Services>) => stores.runPromise(effect)

const rows = fc.array(
  fc.record({
    stream: fc.constantFrom("ledger", "trades", "moves"),
    amount: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map((units) => Decimal.make(`${units}e-12`)),
    asset: fc.constantFrom("aaa", "bbb"),
    group: fc.constantFrom(null, "g1", "g2"),
    settled: fc.boolean()
  }) satisfies fc.Arbitrary<Row>,
  { maxLength: 25 }
)

describe("a projection", () => {
  it("sums what the posting streams have settled, joins across the border, and comes back to the same bytes", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const { before, there, back } = await run(
          Effect.gen(function* () {
            const id = yield* connectionOf(all)
            const before = yield* books(id)
            yield* project(id, byEvents)
            const there = yield* books(id)
            yield* project(id, byLedger)
            return { before, there, back: yield* books(id) }
          })
        )
        expect(back).toEqual(before)
        expect([before.composition, there.composition]).toEqual(["ledger", "events"])
        for (const [{ sums, events }, { posts }] of [
          [before, byLedger],
          [there, byEvents]
        ] as const) {
          const counted = all.filter(({ stream, settled }) => settled && posts.includes(stream))
          for (const asset of ["aaa", "bbb"]) {
            const expected = Decimal.sum(counted.filter((row) => row.asset === asset).map(({ amount }) => Decimal.make(amount)))
            expect(sums.find((sum) => sum.asset === asset)?.amount ?? "0").toBe(expected)
          }
          expect(events.every((one) => one.posts === (posts.includes(one.stream) ? 1 : 0))).toBe(true)
        }
      }),
      { numRuns: 30 }
    )
  })

  it("that fails at any of its statements changes nothing", async () => {
    const all: ReadonlyArray<Row> = ["aaa", "bbb"].flatMap((asset) => [
      { stream: "ledger", amount: "2", asset, group: "g1", settled: true },
      { stream: "trades", amount: "1", asset, group: "g1", settled: true },
      { stream: "moves", amount: "5", asset, group: null, settled: true }
    ])
    const statements = [
      "BEFORE UPDATE OF composition ON connection",
      "BEFORE UPDATE OF posts ON event",
      "BEFORE UPDATE OF joined ON event WHEN NEW.joined = 1",
      "BEFORE DELETE ON posting_sum",
      "BEFORE INSERT ON posting_sum",
      "BEFORE INSERT ON posting_sum WHEN NEW.asset = 'bbb'",
      "AFTER INSERT ON posting_sum WHEN NEW.asset = 'bbb'"
    ]
    await run(
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const id = yield* connectionOf(all)
        const before = yield* books(id)
        for (const statement of statements) {
          yield* sql.unsafe(`CREATE TRIGGER cut ${statement} BEGIN SELECT RAISE(ABORT, 'cut'); END`)
          const failed = yield* Effect.flip(project(id, byEvents))
          yield* sql`DROP TRIGGER cut`
          expect(failed._tag, statement).toBe("SqlError")
          expect(yield* books(id), statement).toEqual(before)
        }
        yield* project(id, byEvents)
        expect(yield* books(id)).not.toEqual(before)
      })
    )
  })
})
