import { Decimal, type LedgerEvent } from "@caudal/exchange"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Certificate } from "../../src/books/Books.ts"
import { ConnectionId, EventSeq, OpeningId, OwnerId, PortfolioId } from "../../src/index.ts"
import { BookStore } from "../../src/storage/BookStore.ts"
import { ConnectionStore } from "../../src/storage/ConnectionStore.ts"
import { EventReader } from "../../src/storage/EventReader.ts"
import { OpeningStore } from "../../src/storage/OpeningStore.ts"
import { OwnerStore } from "../../src/storage/OwnerStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { PortfolioStore } from "../../src/storage/PortfolioStore.ts"
import { VaultStore } from "../../src/storage/VaultStore.ts"
import { committed } from "../committed.ts"
import { openStores, SqlClient } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const mine = OwnerId(1)
const theirs = OwnerId(2)
const connection = ConnectionId(1)

let place: Place
let stores: ReturnType<typeof openStores>
beforeEach(() => {
  place = newPlace()
  stores = openStores(place.dataDir)
})
afterEach(async () => {
  await stores.dispose()
  removePlace(place)
})

const unknown = { answer: "unknown" as const, evidence: "" }
const rights = { trade: unknown, withdraw: unknown, ipRestricted: unknown, reads: {} }

const event = (id: string, stream: string, status: LedgerEvent["status"], groupId: string | null): LedgerEvent => ({
  source: { stream, externalId: id, identity: "exchange" },
  refs: [],
  groupId,
  kind: groupId === null ? "unrecognised" : "trade",
  at: 1_000,
  rank: null,
  status,
  postings: [{ wallet: "spot", asset: "mxn", amount: Decimal.make("5"), role: "principal" }],
  transfer: null,
  price: null,
  operation: null,
  pointer: "/0"
})

const grounds = { incomplete: null, knownFrom: null, doubt: null, unshown: null, unseen: "planted", reportMissing: null }
const opening = (note: string) => ({
  wallet: "spot",
  asset: "mxn",
  at: 1,
  quantity: Decimal.make("5"),
  cost: null,
  acquiredAt: null,
  note,
  assertedAt: 1,
  withdrawn: false
})

/** Everything that one owner can have. */
const fill = (owner: OwnerId) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`INSERT INTO owner (owner_id, created_at, token_hash) VALUES (${owner}, 1, ${`hash-${owner}`})`
    yield* sql`INSERT INTO portfolio (owner_id, portfolio_id, name) VALUES (${owner}, 1, 'All')`
    const id = yield* (yield* ConnectionStore).insert(owner, {
      exchange: "toy",
      accountKey: "account",
      label: "planted",
      composition: "ledger",
      rights,
      consentedAt: null,
      at: 1,
      keyFingerprint: "print"
    })
    const portfolios = yield* PortfolioStore
    yield* portfolios.add(owner, yield* portfolios.insert(owner, "planted"), [id])
    const pages = yield* PageStore
    for (const [stream, status, group] of [
      ["ledger", "settled", "g"],
      ["ledger", "pending", null],
      ["trades", "settled", "g"],
      ["trades", "settled", "alone"],
      ["trades", "pending", "later"]
    ] as const) {
      const events = [{ event: event(`${stream}-${status}-${group}`, stream, status, group), occurrence: 0 }]
      yield* pages.commit({
        ...committed(owner, id, stream, events, "complete"),
        seal: () => new Uint8Array([1]),
        quarantined: [{ pointer: "/1", reason: "planted", fingerprint: "f" }],
        walk: "{}"
      })
    }
    const books = yield* BookStore
    const balances = [{ wallet: "spot", asset: "mxn", total: Decimal.make("5"), available: Decimal.make("5"), locked: Decimal.zero }]
    yield* books.putReport(owner, id, 2_000, true, { balances, quarantined: [], complete: true })
    yield* books.putCertificate(owner, { connectionId: id, state: "proved", reason: "planted", issuedAt: 1 } as Certificate, grounds, 0)
    yield* (yield* OpeningStore).put(owner, id, opening("planted"))
    const vault = yield* VaultStore
    yield* vault.putOwnerKey(owner, 1, new Uint8Array([1]))
    yield* vault.putCredentials(owner, id, [{ field: "apiKey", rowVersion: 1, sealed: new Uint8Array([1]) }], Effect.void)
    return id
  })

