import { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { databaseFile } from "../../src/storage/sqlite/index.ts"
import { Connections } from "../../src/index.ts"
import { ToyExchange, type ToyRow, toySecret } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const rows = (count: number): ReadonlyArray<ToyRow> =>
  Array.from({ length: count }, (_, n) => ({
    id: `deposit-${n}`,
    at: t0 + n * 60_000,
    asset: "mxn",
    amount: "1.5",
    group: null,
    kind: "deposit" as const
  })).toReversed()

let place: Place
let toy: ToyExchange
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = rows(10)
  engine = await new ToyEngine(place, toy).start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

/** The engine's own connection to its database, which its type does not show. */
const pragma = (text: string) =>
  engine.runtime.runPromise(
    Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe<Record<string, number>>(`PRAGMA ${text}`)) as Effect.Effect<
      ReadonlyArray<Record<string, number>>
    >
  )
const ticks = async (count: number) => {
  for (let tick = 0; tick < count; tick++) await new Promise((resolve) => setImmediate(resolve))
}

describe("a full disk", () => {
  it("is named, loses nothing, and the sync goes on once there is space", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const before = await engine.export()
    const { lastSyncedAt } = await engine.connection(id)
    const [pages] = await pragma("page_count")
    await pragma(`max_page_count = ${pages!["page_count"]}`)
    const at = Date.now()
    toy.ledger = [...Array.from({ length: 390 }, (_, n) => ({ ...toy.ledger[0]!, id: `new-${n}`, at })), ...toy.ledger]
    await engine.sync(id)
    const stopped = await engine.connection(id)
    expect(stopped).toMatchObject({
      status: "active",
      failure: { who: "host", retry: "next-run", message: expect.stringContaining("disk is full") }
    })
    expect(stopped.lastSyncedAt, "a run that could not store is no sync").toBe(lastSyncedAt)
    const stored = await engine.export()
    expect(stored).toEqual(expect.arrayContaining([...before]))
    expect(stored.length).toBeLessThan(400)
    await pragma("max_page_count = 1000000")
    await engine.sync(id)
    expect(await engine.export()).toHaveLength(400)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    expect(await engine.connection(id)).toMatchObject({ failure: null })
  })

  it("on which not even the failure can be noted is not knocked at without end", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const db = new DatabaseSync(databaseFile(place.dataDir))
    toy.misbehave = ({ path }) => {
      if (path === "/ledger")
        db.exec(`CREATE TRIGGER IF NOT EXISTS full1 BEFORE INSERT ON archive BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END;
          CREATE TRIGGER IF NOT EXISTS full2 BEFORE UPDATE ON connection BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`)
      return undefined
    }
    toy.requests.length = 0
    await engine.sync(id)
    await ticks(300)
    expect(toy.requests.length).toBeLessThan(10)
    toy.misbehave = () => undefined
    db.exec("DROP TRIGGER full1; DROP TRIGGER full2")
    db.close()
    await engine.sync(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })
})

describe("a failure of one stream never stops the others", () => {
  it("balances are read even while the ledger that builds the books may no longer be", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.denied.add("ledger")
    toy.balances = { mxn: "99" }
    await engine.sync(id)
    expect((await engine.holdings()).map(({ asset, total }) => [asset, total])).toEqual([["mxn", "99"]])
    expect((await engine.streams(id))[0]).toMatchObject({ state: "failed", rows: 10, failure: { code: "PERMISSION_MISSING" } })
    expect(await engine.certificate(id)).toMatchObject({ state: "unproved", reason: expect.stringContaining("PERMISSION_MISSING") })
  })

  it("a list whose place was lost is not taken for empty when it is read from the top again", async () => {
    toy.misbehave = ({ path, n }) => (path === "/ledger" && n > 2 ? Response.json({ error: "SCHEMA_DRIFT" }) : undefined)
    const { id } = await engine.connect()
    await engine.settled(id)
    const stored = (await engine.streams(id))[0]!.rows
    expect(stored).toBeGreaterThan(0)
    toy.misbehave = ({ path, cursor }) =>
      path !== "/ledger"
        ? undefined
        : cursor !== null
          ? Response.json({ error: "CURSOR_INVALID" }, { status: 400 })
          : Response.json({ rows: [] })
    // rejected places are asked for again after pauses: only the first of them matters here
    await engine.sync(id)
    expect((await engine.streams(id))[0]).toMatchObject({ state: "suspect", rows: stored })
    toy.misbehave = () => undefined
    await engine.sync(id)
    expect(await engine.export()).toHaveLength(10)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })
})

describe("an account at rest", () => {
  const archive = () => {
    const db = new DatabaseSync(databaseFile(place.dataDir), { readOnly: true })
    try {
      return db.prepare("SELECT endpoint, hash, received_at, seen_at FROM archive ORDER BY archive_id").all()
    } finally {
      db.close()
    }
  }

  it("fills no disk: a reply that repeats one before is kept once, with when it was last seen", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    await engine.sync(id)
    const before = archive()
    for (let run = 0; run < 5; run++) await engine.sync(id)
    const after = archive()
    expect(after).toHaveLength(before.length)
    expect(new Set(after.map(({ endpoint, hash }) => `${endpoint} ${hash}`)).size).toBe(after.length)
    const last = (rows: typeof after) => Math.max(...rows.map((row) => row["seen_at"] as number))
    expect(last(after)).toBeGreaterThanOrEqual(last(before))
    toy.ledger = [{ ...toy.ledger[0]!, id: "new", at: Date.now() }, ...toy.ledger]
    await engine.sync(id)
    expect(archive().length).toBeGreaterThan(after.length)
    expect(await engine.export()).toHaveLength(11)
  })
})

describe("new credentials", () => {
  it("are taken whole or not at all: what cannot be stored leaves the old ones in place, and the schedule", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.keys.add("toy-key-0002")
    const db = new DatabaseSync(databaseFile(place.dataDir))
    db.exec(`CREATE TRIGGER refused BEFORE UPDATE OF key_fingerprint ON connection BEGIN SELECT RAISE(ABORT, 'no'); END`)
    const credentials = { apiKey: "toy-key-0002", apiSecret: toySecret }
    const replace = Connections.use((connections) =>
      connections.replaceCredentials(owner, id, { credentials, acceptUnverifiedRights: true })
    )
    await expect(engine.run(replace)).rejects.toBeDefined()
    db.exec(`DROP TRIGGER refused`)
    db.close()
    toy.keys.delete("toy-key-0002")
    await engine.sync(id)
    expect(await engine.connection(id)).toMatchObject({ status: "active", failure: null })
  })
})

describe("a connection whose row cannot be read", () => {
  it("is looked at again later: its actor does not die of it", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined)
    const { id } = await engine.connect()
    await engine.settled(id)
    const db = new DatabaseSync(databaseFile(place.dataDir))
    db.exec(`CREATE TRIGGER broken AFTER UPDATE OF last_run_calls ON connection BEGIN UPDATE connection SET rights = '{' WHERE 1; END`)
    await engine.sync(id)
    const lines = () => log.mock.calls.flat().join("\n")
    for (let tick = 0; tick < 200 && !/cannot be read|died/.test(lines()); tick++) await ticks(1)
    expect(lines()).toContain("a connection cannot be read")
    expect(lines()).not.toContain("actor died")
    db.close()
    log.mockRestore()
  })
})
