/** What an operator meets: two servers, foreign databases, bad places, full disks, copies of a living database. */
import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { accountFile, clientOf, install, openSandbox, traderSlice, until } from "./harness.ts"

describe("a start that cannot be", () => {
  it("is refused while another server runs on the folder, and says what to do", async () => {
    await using installation = install("http://127.0.0.1:9")
    const first = await installation.start()
    const second = await installation.run("serve")
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/Another Caudal is running on .* CAUDAL_DATA_DIR/s)
    await first.stop("SIGKILL")
    await (await installation.start()).stop()
  })

  it("is refused on a port that is taken", async () => {
    await using one = install("http://127.0.0.1:9")
    const { port } = await one.start()
    await using two = install("http://127.0.0.1:9", 1000, { CAUDAL_PORT: String(port) })
    const refused = await two.run("serve")
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(String(port))
  })

  it("is refused on a newer database, which stays as it is", async () => {
    await using installation = install("http://127.0.0.1:9")
    await (await installation.start()).stop()
    const file = join(installation.env["CAUDAL_DATA_DIR"]!, "caudal.db")
    const db = new DatabaseSync(file)
    db.exec("INSERT INTO migration (migration_id, name) VALUES (9999, 'from_the_future')")
    db.close()
    const before = readFileSync(file)
    const refused = await installation.run("serve")
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/newer Caudal/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it("is refused without the key that sealed the credentials, and makes no new one", async () => {
    await using installation = install("http://127.0.0.1:9")
    await (await installation.start()).stop()
    const elsewhere = { ...installation.env, CAUDAL_KEY_FILE: join(installation.folder, "other", "key") }
    const { caudal } = await import("../caudal.ts")
    const refused = await caudal(["serve"], elsewhere)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/key file .* is missing/)
    expect(() => readFileSync(elsewhere.CAUDAL_KEY_FILE)).toThrow()
  })

  it("is refused where the data folder cannot be a folder", async () => {
    await using installation = install("http://127.0.0.1:9")
    writeFileSync(installation.env["CAUDAL_DATA_DIR"]!, "a file")
    const refused = await installation.run("serve")
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/data folder .* CAUDAL_DATA_DIR/s)
  })
})

describe("a copy of a living database", () => {
  it("is taken while syncing, restored elsewhere, and comes to the same book", async () => {
    using account = accountFile(traderSlice(3_000))
    const sandbox = await openSandbox(account.args, 100_000)
    await using installation = install(sandbox.url, 100_000)
    await using other = install(sandbox.url, 100_000)
    try {
      const server = await installation.start()
      await server.connect(sandbox)
      const copy = join(installation.folder, "copy.db")
      await until("some rows", async () => ((await server.connection()).progress.rowsStored > 500 ? true : undefined))
      expect(await installation.run("backup", copy)).toMatchObject({ code: 0 })
      await server.settled()
      const expected = await server.exported()

      const { caudal } = await import("../caudal.ts")
      const env = { ...other.env, CAUDAL_KEY_FILE: installation.env["CAUDAL_KEY_FILE"]! }
      expect(await caudal(["backup", "restore", copy], env)).toMatchObject({ code: 0 })
      await server.stop()
      const { serving } = await import("../caudal.ts")
      const restored = await serving(env)
      try {
        const token = readFileSync(installation.env["CAUDAL_OWNER_TOKEN_FILE"]!, "utf8").trim()
        const client = clientOf(restored.url, token)
        await client.settled()
        expect(await client.exported()).toBe(expected)
      } finally {
        await restored.stop()
      }
    } finally {
      await sandbox.stop()
    }
  })
})

const mayMount = (folder: string): boolean => {
  try {
    mkdirSync(folder, { recursive: true })
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

describe("a full disk", () => {
  it("is named, loses nothing, and the sync goes on once there is room", async ({ skip }) => {
    await using installation = install("http://127.0.0.1:9")
    const folder = join(installation.folder, "small")
    if (!mayMount(folder)) skip("a small disk cannot be mounted here (needs root)")
    using account = accountFile(traderSlice(3_000))
    const sandbox = await openSandbox(account.args, 100_000)
    await using small = install(sandbox.url, 100_000, { CAUDAL_DATA_DIR: join(folder, "data") })
    try {
      const server = await small.start()
      await server.connect(sandbox)
      const full = await until("the named state", async () => {
        const view = await server.connection()
        return view.failure?.message.includes("disk is full") === true || server.said().includes("disk is full") ? view : undefined
      })
      expect(full.status).toBe("ACTIVE")
      execFileSync("mount", ["-o", "remount,size=200m", folder])
      await server.sync()
      expect(await server.connection()).toMatchObject({ certificate: { state: "PROVED" }, failure: null })
      await server.stop()
    } finally {
      await sandbox.stop()
      execFileSync("umount", ["-l", folder])
    }
  })
})