/** Every read of every store that takes an owner. */
const reads = (owner: OwnerId, id: ConnectionId) =>
  Effect.gen(function* () {
    const books = yield* BookStore
    const connections = yield* ConnectionStore
    const events = yield* EventReader
    const openings = yield* OpeningStore
    const portfolios = yield* PortfolioStore
    const pages = yield* PageStore
    const vault = yield* VaultStore
    return {
      sums: yield* books.sums(owner, id),
      reports: yield* books.reports(owner, id, 10),
      firstPostingAt: yield* books.firstPostingAt(owner, id),
      neighbours: yield* books.neighbours(owner, id, 5_000, 0),
      open: yield* books.open(owner, id, "settled", null, 10),
      pending: yield* books.open(owner, id, "pending", null, 10),
      joinedGroups: yield* books.joinedGroups(owner, id, "", 10),
      tellsAlone: yield* books.tellsAlone(owner, id, "ledger", ["nothing"]),
      unrecognised: yield* books.unrecognised(owner, id),
      postingsBefore: yield* books.postingsBefore(owner, id, "mxn", null, 10),
      certificate: yield* books.certificate(owner, id),
      list: yield* connections.list(owner),
      get: yield* connections.get(owner, id),
      read: yield* events.read(owner, { connections: [id], filter: {}, direction: "ascending", beyond: null, limit: 10 }),
      search: yield* events.read(owner, {
        connections: [id],
        filter: { text: "trades", printed: [{ code: "mxn", connections: [id], from: 0, to: null }] },
        direction: "descending",
        beyond: null,
        limit: 10
      }),
      count: yield* events.count(owner, [id], {}),
      one: yield* events.one(owner, id, EventSeq(1)),
      together: yield* events.together(owner, id, [1_000]),
      openItems: yield* events.openItems(owner, id, { beyond: null, until: null, backwards: false, limit: 10 }),
      quarantined: yield* events.quarantined(owner, id, { beyond: null, until: null, backwards: false, limit: 10 }),
      heard: yield* books.heard(owner, id),
      grounds: yield* books.grounds(owner, id),
      openings: yield* openings.all(owner, id),
      openingVersions: yield* openings.versions(owner, OpeningId(1)),
      portfolios: yield* portfolios.list(owner),
      memberships: yield* portfolios.memberships(owner),
      streams: yield* pages.streams(owner, id),
      tracks: yield* pages.tracks(owner, id),
      assetsSeen: [...(yield* pages.assetsSeen(owner, id))],
      openSince: yield* pages.openSince(owner, id, "ledger"),
      ownerKey: yield* vault.ownerKey(owner),
      credentials: yield* vault.credentials(owner, id)
    }
  })

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === "object" && Object.values(value).every(isNothing))

type Stores =
  | BookStore
  | ConnectionStore
  | EventReader
  | OpeningStore
  | OwnerStore
  | PageStore
  | PortfolioStore
  | VaultStore
  | SqlClient.SqlClient
const run = <A, E>(effect: Effect.Effect<A, E, Stores>) => stores.runPromise(effect)

describe("what one owner has, no other can reach", () => {
  it("through no read of any store", async () => {
    await run(fill(mine))
    for (const [name, found] of Object.entries(await run(reads(mine, connection))))
      expect(isNothing(found), `${name} finds the owner's own`).toBe(false)
    for (const [name, found] of Object.entries(await run(reads(theirs, connection))))
      expect(isNothing(found), `${name} shows another owner's`).toBe(true)
  })

  it("also where both have a connection of the same number, and rows of the same ids and groups", async () => {
    const ids = await run(Effect.all([fill(mine), fill(theirs)]))
    expect(ids).toEqual([connection, connection])
    const plain = (found: Effect.Success<ReturnType<typeof reads>>) => ({ ...found, list: found.list.length, get: null })
    expect(plain(await run(reads(mine, connection)))).toEqual(plain(await run(reads(theirs, connection))))
  })

  it("through no write of any store", async () => {
    await run(Effect.all([fill(mine), fill(theirs)]))
    const before = await run(reads(mine, connection))
    await run(
      Effect.gen(function* () {
        const books = yield* BookStore
        const connections = yield* ConnectionStore
        const pages = yield* PageStore
        const vault = yield* VaultStore
        yield* connections.change(theirs, connection, {
          status: "paused",
          failure: null,
          nextSyncAt: 9,
          failedRuns: 9,
          lastSyncedAt: 9,
          lastRunCalls: 9
        })
        yield* connections.renew(theirs, connection, { rights, consentedAt: 9, at: 9, keyFingerprint: "9", accountKey: null })
        yield* pages.mark(theirs, connection, "ledger", { state: "failed", failure: null, staleSince: 9 })
        yield* pages.markTrack(theirs, connection, "ledger", "", { failure: null, failedAt: 9, walk: "9" })
        yield* pages.commit({
          owner: theirs,
          connection,
          stream: "ledger",
          dimension: "",
          posts: true,
          endpoint: "ledger",
          request: "{}",
          receivedAt: 9,
          hash: "9",
          seal: () => new Uint8Array([9]),
          events: [{ event: { ...event("ledger-settled-g", "ledger", "failed", "other"), at: 9 }, occurrence: 0 }],
          quarantined: [{ pointer: "/9", reason: "9", fingerprint: "9" }],
          walk: "9",
          state: "failed"
        })
        yield* books.putReport(theirs, connection, 9_999, false, { balances: [], quarantined: [], complete: false })
        yield* books.putCertificate(theirs, { connectionId: connection, state: "differs", issuedAt: 9 } as Certificate, grounds, 1)
        yield* (yield* OpeningStore).put(theirs, connection, opening("9"))
        yield* vault.putCredentials(theirs, connection, [{ field: "apiKey", rowVersion: 9, sealed: new Uint8Array([9]) }], Effect.void)
        yield* vault.destroyCredentials(theirs, connection)
        const portfolios = yield* PortfolioStore
        yield* portfolios.rename(theirs, PortfolioId(1), "9")
        yield* portfolios.add(theirs, PortfolioId(2), [ConnectionId(9)])
        yield* portfolios.place(theirs, connection, [])
        yield* portfolios.remove(theirs, PortfolioId(2), PortfolioId(1), 9)
        yield* (yield* OwnerStore).putTokenHash(theirs, "9")
      })
    )
    expect(await run(reads(mine, connection))).toEqual(before)
    expect(await run(OwnerStore.use((owners) => owners.byTokenHash("hash-1")))).toBe(mine)
    expect(await run(OwnerStore.use((owners) => owners.byTokenHash("hash-2")))).toBeNull()
  })
})
