import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { connect, createServer } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { builtIn } from "../src/exchanges/folderOf.ts"
import { caudal, serving, type Serving, settings, tempFolder } from "./caudal.ts"

const post = (url: string, token: string, query: string, more: RequestInit = {}) =>
  fetch(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query }),
    ...more
  })

describe("a server that was started for the first time", () => {
  const folder = tempFolder()
  let server: Serving
  let token = ""
  beforeAll(async () => {
    server = await serving(settings(folder.path))
    token = /shown this once: (\S+)/.exec(server.said())?.[1] ?? ""
  })
  afterAll(async () => {
    await server.stop()
    folder[Symbol.dispose]()
  })

  it("shows the owner token once, and that token opens the API", async () => {
    expect(token.length).toBeGreaterThanOrEqual(32)
    const answer = await post(server.url, token, "{ viewer { portfolio { name } } exchanges { slug } }")
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ data: { exchanges: builtIn().map((slug) => ({ slug })) } })
  })

  it("keeps only a hash of it, in a folder that is nobody else's", () => {
    const data = join(folder.path, "data")
    expect(statSync(data).mode & 0o077).toBe(0)
    expect(statSync(join(folder.path, "key")).mode & 0o077).toBe(0)
    for (const name of readdirSync(data)) expect(readFileSync(join(data, name)).includes(token)).toBe(false)
  })

  it("answers nothing without it, and nobody under another name", async () => {
    expect((await post(server.url, "wrong", "{ __typename }")).status).toBe(401)
    expect((await fetch(`${server.url}/export/ledger.ndjson`)).status).toBe(401)
    const { request } = await import("node:http")
    const status = await new Promise((resolve) =>
      request({ port: server.port, host: "127.0.0.1", path: "/", headers: { host: "evil.example" } }, (reply) =>
        resolve(reply.statusCode)
      ).end()
    )
    expect(status).toBe(421)
  })

  it("listens on the loopback interface only", async () => {
    const { networkInterfaces } = await import("node:os")
    const outside = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .find(({ internal, family }) => !internal && family === "IPv4")
    if (outside === undefined) return
    await expect(fetch(`http://${outside.address}:${server.port}/`, { signal: AbortSignal.timeout(2_000) })).rejects.toThrow()
  })

  it("serves its page and every file that the page names", async () => {
    const page = await (await fetch(`${server.url}/`)).text()
    const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path)
    expect(files).toContain("/views.js")
    for (const path of files) {
      const file = await fetch(`${server.url}${path}`)
      expect([path, file.status]).toEqual([path, 200])
      // A list grows while it is gone through: what a script asks for is asked for as well.
      for (const [, name] of (await file.text()).matchAll(/(?:from|import) "\.(\/[^"]+)"/g)) if (!files.includes(name)) files.push(name)
    }
    expect(files).toContain("/queries.js")
    expect(page).not.toMatch(/https?:\/\/|<style|onclick=|<script(?! type="module" src)/)
  })

  it("refuses a body of many megabytes without reading it to its end", async () => {
    const answer = await post(server.url, token, "x".repeat(5_000_000)).catch(() => null)
    // The connection may be cut before the client has read the refusal.
    if (answer !== null) expect(answer.status).toBe(413)
    expect((await post(server.url, token, "{ __typename }")).status).toBe(200)
  })

  it("keeps a second server off the same folder, in one clear line", async () => {
    const second = await caudal(["serve"], settings(folder.path))
    expect(second.code).toBe(1)
    expect(second.stdout).toBe("")
    expect(second.stderr.trim().split("\n")).toHaveLength(1)
    expect(second.stderr).toMatch(/Another Caudal is running/)
  })

  it("is backed up, exported and examined while it runs", async () => {
    const file = join(folder.path, "copy.db")
    expect(await caudal(["backup", file], settings(folder.path))).toMatchObject({ code: 0 })
    expect(statSync(file).mode & 0o077).toBe(0)
    expect((await caudal(["backup", file], settings(folder.path))).code).toBe(1)
    expect(await caudal(["export"], settings(folder.path))).toMatchObject({ code: 0, stdout: "" })
    const out = join(folder.path, "ledger.ndjson")
    expect((await caudal(["export", "--out", out], settings(folder.path))).code).toBe(0)
    expect(existsSync(out)).toBe(true)
    const doctor = await caudal(["doctor", "--json"], settings(folder.path))
    expect(doctor.code).toBe(0)
    const checks = JSON.parse(doctor.stdout) as ReadonlyArray<{ name: string; state: string; found: string }>
    expect(checks.find(({ name }) => name === "server")?.found).toMatch(/^running/)
    expect(checks.find(({ name }) => name === "Bitso")?.state).toBe("warning")
  })

  it("token reset replaces the token in the running server at once", async () => {
    const reset = await caudal(["token", "reset"], settings(folder.path))
    const fresh = reset.stdout.trim()
    expect((await post(server.url, token, "{ __typename }")).status).toBe(401)
    expect((await post(server.url, fresh, "{ __typename }")).status).toBe(200)
  })
})

