import { Decimal, type DecimalText, type EventKind, type EventStatus, type LedgerEvent } from "@caudal/exchange"
import { Effect } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { committed } from "../committed.ts"
import { ConnectionId, OwnerId } from "../../src/index.ts"
import { BookStore } from "../../src/storage/BookStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { openStores, SqlClient } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

let place: Place
let stores: ReturnType<typeof openStores>
beforeAll(() => {
  place = newPlace()
  stores = openStores(place.dataDir)
})
afterAll(async () => {
  await stores.dispose()
  removePlace(place)
})

const owner = OwnerId(1)
/** Every test has a connection of its own in the one database. */
let connections = 0
const newConnection = () => ConnectionId(++connections)

interface Row {
  readonly id: string
  readonly amount: string
  readonly kind?: EventKind
  readonly status?: EventStatus
  readonly group?: string | null
  readonly asset?: string
}

const event = ({ id, amount, kind = "trade", status = "settled", group = null, asset = "aaa" }: Row): LedgerEvent => ({
  source: { stream: "any", externalId: id, identity: "exchange" },
  refs: [],
  groupId: group,
  kind,
  at: 1_000,
  rank: null,
  status,
  postings: [{ wallet: "spot", asset, amount: Decimal.make(amount), role: "principal" }],
  transfer: null,
  price: null,
  operation: null,
  pointer: "/0"
})

type Stream = "ledger" | "trades"

const commit = (connection: ConnectionId, stream: Stream, rows: ReadonlyArray<Row>) =>
  PageStore.use((pages) =>
    pages.commit(
      committed(
        owner,
        connection,
        stream,
        rows.map((row) => ({ event: event(row), occurrence: 0 })),
        "syncing"
      )
    )
  )

interface Stored {
  readonly stream: Stream
  readonly external_id: string
  readonly version: number
  readonly posts: number
  readonly joined: number
  readonly status: EventStatus
  readonly kind: EventKind
  readonly group_id: string | null
  readonly postings: string
}

/** What is stored of a connection, and what its sums and counts say. */
const look = (connection: ConnectionId) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const current = yield* sql<Stored>`SELECT * FROM event WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1`
    const all = yield* sql<{ n: number }>`SELECT count(*) AS n FROM event WHERE owner_id = ${owner} AND connection_id = ${connection}`
    const sums = yield* (yield* BookStore).sums(owner, connection)
    const streams = yield* (yield* PageStore).streams(owner, connection)
    return { current, versions: all[0]!.n, sums, streams }
  })

const run = <A, E>(effect: Effect.Effect<A, E, BookStore | PageStore | SqlClient.SqlClient>) => stores.runPromise(effect)

const nonZero = (sums: Iterable<readonly [string, DecimalText]>) => [...sums].filter(([, amount]) => !Decimal.isZero(amount)).toSorted()

/** The books computed anew from the current events. */
const foldOf = (current: ReadonlyArray<Stored>) => {
  const sums = new Map<string, DecimalText>()
  for (const row of current) {
    if (row.posts !== 1 || row.status !== "settled") continue
    for (const { asset, amount } of JSON.parse(row.postings) as ReadonlyArray<{ asset: string; amount: DecimalText }>)
      sums.set(asset, Decimal.add(sums.get(asset) ?? Decimal.zero, amount))
  }
  return nonZero(sums)
}

const checkAll = ({ current, sums, streams }: Effect.Success<ReturnType<typeof look>>) => {
  expect(nonZero(sums.map(({ asset, amount }) => [asset, amount]))).toEqual(foldOf(current))
  for (const row of current) {
    const partner = current.some((other) => row.group_id !== null && other.group_id === row.group_id && other.posts !== row.posts)
    expect(row.joined === 1, `${row.stream} ${row.external_id} in ${row.group_id}`).toBe(partner)
  }
  for (const { stream, rows, unrecognised } of streams) {
    const own = current.filter((row) => row.stream === stream)
    expect([rows, unrecognised]).toEqual([own.length, own.filter(({ kind }) => kind === "unrecognised").length])
  }
}

