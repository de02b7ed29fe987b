import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Maintenance } from "../../src/index.ts"
import { databaseFile, restore } from "../../src/storage/sqlite/index.ts"
import { ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import { newPlace, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const rows = (count: number): ReadonlyArray<ToyRow> =>
  Array.from({ length: count }, (_, n) => ({
    id: `d${n}`,
    at: t0 + n * 60_000,
    asset: "mxn",
    amount: `${n}.5`,
    group: null,
    kind: "deposit" as const
  })).toReversed()

let place: Place
let other: Place
let toy: ToyExchange
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  other = newPlace()
  toy = new ToyExchange()
  toy.ledger = rows(40)
  engine = await new ToyEngine(place, toy).start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
  removePlace(other)
})

const backupTo = (file: string, from = engine) => from.run(Effect.result(Maintenance.use((maintenance) => maintenance.backup(file))))
const restoring = (backupFile: string, dataDir = other.dataDir) => Effect.runPromise(Effect.result(restore({ backupFile, dataDir })))
const target = () => join(place.root, "backup.db")
/** Nothing was put in, taken from or changed in a folder meanwhile. */
const contents = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "base64")]) : null

describe("a backup", () => {
  it("taken at any moment of a running sync restores to a book that ends as the original does", async () => {
    const { id } = await engine.connect()
    let taken = 0
    while (taken < 5) {
      const seen = toy.requests.length
      for (let tick = 0; tick < 200 && toy.requests.length === seen; tick++) await new Promise((resolve) => setImmediate(resolve))
      expect(await backupTo(join(place.root, `backup${taken++}.db`))).toMatchObject({ _tag: "Success" })
    }
    await engine.settled(id)
    const expected = await engine.export()
    expect(expected).toHaveLength(40)
    await engine.stop()
    for (let n = 0; n < taken; n++) {
      rmSync(other.dataDir, { recursive: true, force: true })
      expect(await restoring(join(place.root, `backup${n}.db`))).toMatchObject({ _tag: "Success" })
      const restored = await new ToyEngine({ ...other, keyFile: place.keyFile }, toy).start()
      await restored.sync(id).catch(() => restored.settled(id))
      expect(await restored.export()).toEqual(expected)
      expect(await restored.certificate(id)).toMatchObject({ state: "proved" })
      await restored.stop()
    }
  })

  it("holds everything stored before it, is readable by its owner only, and carries no key", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const expected = await engine.export()
    expect(await backupTo(target())).toMatchObject({ success: { file: target(), bytes: statSync(target()).size } })
    expect(statSync(target()).mode & 0o777).toBe(0o600)
    expect(readFileSync(target()).includes(readFileSync(place.keyFile, "utf8").trim())).toBe(false)
    expect(readdirSync(place.root).filter((name) => name.startsWith("backup"))).toEqual(["backup.db"])
    await engine.stop()
    expect(await restoring(target())).toMatchObject({ _tag: "Success" })
    expect(statSync(databaseFile(other.dataDir)).mode & 0o777).toBe(0o600)
    engine = await new ToyEngine({ ...other, keyFile: place.keyFile }, toy).start()
    expect(await engine.export()).toEqual(expected)
  })

  it("never overwrites a file", async () => {
    writeFileSync(target(), "precious")
    expect(await backupTo(target())).toMatchObject({ failure: { reason: "TARGET_EXISTS" } })
    expect(readFileSync(target(), "utf8")).toBe("precious")
  })

  it("to where nothing can be written says so, and leaves nothing half done", async () => {
    writeFileSync(join(place.root, "file"), "")
    for (const file of [join(place.root, "missing", "backup.db"), join(place.root, "file", "backup.db")])
      expect(await backupTo(file)).toMatchObject({ failure: { reason: "NOT_WRITABLE" } })
    expect(readdirSync(place.root).toSorted()).toEqual(["data", "file", "keys"])
  })
})

