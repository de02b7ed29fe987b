import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs"
import { join } from "node:path"
import { Decimal, type LedgerEvent } from "@caudal/exchange"
import { Effect, ManagedRuntime, Stream } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Ledger, Maintenance, OneState, OwnerId, PortfolioId, Snapshot } from "../../src/index.ts"
import { ConnectionStore } from "../../src/storage/ConnectionStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { databaseFile, engineLayer, maintenanceOf, offlineLayer } from "../../src/storage/sqlite/index.ts"
import { openStores, SqlClient } from "../stores.ts"
import { newPlace, options, type Place, removePlace } from "../toyEngine.ts"

const owner = OwnerId(1)
const portfolio = PortfolioId(1)
const unknown = { answer: "unknown" as const, evidence: "" }

const event = (n: number): LedgerEvent => ({
  source: { stream: "ledger", externalId: `row-${String(n).padStart(6, "0")}`, identity: "exchange" },
  refs: [],
  groupId: null,
  kind: "deposit",
  at: 1_000_000 + n,
  rank: null,
  status: "settled",
  postings: [{ wallet: "spot", asset: "mxn", amount: Decimal.make("1"), role: "principal" }],
  transfer: null,
  price: null,
  operation: null,
  pointer: `/${n}`
})

let place: Place
let stores: ReturnType<typeof openStores>
beforeEach(async () => {
  place = newPlace()
  stores = openStores(place.dataDir)
  await stores.runPromise(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql`INSERT INTO owner (owner_id, created_at, token_hash) VALUES (1, 1, 'hash')`
      yield* sql`INSERT INTO portfolio (owner_id, portfolio_id, name) VALUES (1, 1, 'All')`
      yield* (yield* ConnectionStore).insert(owner, {
        exchange: "toy",
        accountKey: "a",
        label: "toy",
        composition: "ledger",
        consentedAt: null,
        at: 1,
        keyFingerprint: "0",
        rights: { trade: unknown, withdraw: unknown, ipRestricted: unknown, reads: {} }
      })
    })
  )
})
afterEach(async () => {
  await stores.dispose()
  removePlace(place)
})

/** As a sync does, from the process that has the folder. */
const store = (from: number, to: number) =>
  stores.runPromise(
    Effect.gen(function* () {
      const connection = (yield* (yield* ConnectionStore).list(owner))[0]!.id
      yield* (yield* PageStore).commit({
        owner,
        connection,
        stream: "ledger",
        dimension: "",
        posts: true,
        endpoint: "ledger",
        request: "{}",
        receivedAt: 1,
        hash: "",
        seal: () => new Uint8Array(),
        events: Array.from({ length: to - from }, (_, n) => ({ event: event(from + n), occurrence: 0 })),
        quarantined: [],
        walk: "{}",
        state: "complete"
      })
    })
  )

/** Reads everything; `meanwhile` runs after so many rows. */
const look = async (dataDir = place.dataDir, meanwhile: { readonly after: number; readonly act: () => Promise<unknown> } | null = null) => {
  const runtime = ManagedRuntime.make(offlineLayer({ ...options(place), dataDir }))
  let seen = 0
  try {
    return await runtime.runPromise(
      Effect.gen(function* () {
        const ledger = yield* Ledger
        const snapshot = yield* Snapshot
        return yield* ledger.all(owner, portfolio).pipe(
          Stream.tap(() => Effect.promise(async () => (++seen === meanwhile?.after ? await meanwhile.act() : undefined))),
          Stream.map(({ externalId }) => externalId),
          Stream.runCollect,
          snapshot.held
        )
      })
    )
  } catch (error) {
    return error as { readonly reason: string; readonly message: string }
  } finally {
    await runtime.dispose()
  }
}
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => event(from + n).source.externalId)
const contents = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), "base64"), statSync(join(folder, name)).mtimeMs])

describe("a look beside a running server", () => {
  it("is of one state over all its batches, whatever is stored before and after the row it is at", async () => {
    await store(1_000, 3_500)
    const rows = await look(place.dataDir, {
      after: 1_200,
      act: async () => {
        await store(4_000, 4_500)
        await store(0, 500)
        await store(2_990, 3_001)
      }
    })
    expect(rows).toEqual(ids(1_000, 3_500))
    expect(await look()).toEqual([...ids(0, 500), ...ids(1_000, 3_500), ...ids(4_000, 4_500)])
  })

  it("is of one state also where the running engine takes it of itself", async () => {
    await store(1_000, 3_500)
    const runtime = ManagedRuntime.make(engineLayer(options(place)))
    let seen = 0
    const all = Stream.unwrap(Ledger.use((ledger) => Effect.succeed(ledger.all(owner, portfolio))))
    const read = OneState.use((state) =>
      state.read(all).pipe(
        Stream.tap(() => Effect.promise(async () => (++seen === 1_200 ? await store(4_000, 4_500) : undefined))),
        Stream.map(({ externalId }) => externalId),
        Stream.runCollect
      )
    )
    try {
      expect(await runtime.runPromise(read)).toEqual(ids(1_000, 3_500))
      expect(await runtime.runPromise(read)).toHaveLength(3_000)
    } finally {
      await runtime.dispose()
    }
  })

  it("is of one state also where the log is written back into the database meanwhile", async () => {
    await store(0, 2_500)
    const rows = await look(place.dataDir, {
      after: 1_200,
      act: async () => {
        await store(3_000, 4_000)
        await stores.runPromise(SqlClient.SqlClient.use((sql) => sql`PRAGMA wal_checkpoint(PASSIVE)`))
      }
    })
    expect(rows).toEqual(ids(0, 2_500))
  })
})