describe("a page is stored once, however often it is read (P3)", () => {
  it("the same row twice on one page is one row", async () => {
    const connection = newConnection()
    const result = await run(
      commit(connection, "ledger", [
        { id: "a", amount: "5" },
        { id: "a", amount: "5" }
      ])
    )
    expect(result).toEqual({ added: 1, corrected: 0 })
    const found = await run(look(connection))
    expect(found).toMatchObject({ versions: 1, sums: [{ asset: "aaa", amount: "5" }], streams: [{ rows: 1 }] })
  })

  it("the same page again adds nothing", async () => {
    const connection = newConnection()
    const rows = Array.from({ length: 30 }, (_, n) => ({ id: `r${n}`, amount: `${n}.5`, group: `g${n % 4}` }))
    await run(commit(connection, "ledger", rows))
    const before = await run(look(connection))
    expect(await run(commit(connection, "ledger", rows.toReversed()))).toEqual({ added: 0, corrected: 0 })
    expect(await run(look(connection))).toEqual(before)
  })

  it("knows its rows again after a restart, and after many other connections", async () => {
    const connection = newConnection()
    await run(
      commit(connection, "ledger", [
        { id: "a", amount: "5" },
        { id: "b", amount: "5" }
      ])
    )
    await run(commit(connection, "ledger", [{ id: "a", amount: "6" }]))
    const page = [
      { id: "a", amount: "6" },
      { id: "b", amount: "7" },
      { id: "c", amount: "5" }
    ]
    await stores.dispose()
    stores = openStores(place.dataDir)
    expect(await run(commit(connection, "ledger", page))).toEqual({ added: 1, corrected: 1 })
    for (let other = 0; other < 20; other++) await run(commit(newConnection(), "ledger", page))
    expect(await run(commit(connection, "ledger", page))).toEqual({ added: 0, corrected: 0 })
  })

  it("a correction is a new version beside the old one, twice on one page and again later", async () => {
    const connection = newConnection()
    const page = [
      { id: "a", amount: "5" },
      { id: "a", amount: "6" },
      { id: "b", amount: "1" },
      { id: "a", amount: "7" }
    ]
    expect(await run(commit(connection, "ledger", page))).toEqual({ added: 2, corrected: 2 })
    expect(await run(commit(connection, "ledger", [{ id: "a", amount: "8.25" }]))).toEqual({ added: 0, corrected: 1 })
    const found = await run(look(connection))
    expect(found.versions).toBe(5)
    expect(found.current.map((row) => [row.external_id, row.version]).toSorted()).toEqual([
      ["a", 4],
      ["b", 1]
    ])
    expect(found.sums).toMatchObject([{ amount: "9.25" }])
    checkAll(found)
  })

  it("a row of the same id in another stream is another row", async () => {
    const connection = newConnection()
    await run(commit(connection, "ledger", [{ id: "a", amount: "5" }]))
    await run(commit(connection, "trades", [{ id: "a", amount: "6" }]))
    const found = await run(look(connection))
    expect(found.current).toHaveLength(2)
    expect(found.sums).toMatchObject([{ amount: "5" }])
  })

  it("only settled rows count, and a row that settles later counts from then on", async () => {
    const connection = newConnection()
    const sums = async () => nonZero((await run(look(connection))).sums.map(({ asset, amount }) => [asset, amount]))
    await run(commit(connection, "ledger", [{ id: "a", amount: "5", status: "pending" }]))
    expect(await sums()).toEqual([])
    await run(commit(connection, "ledger", [{ id: "a", amount: "5", status: "settled" }]))
    expect(await sums()).toEqual([["aaa", "5"]])
    await run(commit(connection, "ledger", [{ id: "a", amount: "5", status: "failed" }]))
    expect(await sums()).toEqual([])
  })

  it("a kind that becomes known, or unknown, moves the count of unrecognised rows", async () => {
    const connection = newConnection()
    const count = async () => (await run(look(connection))).streams[0]!.unrecognised
    await run(
      commit(connection, "ledger", [
        { id: "a", amount: "5", kind: "unrecognised" },
        { id: "b", amount: "5", kind: "unrecognised" }
      ])
    )
    expect(await count()).toBe(2)
    await run(commit(connection, "ledger", [{ id: "a", amount: "5", kind: "card" }]))
    expect(await count()).toBe(1)
    await run(
      commit(connection, "ledger", [
        { id: "a", amount: "5", kind: "unrecognised" },
        { id: "b", amount: "5", kind: "reward" },
        { id: "b", amount: "5", kind: "unrecognised" }
      ])
    )
    expect(await count()).toBe(2)
  })

  it("a row that is corrected into another group leaves its former partners open again", async () => {
    const connection = newConnection()
    await run(commit(connection, "ledger", [{ id: "a", amount: "5", group: "g1" }]))
    await run(
      commit(connection, "trades", [
        { id: "w1", amount: "5", group: "g1" },
        { id: "w2", amount: "5", group: "g2" }
      ])
    )
    await run(commit(connection, "ledger", [{ id: "a", amount: "5", group: "g2" }]))
    const found = await run(look(connection))
    checkAll(found)
    const { rows: open } = await run(BookStore.use((books) => books.open(owner, connection, "settled", null, 10)))
    expect(open.map(({ externalId }) => externalId)).toEqual(["w1"])
  })

  it("more rows than one statement can bind", async () => {
    const connection = newConnection()
    const rows = Array.from({ length: 2_500 }, (_, n) => ({ id: `r${n}`, amount: "0.1", group: `g${n}` }))
    await run(commit(connection, "ledger", rows))
    await run(commit(connection, "trades", rows))
    const found = await run(look(connection))
    expect(found.current).toHaveLength(5_000)
    expect(found.sums).toMatchObject([{ amount: "250" }])
    checkAll(found)
  })
})