describe("a restore", () => {
  const written = async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    await backupTo(target())
    return id
  }

  it.each<[string, (file: string) => void]>([
    ["a text", (file) => writeFileSync(file, "no database")],
    ["nothing", (file) => writeFileSync(file, "")],
    ["another program's database", (file) => new DatabaseSync(file).exec("CREATE TABLE other (x); INSERT INTO other VALUES (1)")],
    ["a damaged backup", (file) => writeFileSync(file, readFileSync(target()).fill(0x55, 8_192, 24_576))],
    ["half a backup", (file) => writeFileSync(file, readFileSync(target()).subarray(0, 40_000))],
    ["a file that is not there", () => undefined]
  ])("refuses %s, and changes nothing", async (_, make) => {
    await written()
    await engine.stop()
    const bad = join(place.root, "bad.db")
    make(bad)
    const before = contents(place.dataDir)
    expect(await restoring(bad, place.dataDir)).toMatchObject({ failure: { reason: "NOT_A_BACKUP" } })
    expect(contents(place.dataDir)).toEqual(before)
  })

  it("refuses a backup of a newer Caudal, and changes nothing", async () => {
    await written()
    await engine.stop()
    const db = new DatabaseSync(target())
    db.exec("INSERT INTO migration (migration_id, name) VALUES (99, 'later')")
    db.close()
    const before = contents(place.dataDir)
    expect(await restoring(target(), place.dataDir)).toMatchObject({ failure: { reason: "DATABASE_NEWER" } })
    expect(contents(place.dataDir)).toEqual(before)
  })

  it("refuses a folder that an engine is running on", async () => {
    await written()
    expect(await restoring(target(), place.dataDir)).toMatchObject({ failure: { reason: "DATA_DIR_IN_USE" } })
    expect(await engine.export()).toHaveLength(40)
  })

  it("keeps the former database whole, with what a killed engine had only written to its log", async () => {
    await written()
    // the folder as a kill would leave it: the last commits are in the log, not in the file
    mkdirSync(other.root, { recursive: true })
    cpSync(place.dataDir, other.dataDir, { recursive: true })
    rmSync(join(other.dataDir, "lock.db"))
    expect(statSync(`${databaseFile(other.dataDir)}-wal`).size).toBeGreaterThan(0)
    expect(await restoring(target())).toMatchObject({ _tag: "Success" })
    const kept = new DatabaseSync(`${databaseFile(other.dataDir)}.before-restore`)
    expect(kept.prepare("SELECT count(*) AS n FROM event").get()).toEqual({ n: 40 })
    kept.close()
    const fresh = new DatabaseSync(databaseFile(other.dataDir))
    expect(fresh.prepare("SELECT count(*) AS n FROM event").get()).toEqual({ n: 40 })
    fresh.close()
  })

  it("keeps the former database of every restore, and says where", async () => {
    await written()
    await engine.stop()
    const files = () =>
      readdirSync(place.dataDir)
        .filter((name) => name.startsWith("caudal.db"))
        .sort()
    const original = readFileSync(databaseFile(place.dataDir))
    const kept = `${databaseFile(place.dataDir)}.before-restore`
    expect(await restoring(target(), place.dataDir)).toMatchObject({ success: kept })
    expect(await restoring(target(), place.dataDir)).toMatchObject({ success: `${kept}-2` })
    expect(files()).toEqual(["caudal.db", "caudal.db.before-restore", "caudal.db.before-restore-2"])
    expect(readFileSync(kept).equals(original)).toBe(true)
    expect(await restoring(target())).toMatchObject({ success: null })
  })

  it("that finds the disk full leaves everything as it was", async (context) => {
    await written()
    await engine.stop()
    mkdirSync(other.dataDir, { recursive: true })
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=128k,mode=0700", "tmpfs", other.dataDir], { stdio: "ignore" })
    } catch {
      process.stdout.write("skipped: a disk of its own needs the right to mount one\n")
      return context.skip()
    }
    try {
      const bytes = statSync(target()).size
      expect(bytes).toBeGreaterThan(40_000)
      writeFileSync(databaseFile(other.dataDir), "the former database", { mode: 0o600 })
      writeFileSync(join(other.dataDir, "ballast"), new Uint8Array(90_000))
      expect(await restoring(target())).toMatchObject({ failure: { reason: "DISK_FULL", message: expect.stringContaining("full") } })
      expect(readFileSync(databaseFile(other.dataDir), "utf8")).toBe("the former database")
      expect(readdirSync(other.dataDir).sort()).toEqual(["ballast", "caudal.db", "lock.db"])
    } finally {
      execFileSync("umount", ["-l", other.dataDir])
    }
  })
})
