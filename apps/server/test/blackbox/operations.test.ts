/** What an operator meets: two servers, foreign databases, bad places, full disks, copies of a living database. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Ended } from "../caudal.ts"
import { accountFile, calmExport, type Installation, install, openSandbox, type Sandbox, traderSlice, until } from "./harness.ts"

const nobody = "http://127.0.0.1:9"

/** One line on stderr, nothing on stdout, an exit code that scripts can see. */
const refusal = ({ code, stdout, stderr }: Ended): string => {
  expect([code, stdout]).toEqual([1, ""])
  expect(stderr.trim().split("\n")).toHaveLength(1)
  return stderr
}

interface Check {
  readonly name: string
  readonly state: string
  readonly found: string
  readonly todo?: string
}
const doctor = async (installation: Installation): Promise<ReadonlyMap<string, Check>> => {
  const { stdout } = await installation.run("doctor", "--json")
  return new Map((JSON.parse(stdout) as ReadonlyArray<Check>).map((check) => [check.name, check]))
}

describe("a folder that cannot be used", () => {
  it("is refused to a second server; the first goes on, and doctor says that it runs", async () => {
    await using installation = install(nobody)
    const first = await installation.start()
    expect(refusal(await installation.run("serve"))).toMatch(/Another Caudal is running on .*CAUDAL_DATA_DIR/)
    expect((await first.ask("{ viewer { id } }")).viewer.id).toEqual(expect.any(String))
    expect((await doctor(installation)).get("server")?.found).toMatch(/^running/)
  })

  it("tells a key file that another folder was sealed with, as the server does, and changes nothing", async () => {
    await using installation = install(nobody)
    const server = await installation.start()
    await server.ask("{ viewer { id } }")
    expect((await doctor(installation)).get("key file")).toMatchObject({ state: "ok" })
    await installation.stop()
    const file = installation.env["CAUDAL_KEY_FILE"]!
    const right = readFileSync(file, "utf8")
    writeFileSync(file, `${Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString("base64")}\n`)
    expect((await doctor(installation)).get("key file")).toMatchObject({
      state: "error",
      found: expect.stringContaining("is not the one that sealed"),
      todo: expect.stringContaining("CAUDAL_KEY_FILE")
    })
    expect(refusal(await installation.run("serve"))).toContain("is not the one that sealed")
    writeFileSync(file, right)
    expect((await doctor(installation)).get("key file")).toMatchObject({ state: "ok" })
  })

  it("is refused, unchanged, when a newer Caudal has written it, also as a backup", async () => {
    await using installation = install(nobody)
    await (await installation.start()).stop()
    const file = join(installation.folder, "data", "caudal.db")
    const db = new DatabaseSync(file)
    db.exec("INSERT INTO migration (migration_id, name) VALUES (999, 'from_the_future')")
    db.close()
    const before = readFileSync(file)
    for (const command of [["serve"], ["export"], ["backup", join(installation.folder, "copy.db")]])
      expect(refusal(await installation.run(...command))).toMatch(/newer Caudal.*Update/)
    await using other = install(nobody)
    expect(refusal(await other.run("backup", "restore", file))).toMatch(/newer Caudal.*Update/)
    expect((await doctor(installation)).get("database")).toMatchObject({ state: "error", todo: expect.stringMatching(/update/i) })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it("is named when it cannot be written", async () => {
    await using installation = install(nobody)
    writeFileSync(join(installation.folder, "file"), "")
    await using inside = install(nobody, 1, { CAUDAL_DATA_DIR: join(installation.folder, "file", "data") })
    expect(refusal(await inside.run("serve"))).toMatch(/cannot be written.*CAUDAL_DATA_DIR/)
    expect((await doctor(inside)).get("data folder")).toMatchObject({ state: "error", todo: expect.stringMatching(/CAUDAL_DATA_DIR/) })
  })

  it("is refused without the key that sealed its credentials, and no new one is made", async () => {
    await using installation = install(nobody)
    await (await installation.start()).stop()
    const keyFile = join(installation.folder, "elsewhere", "key")
    await using other = install(nobody, 1, { CAUDAL_DATA_DIR: installation.env["CAUDAL_DATA_DIR"] ?? "", CAUDAL_KEY_FILE: keyFile })
    expect(refusal(await other.run("serve"))).toMatch(/key file .* is missing.*CAUDAL_KEY_FILE/)
    expect((await doctor(other)).get("key file")).toMatchObject({ state: "error", todo: expect.stringMatching(/Put back the copy/) })
    expect(existsSync(keyFile)).toBe(false)
  })

  it("is named when its database is damaged", async () => {
    await using installation = install(nobody)
    await (await installation.start()).stop()
    writeFileSync(join(installation.folder, "data", "caudal.db"), "not a database, ".repeat(1000))
    expect(refusal(await installation.run("serve"))).toMatch(/damaged or not a Caudal database.*backup restore/)
    expect((await doctor(installation)).get("database")).toMatchObject({ state: "error", todo: expect.stringMatching(/backup restore/) })
  })
})

describe("a port that is in use", () => {
  it("is named by serve, and by doctor", async () => {
    const taken = createServer()
    const port = await new Promise<number>((ready) => taken.listen(0, "127.0.0.1", () => ready((taken.address() as { port: number }).port)))
    await using installation = install(nobody, 1, { CAUDAL_PORT: String(port) })
    expect(refusal(await installation.run("serve"))).toMatch(/in use.*CAUDAL_PORT/)
    expect((await doctor(installation)).get("port")).toMatchObject({ state: "error", todo: expect.stringMatching(/CAUDAL_PORT/) })
    taken.close()
    expect((await doctor(installation)).get("port")?.state).toBe("ok")
  })
})

describe("with some history", () => {
  let exchange: Sandbox
  let calm = ""
  beforeAll(async () => {
    using file = accountFile(traderSlice(800))
    exchange = await openSandbox(file.args)
    calm = await calmExport(exchange)
  })
  afterAll(async () => {
    await exchange?.stop()
  })

  it("a backup taken in the middle of a sync, restored elsewhere, ends in the same book", async () => {
    await using installation = install(exchange.url)
    const server = await installation.start()
    await exchange.faults({ route: "*", fault: "latency", args: { ms: 60 } })
    expect(await server.connect(exchange)).toMatchObject({ __typename: "ConnectSuccess" })
    await until("the middle of the import", async () => ((await server.connection()).progress.rowsStored > 200 ? true : undefined))
    const file = join(installation.folder, "live.db")
    expect(await installation.run("backup", file)).toMatchObject({ code: 0 })
    const { progress } = await server.connection()
    expect(progress.running, "the sync was over before the backup").toBe(true)
    await installation.stop()
    await exchange.faults()

    await using copy = install(exchange.url, 1000, { CAUDAL_KEY_FILE: installation.env["CAUDAL_KEY_FILE"] ?? "" })
    mkdirSync(join(copy.folder, "data"), { mode: 0o700 })
    expect(await copy.run("backup", "restore", file)).toMatchObject({ code: 0 })
    const part = (await copy.run("export")).stdout
    expect(part.length).toBeGreaterThan(0)
    expect(part.length).toBeLessThan(calm.length)
    // The token's hash came with the backup.
    writeFileSync(copy.env["CAUDAL_OWNER_TOKEN_FILE"] ?? "", readFileSync(installation.env["CAUDAL_OWNER_TOKEN_FILE"] ?? ""), {
      mode: 0o600
    })
    const restored = await copy.start()
    expect(await restored.settled()).toMatchObject({ failure: null, certificate: { state: "PROVED" } })
    expect((await restored.exported()) === calm).toBe(true)
    expect((await exchange.requests()).counts.nonceViolations).toBe(0)
    for (const name of ["data folder", "database", "key file", "server"]) expect((await doctor(copy)).get(name)?.state).toBe("ok")
  }, 60_000)

  const mounted = (folder: string): boolean => {
    try {
      mkdirSync(folder, { mode: 0o700 })
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", folder], { stdio: "ignore" })
      return true
    } catch {
      return false
    }
  }

  it("a full disk is named, loses nothing, and is recovered from when there is room again", async (context) => {
    await using installation = install(exchange.url)
    const data = installation.env["CAUDAL_DATA_DIR"] ?? ""
    if (!mounted(data)) {
      process.stdout.write("skipped: a disk of its own needs the right to mount one\n")
      return context.skip()
    }
    try {
      const server = await installation.start()
      expect(await server.connect(exchange)).toMatchObject({ __typename: "ConnectSuccess" })
      const full = await until("the disk to be full", async () => {
        const { failure, progress } = await server.connection()
        return failure === null || progress.running ? undefined : failure
      })
      expect(full).toMatchObject({
        who: "HOST",
        message: expect.stringMatching(/disk is full/i),
        whatToDo: expect.stringMatching(/space|disk/i)
      })
      const disk = (await doctor(installation)).get("disk space")
      expect(disk).toMatchObject({ state: "error", todo: expect.stringMatching(/[Ff]ree/) })
      expect(refusal(await installation.run("backup", join(data, "copy.db")))).toMatch(/disk is full/)
      expect(existsSync(join(data, "copy.db"))).toBe(false)
      execFileSync("mount", ["-o", "remount,size=128m", data])
      expect(await server.sync()).toMatchObject({ failure: null, certificate: { state: "PROVED" } })
      expect((await server.exported()) === calm).toBe(true)
    } finally {
      await installation.stop()
      execFileSync("umount", [data])
    }
  }, 60_000)
})