const amount = fc
  .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 0, max: 18 }))
  .map(([units, scale]) => Decimal.fromScaled(BigInt(units), scale))
const row = fc.record({
  id: fc.constantFrom("a", "b", "c", "d", "e"),
  amount,
  asset: fc.constantFrom("aaa", "bbb"),
  kind: fc.constantFrom("trade" as const, "fee" as const, "unrecognised" as const),
  status: fc.constantFrom("settled" as const, "settled" as const, "pending" as const, "failed" as const),
  group: fc.constantFrom(null, "g1", "g2", "g3")
})
const page = fc.record({ stream: fc.constantFrom("ledger" as const, "trades" as const), rows: fc.array(row, { maxLength: 5 }) })

describe("whatever pages come, in whatever order", () => {
  it("sums, counts and joins equal what is computed anew from the current events", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 8 }), async (pages) => {
        const connection = newConnection()
        const last = new Map<string, Row>()
        for (const { stream, rows } of pages) {
          await run(commit(connection, stream, rows))
          for (const one of rows) last.set(`${stream} ${one.id}`, one)
          const found = await run(look(connection))
          checkAll(found)
          // the last word of the exchange on each row, and nothing else
          expect(
            found.current
              .map(({ stream: from, external_id, kind, status, group_id }) => [`${from} ${external_id}`, kind, status, group_id])
              .toSorted()
          ).toEqual([...last].map(([key, { kind, status, group }]) => [key, kind, status, group ?? null]).toSorted())
        }
      }),
      { numRuns: 150 }
    )
  })

  it("the books of two streams do not depend on which was read first", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), fc.array(row, { maxLength: 6 }), async (ledger, trades) => {
        const books = async (order: ReadonlyArray<readonly [Stream, ReadonlyArray<Row>]>) => {
          const connection = newConnection()
          for (const [stream, rows] of order) await run(commit(connection, stream, rows))
          const { current, sums } = await run(look(connection))
          const plain = current.map(({ stream, external_id, version, joined, postings }) => [
            stream,
            external_id,
            version,
            joined,
            postings
          ])
          return { sums, rows: plain.toSorted() }
        }
        const a = await books([
          ["ledger", ledger],
          ["trades", trades]
        ])
        expect(
          await books([
            ["trades", trades],
            ["ledger", ledger]
          ])
        ).toEqual(a)
      }),
      { numRuns: 50 }
    )
  })

  it("an adapter's page that fails half way leaves nothing of itself, and the next is stored whole", async () => {
    const connection = newConnection()
    await run(commit(connection, "ledger", [{ id: "a", amount: "1", group: "g" }]))
    const before = await run(look(connection))
    const full = Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TRIGGER full BEFORE INSERT ON posting_sum BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`
      const failed = yield* Effect.result(
        commit(connection, "ledger", [
          { id: "a", amount: "2" },
          { id: "b", amount: "3", group: "g" }
        ])
      )
      yield* sql`DROP TRIGGER full`
      return failed
    })
    expect(await run(full)).toMatchObject({ _tag: "Failure" })
    expect(await run(look(connection))).toEqual(before)
    await run(
      commit(connection, "ledger", [
        { id: "a", amount: "2" },
        { id: "b", amount: "3", group: "g" }
      ])
    )
    await run(
      commit(connection, "ledger", [
        { id: "b", amount: "3", group: "g" },
        { id: "c", amount: "4" }
      ])
    )
    const after = await run(look(connection))
    expect(after.current.map(({ external_id, version }) => [external_id, version]).toSorted()).toEqual([
      ["a", 2],
      ["b", 1],
      ["c", 1]
    ])
    checkAll(after)
  })
})
