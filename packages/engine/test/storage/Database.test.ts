import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { Effect, ManagedRuntime } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Access, Maintenance } from "../../src/index.ts"
import { supportedVersion } from "../../src/storage/migrations.ts"
import { databaseFile, engineLayer, isHeld, maintenanceOf, offlineLayer } from "../../src/storage/sqlite/index.ts"
import { newPlace, options, type Place, removePlace } from "../toyEngine.ts"

let place: Place
const running: Array<{ dispose: () => Promise<void> }> = []
let child: ChildProcess | undefined
beforeEach(() => {
  place = newPlace()
})
afterEach(async () => {
  for (const runtime of running.splice(0)) await runtime.dispose()
  child?.kill("SIGKILL")
  child = undefined
  removePlace(place)
})

/** Starts an engine on the folder: what it gives, or why it did not start. */
const start = async (at: Place = place) => {
  const runtime = ManagedRuntime.make(engineLayer(options(at)))
  const stop = () => runtime.dispose()
  try {
    const health = await runtime.runPromise(Maintenance.use((maintenance) => maintenance.health))
    running.push(runtime)
    return { health, error: undefined, stop }
  } catch (error) {
    await stop()
    return { health: undefined, error: error as { reason: string; message: string }, stop }
  }
}

const edit = (sql: string) => {
  const db = new DatabaseSync(databaseFile(place.dataDir))
  db.exec(sql)
  db.close()
}

/** What a command beside the server meets. */
const look = () => {
  const runtime = ManagedRuntime.make(offlineLayer(options(place)))
  return runtime
    .runPromise(Effect.flatMap(Access, (access) => Effect.exit(access.authenticate("no"))))
    .catch((error: unknown) => error)
    .finally(() => void runtime.dispose())
}

