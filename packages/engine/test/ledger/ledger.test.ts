import { Decimal, type EventKind, type LedgerEvent, type Transfer } from "@caudal/exchange"
import { Effect, Layer, ManagedRuntime, Stream } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { committed } from "../committed.ts"
import {
  ConnectionId,
  type EventSeq,
  Ledger,
  OwnerId,
  PortfolioId,
  type PrintedSpan,
  type Transaction,
  type TransactionFilter
} from "../../src/index.ts"
import { layer as ledgerLayer } from "../../src/ledger/ledgerLayer.ts"
import { ConnectionStore } from "../../src/storage/ConnectionStore.ts"
import { OwnerStore } from "../../src/storage/OwnerStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { SqlClient, storesLayer } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const owner = OwnerId(1)
const portfolio = PortfolioId(1)
const openLedger = () => ManagedRuntime.make(ledgerLayer.pipe(Layer.provideMerge(storesLayer(place.dataDir))))

let place: Place
let ledger: ReturnType<typeof openLedger>
beforeAll(async () => {
  place = newPlace()
  ledger = openLedger()
  await run(OwnerStore.use((owners) => owners.create(1)))
})
afterAll(async () => {
  await ledger.dispose()
  removePlace(place)
})
const run = <A, E>(effect: Effect.Effect<A, E, Ledger | ConnectionStore | OwnerStore | PageStore | SqlClient.SqlClient>) =>
  ledger.runPromise(effect)

interface Row {
  readonly id: string
  readonly connection: ConnectionId
  readonly at: number
  readonly rank: number | null
  readonly occurrence: number
  readonly kind: EventKind
  readonly assets: ReadonlyArray<string>
  readonly operation: string | null
  readonly ref: string | null
  readonly rail: string | null
  readonly group: string | null
  readonly stream: "ledger" | "trades"
}

const noTransfer: Transfer = { network: null, txid: null, address: null, tag: null, rail: null, reference: null }
const eventOf = (row: Row, over: Partial<LedgerEvent> = {}): LedgerEvent => ({
  source: { stream: row.stream, externalId: row.id, identity: "content" },
  refs: row.ref === null ? [] : [{ type: "trade", id: row.ref }],
  groupId: row.group,
  kind: row.kind,
  at: row.at,
  rank: row.rank,
  status: "settled",
  postings: row.assets.map((asset) => ({ wallet: "spot", asset, amount: Decimal.make("1"), role: "principal" })),
  transfer: row.rail === null ? null : { ...noTransfer, rail: row.rail },
  price: null,
  operation: row.operation,
  pointer: "/0",
  ...over
})

const commit = (connection: ConnectionId, stream: Row["stream"], events: ReadonlyArray<readonly [LedgerEvent, number]>) =>
  PageStore.use((pages) =>
    pages.commit(
      committed(
        owner,
        connection,
        stream,
        events.map(([event, occurrence]) => ({ event, occurrence })),
        "complete"
      )
    )
  )
const put = (rows: ReadonlyArray<Row>) =>
  Effect.forEach(rows, (row) => commit(row.connection, row.stream, [[eventOf(row), row.occurrence]]), { discard: true })

const exchanges = ["toy", "other"] as const
const exchangeOf = (connection: ConnectionId) => exchanges[connection - 1]!
const clear = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  for (const table of ["event", "event_asset", "event_identity", "stream", "posting_sum", "archive"])
    yield* sql.unsafe(`DELETE FROM ${table}`).pipe(Effect.ignore)
})
/** A process of its own for every book, with two connections and nothing in them. */
const afresh = async () => {
  await run(clear)
  await ledger.dispose()
  ledger = openLedger()
  const known = await run(ConnectionStore.use((connections) => connections.list(owner)))
  if (known.length > 0) return
  const unknown = { answer: "unknown" as const, evidence: "" }
  for (const exchange of exchanges)
    await run(
      ConnectionStore.use((connections) =>
        connections.insert(owner, {
          exchange,
          accountKey: "a",
          label: "",
          composition: "ledger",
          rights: { trade: unknown, withdraw: unknown, ipRestricted: unknown, reads: {} },
          consentedAt: null,
          at: 1,
          keyFingerprint: ""
        })
      )
    )
}