describe("starting and stopping", () => {
  it("prints one JSON line on stdout, and ends well on SIGTERM although a client dawdles", async () => {
    using folder = tempFolder()
    const tokenFile = join(folder.path, "token")
    const server = await serving(settings(folder.path, { CAUDAL_OWNER_TOKEN_FILE: tokenFile }))
    const token = readFileSync(tokenFile, "utf8").trim()
    await post(server.url, token, "{ __typename }")
    const dawdler = connect(server.port, "127.0.0.1", () => dawdler.write("POST /graphql HTTP/1.1\r\nHost: "))
    dawdler.on("error", () => undefined)
    const began = Date.now()
    const ended = await server.stop()
    expect(ended.code).toBe(0)
    expect(Date.now() - began).toBeLessThan(5_000)
    const lines = ended.stdout.trimEnd().split("\n")
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      ready: true,
      url: server.url,
      pid: expect.any(Number),
      dataDir: join(folder.path, "data")
    })
  })

  it("writes the token to CAUDAL_OWNER_TOKEN_FILE, readable by its owner only, and to nowhere else; it survives a restart", async () => {
    using folder = tempFolder()
    const tokenFile = join(folder.path, "secrets", "token")
    const env = settings(folder.path, { CAUDAL_OWNER_TOKEN_FILE: tokenFile })
    const first = await serving(env)
    const token = readFileSync(tokenFile, "utf8").trim()
    const said = await first.stop()
    expect(statSync(tokenFile).mode & 0o077).toBe(0)
    expect(said.stderr + said.stdout).not.toContain(token)
    const second = await serving(env)
    expect((await post(second.url, token, "{ __typename }")).status).toBe(200)
    await second.stop()
    expect(readFileSync(tokenFile, "utf8").trim()).toBe(token)
  })

  it("takes a token that the operator chose, and refuses a short one", async () => {
    using folder = tempFolder()
    const tokenFile = join(folder.path, "token")
    const env = settings(folder.path, { CAUDAL_OWNER_TOKEN_FILE: tokenFile })
    writeFileSync(tokenFile, "short\n")
    const refused = await caudal(["serve"], env)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/5 characters; at least 32/)
    const chosen = "chosen-by-the-operator-0123456789-abc"
    writeFileSync(tokenFile, `${chosen}\n`)
    const server = await serving(env)
    expect((await post(server.url, chosen, "{ __typename }")).status).toBe(200)
    await server.stop()
  })

  it("says what to do when the port is taken", async () => {
    using folder = tempFolder()
    const taken = createServer()
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, "127.0.0.1", () => resolve((taken.address() as { port: number }).port))
    )
    const ended = await caudal(["serve"], settings(folder.path, { CAUDAL_PORT: String(port) }))
    taken.close()
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(new RegExp(`Port ${port} is in use.*CAUDAL_PORT=0`))
  })

  it("a backup can be restored, once the server has stopped", async () => {
    using folder = tempFolder()
    const env = settings(folder.path)
    const server = await serving(env)
    const file = join(folder.path, "copy.db")
    await caudal(["backup", file], env)
    expect((await caudal(["backup", "restore", file], env)).code).toBe(1)
    await server.stop()
    expect((await caudal(["backup", "restore", file], env)).code).toBe(0)
    await (await serving(env)).stop()
  })

  it("refuses bad settings before anything is made", async () => {
    using folder = tempFolder()
    const ended = await caudal(["serve"], settings(folder.path, { CAUDAL_PORT: "http" }))
    expect(ended).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^caudal: CAUDAL_PORT is not a port/) })
    expect(existsSync(join(folder.path, "data"))).toBe(false)
  })
})

describe("the command line", () => {
  const folder = tempFolder()
  afterAll(() => folder[Symbol.dispose]())
  const env = settings(folder.path)
  it.each(["serve", "sandbox", "parse", "export", "prices", "backup", "doctor", "token"])(
    "caudal %s --help explains itself",
    async (name) => {
      const overview = await caudal(["--help"], env)
      expect(overview.stdout).toContain(`  ${name} `)
      const ended = await caudal([name, "--help"], env)
      expect(ended.code).toBe(0)
      expect(ended.stdout).toMatch(new RegExp(`^Usage: caudal ${name}`))
    }
  )

  it("an unknown command ends with 2 and a hint", async () => {
    expect(await caudal(["trade"], env)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/There are: serve/) })
  })

  it("commands that need a database say so when there is none", async () => {
    const ended = await caudal(["export"], env)
    expect(ended.code).toBe(1)
    expect(ended.stderr.trim().split("\n")).toHaveLength(1)
  })
})
