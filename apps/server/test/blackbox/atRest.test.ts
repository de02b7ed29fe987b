/** The commands that look after the data: on folders that cannot be written, beside a sync, on full disks, without the key. */
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Ended } from "../caudal.ts"
import { eventsOf, streamOf } from "./view.ts"
import { accountFile, connected, type Installation, install, openSandbox, type Sandbox, traderSlice, until } from "./harness.ts"

/** One line on stderr, nothing on stdout, an exit code that scripts can see. */
const refusal = ({ code, stdout, stderr }: Ended): string => {
  expect([code, stdout]).toEqual([1, ""])
  expect(stderr.trim().split("\n")).toHaveLength(1)
  return stderr
}

const contents = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), "base64")])

const disks: Array<string> = []
/** A disk of its own, or `null` and one clear line where this machine lets nobody make one. */
const newDisk = (folder: string, size: string): string | null => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0700`, "tmpfs", folder], { stdio: "ignore" })
  } catch {
    process.stdout.write("skipped: a disk of its own needs the right to mount one\n")
    return null
  }
  disks.push(folder)
  return folder
}

let exchange: Sandbox
let home: Installation
let calm = ""
let dataDir = ""
beforeAll(async () => {
  using file = accountFile(traderSlice(1500))
  exchange = await openSandbox(file.args)
  home = install(exchange.url)
  const server = await home.start()
  await connected(server, exchange)
  calm = await server.exported()
  dataDir = home.env["CAUDAL_DATA_DIR"] ?? ""
  await home.stop()
})
afterAll(async () => {
  for (const disk of disks) execFileSync("umount", ["-l", disk])
  await exchange?.stop()
  await home?.[Symbol.asyncDispose]()
})
const on = (folder: string) => install(exchange.url, 1000, { CAUDAL_DATA_DIR: folder, CAUDAL_KEY_FILE: home.env["CAUDAL_KEY_FILE"] ?? "" })

describe("an export", () => {
  it("of a folder that no server has open leaves it as it was, and is what the server gives out", async () => {
    const before = contents(dataDir)
    expect(before.map(([name]) => name)).not.toContain("caudal.db-wal")
    const { code, stdout } = await home.run("export")
    expect([code, stdout === calm]).toEqual([0, true])
    expect(contents(dataDir)).toEqual(before)
  })

  it("works on a disk that is mounted read-only, without the key; so do doctor and backup", async (context) => {
    const disk = newDisk(join(home.folder, "disk"), "64m")
    if (disk === null) return context.skip()
    cpSync(dataDir, join(disk, "data"), { recursive: true })
    execFileSync("mount", ["-o", "remount,ro", disk])
    await using copy = install(exchange.url, 1000, { CAUDAL_DATA_DIR: join(disk, "data"), CAUDAL_KEY_FILE: join(disk, "no-key") })
    expect((await copy.run("export")).stdout === calm).toBe(true)
    const out = join(copy.folder, "ledger.ndjson")
    expect(await copy.run("export", "--out", out)).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringMatching(/^\d+ events written/)
    })
    expect(readFileSync(out, "utf8") === calm).toBe(true)
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(await copy.run("backup", join(copy.folder, "copy.db"))).toMatchObject({ code: 0 })
    const { stdout } = await copy.run("doctor", "--json")
    const database = (JSON.parse(stdout) as ReadonlyArray<{ name: string; state: string }>).find(({ name }) => name === "database")
    expect(database).toMatchObject({ state: "ok" })
    expect(refusal(await copy.run("serve"))).toMatch(/cannot be written.*CAUDAL_DATA_DIR/)
  })

  it("in the middle of a sync is one state, by command and by download: the newest rows, without a hole", async () => {
    await using installation = install(exchange.url)
    const server = await installation.start()
    await exchange.faults({ route: "*", fault: "latency", args: { ms: 800 } })
    try {
      expect(await server.connect(exchange)).toMatchObject({ __typename: "ConnectSuccess" })
      const all = eventsOf(calm)
      let shown = 0
      for (let n = 0; n < 2; n++) {
        await until("more of the import", async () => (streamOf(await server.connection(), "ledger").rows > shown ? true : undefined))
        const part = eventsOf(n === 0 ? (await installation.run("export")).stdout : await server.exported())
        // pages end between rows of one instant, which have an order of their own
        const border = part[0]!.at
        const ids = (events: typeof part) => events.filter(({ at }) => at > border).map(({ externalId }) => externalId)
        expect(ids(part)).toEqual(ids(all))
        expect(part.length).toBeGreaterThan(shown)
        shown = part.length
      }
      expect((await server.connection()).progress.running, "the sync was over before the exports").toBe(true)
    } finally {
      await exchange.faults()
    }
  })

  it("of a first start that never ended is empty", async () => {
    await using installation = install(exchange.url, 1000, { CAUDAL_KEY_FILE: home.folder })
    expect(refusal(await installation.run("serve"))).toMatch(/key file .* is not a file/)
    expect(existsSync(join(installation.env["CAUDAL_DATA_DIR"] ?? "", "caudal.db"))).toBe(true)
    expect(await installation.run("export")).toMatchObject({ code: 0, stdout: "", stderr: "" })
  })

  it("never overwrites a file, and names a place where nothing can be written", async () => {
    const out = join(home.folder, "precious")
    writeFileSync(out, "precious")
    expect(refusal(await home.run("export", "--out", out))).toMatch(/exists already/)
    expect(readFileSync(out, "utf8")).toBe("precious")
    expect(refusal(await home.run("export", "--out", join(home.folder, "nowhere", "file")))).toMatch(/Cannot write/)
  })

  it("to a full disk says so, and leaves no part of itself there", async (context) => {
    const disk = newDisk(join(home.folder, "small"), "64k")
    if (disk === null) return context.skip()
    expect(refusal(await home.run("export", "--out", join(disk, "ledger.ndjson")))).toMatch(/disk .* full/)
    expect(refusal(await home.run("backup", join(disk, "copy.db")))).toMatch(/disk is full/)
    expect(readdirSync(disk)).toEqual([])
  })

  it("begins anew where an earlier one was killed", async () => {
    const out = join(home.folder, "stopped.ndjson")
    writeFileSync(`${out}.partial`, "of an earlier one that was killed")
    expect(await home.run("export", "--out", out)).toMatchObject({ code: 0 })
    expect(existsSync(`${out}.partial`)).toBe(false)
    expect(readFileSync(out, "utf8") === calm).toBe(true)
  })
})

describe("backup and restore", () => {
  it("need no key file; the server asks for it", async () => {
    const file = join(home.folder, "keyless.db")
    await using keyless = install(exchange.url, 1000, { CAUDAL_DATA_DIR: dataDir, CAUDAL_KEY_FILE: join(home.folder, "no-key") })
    expect(await keyless.run("backup", file)).toMatchObject({ code: 0 })
    await using other = install(exchange.url)
    expect(await other.run("backup", "restore", file)).toMatchObject({ code: 0, stderr: expect.not.stringContaining("kept as") })
    expect((await other.run("export")).stdout === calm).toBe(true)
    expect(refusal(await other.run("serve"))).toMatch(/key file .* is missing/)
    expect(existsSync(other.env["CAUDAL_KEY_FILE"] ?? "")).toBe(false)
    // what was there is kept, and named
    expect((await other.run("backup", "restore", file)).stderr).toContain("caudal.db.before-restore")
    expect((await other.run("backup", "restore", file)).stderr).toContain("caudal.db.before-restore-2")
  })

  it("never overwrite a file, and say where there is nothing to copy", async () => {
    const file = join(home.folder, "there.db")
    writeFileSync(file, "precious")
    expect(refusal(await home.run("backup", file))).toMatch(/exists already/)
    expect(readFileSync(file, "utf8")).toBe("precious")
    await using empty = install(exchange.url)
    for (const command of [["backup", join(empty.folder, "copy.db")], ["export"], ["token", "reset"]])
      expect(refusal(await empty.run(...command))).toMatch(/no database in .*CAUDAL_DATA_DIR/)
    expect(existsSync(empty.env["CAUDAL_DATA_DIR"] ?? "")).toBe(false)
  })

  it("are refused while a server runs, and what openings say comes back with them", async () => {
    await using copy = on(join(home.folder, "copied"))
    cpSync(dataDir, copy.env["CAUDAL_DATA_DIR"] ?? "", { recursive: true })
    writeFileSync(copy.env["CAUDAL_OWNER_TOKEN_FILE"] ?? "", readFileSync(home.env["CAUDAL_OWNER_TOKEN_FILE"] ?? ""), { mode: 0o600 })
    const server = await copy.start()
    const { id, certificate } = await server.settled()
    const { code } = certificate.lines[0]!.asset
    const said = await server.ask(
      `mutation ($input: AssertOpeningInput!) { assertOpening(input: $input) { __typename ... on OpeningSuccess { opening { id } } } }`,
      { input: { connection: id, wallet: "spot", asset: code, at: "2012-01-01T00:00:00Z", quantity: "0", note: "nothing yet" } }
    )
    expect(said.assertOpening.__typename).toBe("OpeningSuccess")
    const file = join(copy.folder, "with-opening.db")
    expect(await copy.run("backup", file)).toMatchObject({ code: 0 })
    expect(refusal(await copy.run("backup", "restore", file))).toMatch(/Another Caudal is running/)
    await server.ask("mutation ($id: ID!) { withdrawOpening(opening: $id) { __typename } }", { id: said.assertOpening.opening.id })
    await server.stop()
    expect(await copy.run("backup", "restore", file)).toMatchObject({ code: 0 })
    const restored = await copy.start()
    const { viewer } = await restored.ask("{ viewer { connections { openings { note withdrawn version } } } }")
    expect(viewer.connections[0].openings).toEqual([{ note: "nothing yet", withdrawn: false, version: 1 }])
    rmSync(file)
  })
})