/** The contract's order: (at, rank, stream, external id, occurrence), then the connection. */
const inOrder = (a: Row, b: Row): number =>
  a.at - b.at ||
  (a.rank ?? -1) - (b.rank ?? -1) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) ||
  a.occurrence - b.occurrence ||
  a.connection - b.connection

const nameOf = (row: Pick<Row, "connection" | "id" | "occurrence">) => `${row.connection}/${row.id}#${row.occurrence}`
const named = (transaction: Transaction) =>
  nameOf({ connection: transaction.connectionId, id: transaction.externalId, occurrence: transaction.occurrence })

/** The filter as its documentation says it. */
const passes = (row: Row, filter: TransactionFilter, all: ReadonlyArray<Row>): boolean => {
  const says = (one: Row) =>
    [one.id, one.operation, one.ref, one.rail].some((text) => text !== null && text.toLowerCase().includes(filter.text!.toLowerCase()))
  const witnesses = all.filter(
    (one) => one.stream === "trades" && one.connection === row.connection && row.group !== null && one.group === row.group
  )
  return (
    row.stream === "ledger" &&
    (filter.printed === undefined ||
      filter.printed.some(
        ({ code, connections, from, to }) =>
          row.assets.includes(code) &&
          connections.includes(row.connection) &&
          (from === null || from <= row.at) &&
          (to === null || row.at < to)
      )) &&
    (filter.kinds === undefined || filter.kinds.includes(row.kind)) &&
    (filter.from === undefined || row.at >= filter.from) &&
    (filter.to === undefined || row.at < filter.to) &&
    (filter.exchanges === undefined || filter.exchanges.includes(exchangeOf(row.connection))) &&
    (filter.connections === undefined || filter.connections.includes(row.connection)) &&
    (filter.text === undefined || [row, ...witnesses].some(says))
  )
}

type Query = Parameters<Ledger["Service"]["transactions"]>[2]
const ask = (query: Query) => Ledger.use((service) => service.transactions(owner, portfolio, query))
type Order = Query["order"]

/** Every page from one end to the other, forwards or (Relay's `last` / `before`) backwards. */
const walk = (filter: TransactionFilter, order: Order, limits: Iterator<number>, backwards: boolean) =>
  Effect.gen(function* () {
    const seen: Array<{ cursor: string; item: Transaction }> = []
    let edge: string | undefined
    while (true) {
      const limit = limits.next().value as number
      const page = yield* ask(backwards ? { filter, order, limit, fromEnd: true, before: edge } : { filter, order, limit, after: edge })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      if (backwards) seen.unshift(...page.items)
      else seen.push(...page.items)
      if (!(backwards ? page.hasPrevious : page.hasNext)) return seen
      expect(page.items.length).toBeGreaterThan(0)
      edge = (backwards ? page.items[0]! : page.items.at(-1)!).cursor
    }
  })

const word = fc.constantFrom("SPEI", "a_b", "aXb", "50%", "50 off", 'say "hi"', "it's", "back\\slash", "PAGO NIÑO", "trade-1", "Ünïcode")
const row: fc.Arbitrary<Row> = fc.record({
  id: fc.oneof(fc.constantFrom("r1", "r2", "r10", "R2"), word),
  connection: fc.constantFrom(ConnectionId(1), ConnectionId(2)),
  at: fc.integer({ min: 1_000, max: 1_004 }),
  rank: fc.constantFrom(null, 0, 1),
  occurrence: fc.integer({ min: 0, max: 2 }),
  kind: fc.constantFrom("trade" as const, "fee" as const, "deposit" as const),
  assets: fc.uniqueArray(fc.constantFrom("mxn", "mxnt", "xmxn", 'q"x', "%"), { minLength: 1, maxLength: 2 }),
  operation: fc.option(word),
  ref: fc.option(word),
  rail: fc.option(word),
  group: fc.option(fc.constantFrom("g1", "g2")),
  stream: fc.constantFrom("ledger" as const, "ledger" as const, "ledger" as const, "trades" as const)
})
const rows = fc.uniqueArray(row, { maxLength: 25, selector: (one) => `${one.stream} ${nameOf(one)}` })
const optional = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined, freq: 1 })
const span: fc.Arbitrary<PrintedSpan> = fc.record({
  code: fc.constantFrom("mxn", "mxnt", "xmxn", 'q"x', "%", "none"),
  connections: fc.subarray([ConnectionId(1), ConnectionId(2)]),
  from: fc.option(fc.integer({ min: 1_000, max: 1_004 })),
  to: fc.option(fc.integer({ min: 1_000, max: 1_005 }))
})
const filter: fc.Arbitrary<TransactionFilter> = fc.record({
  printed: optional(fc.array(span, { maxLength: 3 })),
  kinds: optional(fc.subarray(["trade", "fee", "deposit"] as Array<EventKind>)),
  from: optional(fc.integer({ min: 1_000, max: 1_003 })),
  to: optional(fc.integer({ min: 1_001, max: 1_006 })),
  exchanges: optional(fc.subarray(["toy", "other"])),
  connections: optional(fc.subarray([ConnectionId(1), ConnectionId(2), ConnectionId(99)])),
  text: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    "",
    "%",
    "_",
    "a_b",
    "A_B",
    "50%",
    '"',
    "'",
    "\\",
    "spei",
    "niño",
    "NIÑO",
    "ü",
    "ref",
    "null",
    "type",
    "rail",
    "[",
    "trade-1"
  )
})
const sizes = fc.infiniteStream(fc.integer({ min: 1, max: 4 }))
const order = fc.constantFrom("newest-first" as const, "oldest-first" as const)

