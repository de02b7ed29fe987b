import { mkdirSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ConnectionId, OwnerId } from "../../src/Ids.ts"
import { migrateTo } from "../../src/storage/migrations.ts"
import { BookStore } from "../../src/storage/BookStore.ts"
import { OpeningStore } from "../../src/storage/OpeningStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { PortfolioStore } from "../../src/storage/PortfolioStore.ts"
import { databaseFile } from "../../src/storage/sqlite/index.ts"
import * as SqliteClient from "../../src/storage/sqlite/SqliteClient.ts"
import { openStores } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const owner = OwnerId(1)
const connection = ConnectionId(1)

let place: Place
beforeEach(() => {
  place = newPlace()
})
afterEach(() => removePlace(place))

const edit = (sql: string) => {
  const db = new DatabaseSync(databaseFile(place.dataDir))
  db.exec(sql)
  db.close()
}

/** The database as the step before tracks left it, with an account that is half read. */
const beforeTracks = async () => {
  mkdirSync(place.dataDir, { recursive: true })
  const db = SqliteClient.open(databaseFile(place.dataDir))
  await Effect.runPromise(migrateTo(2).pipe(Effect.provide(SqliteClient.layer(db))))
  edit(`
    INSERT INTO stream (owner_id, connection_id, stream, state, walk, failure, stale_since, row_count)
      VALUES (1, 1, 'ledger', 'failed', '{"tail":{"cursor":"x"}}', '{"code":"NETWORK"}', 7, 12), (1, 1, 'trades', 'complete', '{}', NULL, NULL, 3);
    INSERT INTO event (owner_id, connection_id, seq, stream, external_id, occurrence, version, is_current, posts, joined, kind, at, rank, status, refs, postings, archive_id, pointer)
      VALUES (1, 1, 1, 'ledger', 'a', 0, 1, 1, 1, 0, 'trade', 5, 0, 'settled', '[]', '[{"wallet":"spot","asset":"btc","amount":"1"},{"wallet":"spot","asset":"usd","amount":"-9"}]', 1, ''),
             (1, 2, 1, 'ledger', 'a', 0, 1, 1, 1, 0, 'trade', 5, 0, 'settled', '[]', '[{"wallet":"spot","asset":"xrp","amount":"1"}]', 1, '');
    INSERT INTO balance_report (owner_id, connection_id, at, confirmed_at, settled, complete, balances)
      VALUES (1, 1, 8, 8, 1, 1, '[{"asset":"eth","total":"0.5"},{"asset":"doge","total":"0"}]');`)
}

describe("a database from before tracks", () => {
  it("keeps every walk where it stood, and knows what its accounts have held", async () => {
    await beforeTracks()
    const stores = openStores(place.dataDir)
    const { tracks, streams, seen } = await stores.runPromise(
      Effect.gen(function* () {
        const pages = yield* PageStore
        return {
          tracks: yield* pages.tracks(owner, connection),
          streams: yield* pages.streams(owner, connection),
          seen: yield* pages.assetsSeen(owner, connection)
        }
      })
    )
    await stores.dispose()
    expect(tracks).toEqual([
      { stream: "ledger", dimension: "", walk: '{"tail":{"cursor":"x"}}', failure: { code: "NETWORK" }, failedAt: 7, rows: 12 },
      { stream: "trades", dimension: "", walk: "{}", failure: null, failedAt: null, rows: 3 }
    ])
    expect(streams).toMatchObject([
      { stream: "ledger", state: "failed", rows: 12, listedTo: null },
      { stream: "trades", state: "complete", rows: 3 }
    ])
    // of this connection alone; a balance of nothing was never held
    expect([...seen].toSorted()).toEqual(["btc", "eth", "usd"])
  })
})

describe("a database from before openings", () => {
  it("keeps its certificates as they were issued; the next sync says what they rest on", async () => {
    mkdirSync(place.dataDir, { recursive: true })
    const db = SqliteClient.open(databaseFile(place.dataDir))
    await Effect.runPromise(migrateTo(4).pipe(Effect.provide(SqliteClient.layer(db))))
    edit(
      `INSERT INTO certificate (owner_id, connection_id, issued_at, body) VALUES (1, 1, 7, '{"connectionId":1,"state":"proved","lines":[]}')`
    )
    const stores = openStores(place.dataDir)
    const found = await stores.runPromise(
      Effect.gen(function* () {
        const books = yield* BookStore
        return {
          certificate: yield* books.certificate(owner, connection),
          grounds: yield* books.grounds(owner, connection),
          openings: yield* (yield* OpeningStore).all(owner, connection)
        }
      })
    )
    await stores.dispose()
    expect(found).toEqual({ certificate: { connectionId: 1, state: "proved", lines: [] }, grounds: null, openings: [] })
  })
})

describe("a database from before there were several portfolios", () => {
  it("keeps the one it has, under its name, as the one that shows everything", async () => {
    mkdirSync(place.dataDir, { recursive: true })
    const db = SqliteClient.open(databaseFile(place.dataDir))
    await Effect.runPromise(migrateTo(4).pipe(Effect.provide(SqliteClient.layer(db))))
    edit(`INSERT INTO portfolio (owner_id, portfolio_id, name) VALUES (1, 1, 'All accounts')`)
    const stores = openStores(place.dataDir)
    const kept = await stores.runPromise(PortfolioStore.use((portfolios) => portfolios.list(owner)))
    await stores.dispose()
    expect(kept).toEqual([{ id: 1, name: "All accounts", isDefault: true }])
  })
})