describe("a data folder", () => {
  it("is made on the first start, for its owner's eyes only", async () => {
    const { health } = await start()
    expect(health).toMatchObject({ integrity: "ok", schemaVersion: supportedVersion, supportedVersion })
    expect(statSync(place.dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(databaseFile(place.dataDir)).mode & 0o777).toBe(0o600)
  })

  it("is served by one engine at a time", async () => {
    expect(isHeld(place.dataDir)).toBe(false)
    const first = await start()
    expect(isHeld(place.dataDir)).toBe(true)
    const second = await start()
    expect(second.error).toMatchObject({ reason: "DATA_DIR_IN_USE", message: expect.stringContaining(place.dataDir) })
    await first.stop()
    expect(isHeld(place.dataDir)).toBe(false)
    expect((await start()).health).toMatchObject({ integrity: "ok" })
  })

  it("stays held though nothing refers to who holds it, and is free as soon as that was killed", async () => {
    mkdirSync(place.dataDir)
    const script = `
      import { Effect } from "effect"
      import { acquire } from ${JSON.stringify(new URL("../../src/storage/sqlite/FolderLock.ts", import.meta.url).href)}
      const held = () => setTimeout(() => [gc(), console.log("held")], 10)
      await Effect.runPromise(Effect.scoped(Effect.andThen(acquire(${JSON.stringify(place.dataDir)}), Effect.andThen(Effect.sync(held), Effect.never))))`
    child = spawn(process.execPath, ["--expose-gc", "--input-type=module", "--eval", script], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      stdio: ["ignore", "pipe", "inherit"]
    })
    await once(child.stdout!, "data")
    expect(isHeld(place.dataDir)).toBe(true)
    expect((await start()).error).toMatchObject({ reason: "DATA_DIR_IN_USE" })
    child.kill("SIGKILL")
    await once(child, "exit")
    expect(isHeld(place.dataDir)).toBe(false)
    expect((await start()).health).toMatchObject({ integrity: "ok" })
  })

  it("of a newer Caudal is refused with both versions, and not a byte of it is changed", async () => {
    await (await start()).stop()
    edit(`INSERT INTO migration (migration_id, name) VALUES (${supportedVersion + 7}, 'later')`)
    const before = readFileSync(databaseFile(place.dataDir))
    const refused = await start()
    expect(refused.error).toMatchObject({ reason: "DATABASE_NEWER" })
    expect(refused.error!.message).toContain(`schema ${supportedVersion + 7}, this one knows ${supportedVersion}`)
    expect(readFileSync(databaseFile(place.dataDir)).equals(before)).toBe(true)
  })

  it("of a newer Caudal is left as it is even where it does not keep a write-ahead log yet, as a restored copy does not", async () => {
    await (await start()).stop()
    edit(`INSERT INTO migration (migration_id, name) VALUES (99, 'later'); PRAGMA journal_mode=DELETE`)
    const before = readFileSync(databaseFile(place.dataDir))
    expect((await start()).error).toMatchObject({ reason: "DATABASE_NEWER" })
    expect(readFileSync(databaseFile(place.dataDir)).equals(before)).toBe(true)
  })

  it("of an older Caudal is brought up to date by the server alone: nobody beside it changes its shape", async () => {
    await (await start()).stop()
    edit(`UPDATE OR REPLACE migration SET migration_id = migration_id - 1 WHERE migration_id = ${supportedVersion}`)
    const before = readFileSync(databaseFile(place.dataDir))
    expect(await look()).toMatchObject({ reason: "DATABASE_OLDER", message: expect.stringContaining("npm start") })
    const health = await Effect.runPromise(
      Maintenance.use((maintenance) => maintenance.health).pipe(Effect.provide(maintenanceOf(place.dataDir)))
    )
    expect(health.supportedVersion).toBe(supportedVersion)
    expect(health.schemaVersion).toBeLessThan(supportedVersion)
    expect(readFileSync(databaseFile(place.dataDir)).equals(before)).toBe(true)
  })

  it.each([
    ["a text", "this is no database at all, only some text that somebody put there"],
    ["zeros", "\0".repeat(8192)]
  ])("whose database is %s is named damaged, and kept", async (_, content) => {
    mkdirSync(place.dataDir)
    writeFileSync(databaseFile(place.dataDir), content)
    expect((await start()).error).toMatchObject({ reason: "DATABASE_DAMAGED", message: expect.stringContaining("backup restore") })
    expect(readFileSync(databaseFile(place.dataDir), "utf8")).toBe(content)
  })

  it("that is a file, or lies under one, is named not writable", async () => {
    writeFileSync(join(place.root, "file"), "", { mode: 0o755 })
    symlinkSync(join(place.root, "nowhere"), join(place.root, "link"))
    const places = [join(place.root, "file"), join(place.root, "file", "data"), join(place.root, "link")]
    // Node's own way of making folders never comes back from there
    if (existsSync("/proc/self")) places.push("/proc/caudal", "/proc/caudal/data")
    for (const dataDir of places) {
      const refused = await start({ ...place, dataDir })
      expect(refused.error).toMatchObject({ reason: "DATA_DIR_NOT_WRITABLE", message: expect.stringContaining(dataDir) })
    }
    expect(readdirSync(place.root)).toEqual(["file", "link"])
  })

  it("whose lock is something else is not taken for one in use", async () => {
    mkdirSync(place.dataDir)
    writeFileSync(join(place.dataDir, "lock.db"), "x".repeat(4096))
    expect(isHeld(place.dataDir)).toBe(false)
    expect((await start()).error).toMatchObject({ reason: "DATA_DIR_NOT_WRITABLE", message: expect.stringMatching(/lock\.db.*delete it/) })
  })

  it("keeps nothing in it that others can read", async () => {
    const umask = process.umask(0o022)
    try {
      await start()
      for (const name of readdirSync(place.dataDir)) expect([name, statSync(join(place.dataDir, name)).mode & 0o077]).toEqual([name, 0])
    } finally {
      process.umask(umask)
    }
  })

  it.skipIf(process.getuid?.() !== 0)("on a disk without room is named so, however little room there is", async () => {
    for (const size of ["16k", "60k", "120k", "200k"]) {
      const disk = join(place.root, `disk-${size}`)
      mkdirSync(disk)
      try {
        execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0700`, "tmpfs", disk], { stdio: "ignore" })
      } catch {
        return // not even root may mount here
      }
      try {
        for (const _ of ["made", "found"])
          expect([size, (await start({ ...place, dataDir: join(disk, "data") })).error?.reason]).toEqual([size, "DISK_FULL"])
      } finally {
        execFileSync("umount", ["-l", disk])
      }
    }
  })

  it("is looked at from beside a running engine without disturbing it; without a database there is nothing to look at", async () => {
    expect(await look()).toMatchObject({ reason: "NO_DATABASE" })
    expect(existsSync(databaseFile(place.dataDir))).toBe(false)
    await start()
    rmSync(place.keyFile)
    expect(await look()).toMatchObject({ _tag: "Failure" })
    expect(isHeld(place.dataDir)).toBe(true)
  })
})