describe("paging visits exactly the whole filtered list, in order", () => {
  it("forwards and backwards, for any filter, order and page sizes, and the count agrees", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.array(fc.tuple(filter, order, fc.boolean(), sizes), { minLength: 1, maxLength: 6 }), async (all, asked) => {
        await afresh()
        await run(put(all))
        for (const [one, direction, backwards, limits] of asked) {
          const expected = all.filter((candidate) => passes(candidate, one, all)).toSorted(inOrder)
          if (direction === "newest-first") expected.reverse()
          const seen = await run(walk(one, direction, limits, backwards))
          expect(seen.map(({ item }) => named(item))).toEqual(expected.map(nameOf))
          expect(await run(Ledger.use((service) => service.count(owner, portfolio, one)))).toBe(expected.length)
        }
      }),
      { numRuns: 120 }
    )
  }, 60_000)

  it("and goes on from a cursor while rows are added anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(), order, fc.boolean(), sizes, async (all, cut, direction, backwards, limits) => {
        const mine = all.filter(({ stream }) => stream === "ledger")
        const first = mine.slice(0, cut % (mine.length + 1))
        fc.pre(first.length > 0)
        await afresh()
        await run(put(first))
        const limit = limits.next().value
        const begun = await run(
          ask(backwards ? { filter: {}, order: direction, limit, fromEnd: true } : { filter: {}, order: direction, limit })
        )
        await run(put(mine.slice(first.length)))
        const edge = (backwards ? begun.items[0]! : begun.items.at(-1)!).cursor
        const rest = await run(
          Effect.gen(function* () {
            const page = yield* ask(
              backwards
                ? { filter: {}, order: direction, limit: 1_000, fromEnd: true, before: edge }
                : { filter: {}, order: direction, limit: 1_000, after: edge }
            )
            return page.items.map(({ item }) => named(item))
          })
        )
        const whole = mine.toSorted(inOrder)
        if (direction === "newest-first") whole.reverse()
        const at = whole.findIndex((one) => nameOf(one) === named((backwards ? begun.items[0]! : begun.items.at(-1)!).item))
        expect(rest).toEqual((backwards ? whole.slice(0, at) : whole.slice(at + 1)).map(nameOf))
      }),
      { numRuns: 60 }
    )
  }, 60_000)

  const plain = (id: string, at: number): Row => ({
    id,
    at,
    connection: ConnectionId(1),
    rank: null,
    occurrence: 0,
    kind: "trade",
    assets: ["mxn"],
    operation: null,
    ref: null,
    rail: null,
    group: null,
    stream: "ledger"
  })

  it("and the whole list, as an export reads it, leaves others their turn", async () => {
    await afresh()
    const many = Array.from({ length: 4_000 }, (_, n) => [eventOf(plain(`r${n}`, n)), 0] as const)
    await run(commit(ConnectionId(1), "ledger", many))
    let [turns, reading] = [0, true]
    const turn = () => {
      if (!reading) return
      turns++
      setImmediate(turn)
    }
    setImmediate(turn)
    expect(await run(Ledger.use((service) => Stream.runCount(service.all(owner, portfolio))))).toBe(many.length)
    reading = false
    expect(turns).toBeGreaterThanOrEqual(4)
  })

  it("between two cursors shows what lies strictly between them, also when those rows are no longer there", async () => {
    await afresh()
    await run(put(Array.from({ length: 9 }, (_, n) => plain(`r${n}`, 1_000 + n))))
    const { items } = await run(ask({ filter: {}, order: "oldest-first", limit: 9 }))
    const between = (over: Partial<Query>) =>
      run(ask({ filter: {}, order: "oldest-first", limit: 10, after: items[1]!.cursor, before: items[6]!.cursor, ...over }))
    const ids = (page: Awaited<ReturnType<typeof between>>) => page.items.map(({ item }) => item.externalId)
    expect(ids(await between({}))).toEqual(["r2", "r3", "r4", "r5"])
    expect(ids(await between({ fromEnd: true }))).toEqual(["r2", "r3", "r4", "r5"])
    expect(ids(await between({ limit: 2 }))).toEqual(["r2", "r3"])
    expect(ids(await between({ limit: 2, fromEnd: true }))).toEqual(["r4", "r5"])
    // the exchange corrects the rows that the cursors stand at: they move to elsewhere in time
    await run(put([{ ...plain("r6", 500) }, { ...plain("r1", 9_000) }]))
    expect(ids(await between({}))).toEqual(["r2", "r3", "r4", "r5"])
    expect(ids(await between({ fromEnd: true }))).toEqual(["r2", "r3", "r4", "r5"])
    expect(await between({})).toMatchObject({ hasNext: true, hasPrevious: true })
  })

  it("says whether there is more on either side", async () => {
    await afresh()
    await run(put([plain("r0", 1_000), plain("r1", 1_001), plain("r2", 1_002)]))
    const page = (over: Partial<Query>) => run(ask({ filter: {}, order: "oldest-first", limit: 2, ...over }))
    const first = await page({})
    expect(first).toMatchObject({ hasNext: true, hasPrevious: false })
    expect(await page({ after: first.items[1]!.cursor })).toMatchObject({ hasNext: false, hasPrevious: true })
    expect(await page({ fromEnd: true })).toMatchObject({ hasNext: false, hasPrevious: true })
    expect(await page({ limit: 3 })).toMatchObject({ hasNext: false, hasPrevious: false })
  })

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

  it.each([
    ["", "empty"],
    ["x", "no JSON"],
    ["🐟", "no base64"],
    [encode(null), "null"],
    [encode({}), "an object"],
    [encode([]), "too short"],
    [encode([1, 1, "s", "e", 0, 1, 1]), "too long"],
    [encode(["1", 1, "s", "e", 0, 1]), "of other types"],
    [encode([null, 1, "s", "e", 0, 1]), "without an instant"],
    [encode([1, 1, "s", "e", 0, { toString: 1 }]), "with an object inside"],
    [Buffer.from('[1e999,1,"s","e",0,1]').toString("base64url"), "infinite"],
    [Buffer.from("1' OR 1=1 --").toString("base64url"), "an attack"]
  ])("refuses the cursor %j (%s), whichever way it is used", async (cursor) => {
    for (const query of [{ after: cursor }, { before: cursor }, { before: cursor, fromEnd: true }])
      expect(await run(Effect.flip(ask({ filter: {}, order: "newest-first", limit: 1, ...query })))).toMatchObject({
        _tag: "InvalidCursor"
      })
  })

  it("knows only the owner's own portfolios", async () => {
    for (const [who, which] of [
      [owner, PortfolioId(2)],
      [OwnerId(2), portfolio]
    ] as const) {
      const refused = Ledger.use((service) =>
        Effect.flip(service.transactions(who, which, { filter: {}, order: "newest-first", limit: 1 }))
      )
      expect(await run(refused)).toMatchObject({ _tag: "PortfolioNotFound" })
    }
  })

  it("reads more than one batch for an export, each row once and in order", async () => {
    await afresh()
    const events = Array.from({ length: 2_345 }, (_, n) => [eventOf(plain(`r${String(n).padStart(5, "0")}`, 1_000 + (n % 7))), 0] as const)
    await run(commit(ConnectionId(1), "ledger", events))
    const all = await run(Ledger.use((service) => service.all(owner, portfolio).pipe(Stream.runCollect)))
    const ids = all.map(({ at, externalId }) => `${at} ${externalId}`)
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(2_345)
  })
})