describe("a look at a folder that nobody has open", () => {
  beforeEach(async () => {
    await store(0, 2_500)
    await stores.dispose()
  })

  it("leaves no file behind and changes none", async () => {
    const before = contents(place.dataDir)
    expect(before.map(([name]) => name)).not.toContain("caudal.db-wal")
    expect(await look(place.dataDir, { after: 1, act: async () => expect(contents(place.dataDir)).toEqual(before) })).toEqual(ids(0, 2_500))
    expect(
      await Effect.runPromise(Maintenance.use(({ health }) => health).pipe(Effect.provide(maintenanceOf(place.dataDir))))
    ).toMatchObject({
      integrity: "ok"
    })
    expect(contents(place.dataDir)).toEqual(before)
  })

  it.each(["with spaces", "100%41 #1?immutable=0", "año\\new"])("is found where its path reads %s", async (name) => {
    const folder = join(place.root, name)
    cpSync(place.dataDir, folder, { recursive: true })
    expect(await look(folder)).toEqual(ids(0, 2_500))
    expect(readdirSync(place.root).sort()).toEqual([name, "data"].sort())
  })

  it("says so when somebody wrote to it after all: nothing was locked", async () => {
    const act = async () => {
      stores = openStores(place.dataDir)
      await store(3_000, 3_100)
      // closing writes the log back into the database
      await stores.dispose()
    }
    expect(await look(place.dataDir, { after: 1_200, act })).toMatchObject({
      reason: "DATA_DIR_IN_USE",
      message: expect.stringContaining("Do it again")
    })
    // a file that was only touched may have been written to as well
    const touch = async () => utimesSync(databaseFile(place.dataDir), 1, 1)
    expect(await look(place.dataDir, { after: 1_200, act: touch })).toMatchObject({ reason: "DATA_DIR_IN_USE" })
    expect(await look()).toEqual([...ids(0, 2_500), ...ids(3_000, 3_100)])
  })
})

/** A disk of its own, as it was before it is taken out of reach for writing. */
const readOnlyDisk = (fill: (folder: string) => void): string | null => {
  const folder = join(place.root, `disk-${readdirSync(place.root).length}`)
  mkdirSync(folder)
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m,mode=0700", "tmpfs", folder], { stdio: "ignore" })
  } catch {
    return null
  }
  fill(folder)
  execFileSync("mount", ["-o", "remount,ro", folder])
  return folder
}

describe("a folder that cannot be written", () => {
  const disks: Array<string> = []
  afterEach(() => {
    for (const disk of disks.splice(0)) execFileSync("umount", ["-l", disk])
  })
  const copied = (...without: ReadonlyArray<string>) => {
    const disk = readOnlyDisk((folder) => {
      cpSync(place.dataDir, folder, { recursive: true })
      for (const name of without) rmSync(join(folder, name), { force: true })
    })
    if (disk === null) process.stdout.write("skipped: a disk of its own needs the right to mount one\n")
    else disks.push(disk)
    return disk
  }

  it("is read as it lies, and can be backed up from", async (context) => {
    await store(0, 1_500)
    await stores.dispose()
    const disk = copied()
    if (disk === null) return context.skip()
    expect(existsSync(join(disk, "caudal.db-wal"))).toBe(false)
    expect(await look(disk)).toEqual(ids(0, 1_500))
    const file = join(place.root, "copy.db")
    await Effect.runPromise(Maintenance.use(({ backup }) => backup(file)).pipe(Effect.provide(maintenanceOf(disk))))
    const other = join(place.root, "other")
    mkdirSync(other)
    cpSync(file, databaseFile(other))
    expect(await look(other)).toEqual(ids(0, 1_500))
  })

  it("is read with what a killed server had only written to its log", async (context) => {
    await store(0, 1_500)
    const disk = copied()
    if (disk === null) return context.skip()
    expect(statSync(join(disk, "caudal.db-wal")).size).toBeGreaterThan(0)
    expect(await look(disk)).toEqual(ids(0, 1_500))
  })

  it("is refused by name where its log cannot be read there, rather than read without it", async (context) => {
    await store(0, 1_500)
    const disk = copied("caudal.db-shm")
    if (disk === null) return context.skip()
    expect(await look(disk)).toMatchObject({ reason: "DATA_DIR_NOT_WRITABLE", message: expect.stringMatching(/caudal\.db-wal.*[Cc]opy/) })
  })

  it("is read where there is a log with nothing in it", async (context) => {
    await store(0, 1_500)
    await stores.runPromise(SqlClient.SqlClient.use((sql) => sql`PRAGMA wal_checkpoint(TRUNCATE)`))
    const disk = copied("caudal.db-shm")
    if (disk === null) return context.skip()
    expect(statSync(join(disk, "caudal.db-wal")).size).toBe(0)
    expect(await look(disk)).toEqual(ids(0, 1_500))
  })
})