describe("witnesses enrich an event, and never change its postings (P5)", () => {
  const base: Row = {
    id: "post",
    connection: ConnectionId(1),
    at: 1_000,
    rank: null,
    occurrence: 0,
    kind: "trade",
    assets: ["aaa"],
    operation: null,
    ref: null,
    rail: null,
    group: "g1",
    stream: "ledger"
  }
  const price = { base: "aaa", quote: "mxn", amount: Decimal.make("10") }
  const one = () =>
    run(
      Ledger.use((service) =>
        Effect.map(service.transactions(owner, portfolio, { filter: {}, order: "newest-first", limit: 10 }), ({ items }) =>
          items.map(({ item }) => item)
        )
      )
    )

  it("fills price and transfer that the event leaves open, field by field", async () => {
    await afresh()
    const post = eventOf(base, { transfer: { ...noTransfer, rail: "SPEI" } })
    await run(commit(ConnectionId(1), "ledger", [[post, 0]]))
    await run(
      commit(ConnectionId(1), "trades", [
        [eventOf({ ...base, id: "w1", stream: "trades" }, { price, transfer: { ...noTransfer, rail: "other", txid: "tx" } }), 0],
        [
          eventOf(
            { ...base, id: "w2", stream: "trades" },
            { price: { ...price, amount: Decimal.make("99") }, transfer: { ...noTransfer, txid: "other", tag: "7" } }
          ),
          0
        ]
      ])
    )
    const [found] = await one()
    expect(found).toMatchObject({
      price,
      transfer: { ...noTransfer, rail: "SPEI", txid: "tx", tag: "7" },
      witnesses: [
        { stream: "trades", externalId: "w1" },
        { stream: "trades", externalId: "w2" }
      ]
    })
    expect(found!.postings).toEqual(post.postings)
  })

  it("what the event says itself stands", async () => {
    await afresh()
    const own = { ...price, amount: Decimal.make("11") }
    await run(commit(ConnectionId(1), "ledger", [[eventOf(base, { price: own }), 0]]))
    await run(commit(ConnectionId(1), "trades", [[eventOf({ ...base, id: "w1", stream: "trades", assets: ["zzz"] }, { price }), 0]]))
    const [found] = await one()
    expect(found).toMatchObject({ price: own })
    expect(found!.postings.map(({ asset }) => asset)).toEqual(["aaa"])
  })

  it("not across connections, groups or kinds, and never an event of its own", async () => {
    await afresh()
    await run(commit(ConnectionId(1), "ledger", [[eventOf(base), 0]]))
    await run(
      commit(ConnectionId(1), "trades", [
        [eventOf({ ...base, id: "w1", stream: "trades", group: "g2" }, { price }), 0],
        [eventOf({ ...base, id: "w2", stream: "trades", group: null }, { price }), 0],
        [eventOf({ ...base, id: "w3", stream: "trades", kind: "fee" }, { price }), 0]
      ])
    )
    await run(commit(ConnectionId(2), "trades", [[eventOf({ ...base, id: "w4", stream: "trades" }, { price }), 0]]))
    const found = await one()
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ externalId: "post", price: null, witnesses: [] })
  })

  it("one transaction is found by its key as it is in the list, and a witness is none", async () => {
    await afresh()
    await run(commit(ConnectionId(1), "ledger", [[eventOf(base), 0]]))
    await run(commit(ConnectionId(1), "trades", [[eventOf({ ...base, id: "w1", stream: "trades" }, { price }), 0]]))
    const [listed] = await one()
    const byKey = (seq: EventSeq, who = owner) => run(Ledger.use((service) => service.transaction(who, ConnectionId(1), seq)))
    expect(await byKey(listed!.seq)).toEqual(listed)
    expect(await byKey((listed!.seq + 1) as EventSeq)).toBeNull()
    expect(await byKey(listed!.seq, OwnerId(2))).toBeNull()
  })
})
