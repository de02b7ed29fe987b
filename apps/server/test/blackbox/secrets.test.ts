/** Planted secrets and personal data, looked for in everything that Caudal writes, says or answers. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { personas } from "@caudal/exchange-bitso/simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { fetchSigned } from "../sandbox/caller.ts"
import { accountFile, type Answer, clientOf, connected, type Installation, install, openSandbox, type Sandbox } from "./harness.ts"
import { connectionFields } from "./view.ts"

/** Fields of the exchange's answers that are somebody's name, address, number or words. */
const personal = /name$|email|phone|clabe|concepto|cellphone_number_stored|email_stored/
const harmless = new Set(["method_name", "operation_name"])

const personalTexts = (value: Answer, found: Set<string> = new Set()): Set<string> => {
  if (typeof value !== "object" || value === null) return found
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === "string" && inner.length > 9 && personal.test(name) && !harmless.has(name)) found.add(inner)
    else personalTexts(inner, found)
  }
  return found
}

describe("an installation that logs all it can", () => {
  const wrongSecret = "feedc0de".repeat(4)
  let exchange: Sandbox
  let installation: Installation
  let canaries: ReadonlyMap<string, string>
  let logs = ""
  const answers: Array<string> = []
  const sealed: Array<string> = []

  /** As it lies in the database of the only connection. */
  const sealedSecret = (): string => {
    const db = new DatabaseSync(join(installation.folder, "data", "caudal.db"), { readOnly: true })
    try {
      const rows = db.prepare("SELECT hex(sealed) AS sealed FROM credential WHERE field = 'apiSecret'").all()
      expect(rows).toHaveLength(1)
      return String(rows[0]!["sealed"])
    } finally {
      db.close()
    }
  }

  const openBeginner = async (more: object, port = 0) => {
    using file = accountFile({ ...personas.beginner(), ...more })
    return await openSandbox(file.args, 1000, port)
  }

  beforeAll(async () => {
    exchange = await openBeginner({})
    const status = JSON.parse((await fetchSigned(exchange, "/api/v3/account_status")).text) as Answer
    const people = personalTexts([await exchange.truth(), status])
    expect([...people].some((text) => text.startsWith("Nombre-"))).toBe(true)
    expect([...people].some((text) => text.startsWith("correo-"))).toBe(true)
    expect(people.size).toBeGreaterThan(12)

    installation = install(exchange.url, 1000, { CAUDAL_LOG_LEVEL: "debug" })
    const server = await installation.start()
    const token = readFileSync(installation.env["CAUDAL_OWNER_TOKEN_FILE"] ?? "", "utf8").trim()
    canaries = new Map([
      ["the API key", exchange.apiKey],
      ["the API secret", exchange.apiSecret],
      ["a mistyped secret", wrongSecret],
      ["the owner token", token],
      ...[...people].map((text): [string, string] => [`personal: ${text}`, text])
    ])
    const keep = async <A>(answer: Promise<A>): Promise<A> => {
      answers.push(JSON.stringify(await answer))
      return answer
    }
    const raw = async (body: unknown) => {
      const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers: server.headers, body: JSON.stringify(body) })
      answers.push(await answer.text())
    }
    await keep(server.connect({ ...exchange, apiSecret: wrongSecret }))
    await keep(server.connect({ ...exchange, apiSecret: `${exchange.apiSecret} ${exchange.apiSecret}` }))
    // What a client may get wrong while it has the secret in its hands.
    const mutation = "mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename } }"
    for (const credentials of [
      exchange.apiSecret,
      [exchange.apiSecret],
      [{ name: exchange.apiKey, value: [exchange.apiSecret] }],
      [{ name: "apiSecret", secret: exchange.apiSecret }]
    ])
      await raw({ query: mutation, variables: { input: { exchange: "bitso", credentials } } })
    await raw({ query: mutation, variables: { input: { exchange: "bitso", credentials: [], acceptUnverifiedRights: exchange.apiSecret } } })
    await raw({ query: `mutation { connectExchange(input: { exchange: "bitso", credentials: "${exchange.apiSecret}" }) { __typename } }` })
    await raw({
      query: `mutation { connectExchange(input: { exchange: "bitso", credentials: [{ name: apiSecret, value: ${exchange.apiSecret} }] }) { __typename } }`
    })
    await connected(server, exchange)
    await exchange.faults(
      { route: "ledger", fault: "truncated" },
      { route: "fundings", fault: "html" },
      { route: "withdrawals", fault: "errorBody" }
    )
    await server.sync()
    await exchange.faults({ route: "*", fault: "wrongCredentials" })
    await server.sync()

    sealed.push(sealedSecret())
    // The same key without the right to say whose it is: the same connection, and the same secret given again.
    const port = Number(new URL(exchange.url).port)
    const { permissions: _all, ...rest } = personas.beginner()
    await exchange.stop()
    exchange = await openBeginner({ ...rest, permissions: ["balance", "ledger", "user_trades", "fundings", "withdrawals"] }, port)
    await connected(server, exchange)
    sealed.push(sealedSecret())
    await keep(
      server.ask(`{ viewer { portfolio { holdings { asset { code } total } transactions(first: 100) { edges { node { id operation externalId refs { type value }
      transfer { network txid address tag rail reference } witnesses { stream externalId } postings { amount } } } } }
      connections { ${connectionFields} label openItems(first: 100) { edges { node { externalId groupId postings { amount } } } } quarantined(first: 100) { edges { node { reason pointer } } } } } }`)
    )
    answers.push(await server.exported())
    expect((await installation.run("backup", join(installation.folder, "backup.db"))).code).toBe(0)
    for (const command of [["doctor"], ["export"], ["replies"]]) {
      const { stdout, stderr } = await installation.run(...command)
      answers.push(stdout, stderr)
    }
    // Before it stops, so that the log beside the database is looked at as well.
    expect(readdirSync(join(installation.folder, "data"))).toContain("caudal.db-wal")
  }, 60_000)
  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]()
    await exchange?.stop()
  })

  const leaked = (text: Buffer | string): ReadonlyArray<string> =>
    [...canaries].filter(([, canary]) => text.includes(canary)).map(([name]) => name)

  it("has none of them in its database, its write-ahead log or its backup", () => {
    const files = ["backup.db", ...readdirSync(join(installation.folder, "data")).map((name) => `data/${name}`)]
    expect(files.length).toBeGreaterThan(3)
    for (const name of files) expect([name, leaked(readFileSync(join(installation.folder, name)))]).toEqual([name, []])
  })

  it("gives none of them in any answer, error, export or command", () => {
    expect(answers.length).toBeGreaterThan(10)
    for (const answer of answers) expect([answer.slice(0, 600), leaked(answer)]).toEqual([answer.slice(0, 600), []])
  })

  it("seals the same secret anew each time it is given", () => {
    expect(sealed).toHaveLength(2)
    expect(new Set(sealed).size).toBe(2)
  })

  it("writes none of them to its log, and no answer of the exchange", async () => {
    const said = await installation.stop()
    logs = said.map(({ stdout, stderr }) => stdout + stderr).join("\n")
    expect(logs).toContain("sync of bitso stopped")
    const events = logs
      .split("\n")
      .filter((line) => line.startsWith("{") && !line.startsWith('{"ready"'))
      .map((line) => JSON.parse(line) as { readonly message: unknown; readonly annotations: Readonly<Record<string, unknown>> })
    const of = (message: string) =>
      events.filter((event) => event.message === message || JSON.stringify(event.message) === `["${message}"]`)
    for (const message of ["sync begins", "sync ends", "call", "retry", "call failed"])
      expect([message, of(message).length > 0]).toEqual([message, true])
    for (const { annotations } of of("call"))
      expect(annotations).toEqual({
        exchange: "bitso",
        endpoint: expect.any(String),
        attempt: expect.any(Number),
        waitedMs: expect.any(Number),
        ms: expect.any(Number),
        status: expect.anything()
      })
    expect(of("call failed").map(({ annotations }) => annotations["code"])).toContain("AUTH_INVALID")
    expect(leaked(logs)).toEqual([])
    expect(logs).not.toContain("balance_updates")
  })
})

describe("an installation without a token file", () => {
  it("shows its token in one line, once, and keeps it nowhere", async () => {
    await using installation = install("http://127.0.0.1:9", 1, { CAUDAL_OWNER_TOKEN_FILE: "", CAUDAL_LOG_LEVEL: "debug" })
    const first = await installation.serve()
    const token = /shown this once: (\S+)/.exec(first.said())?.[1] ?? ""
    expect(token.length).toBeGreaterThanOrEqual(32)
    expect(first.said().split(token)).toHaveLength(2)
    for (const name of readdirSync(join(installation.folder, "data"))) {
      expect(readFileSync(join(installation.folder, "data", name)).includes(token)).toBe(false)
    }
    await first.stop()
    const second = await installation.serve()
    expect(second.said()).not.toContain(token)
  })
})

describe("an owner who changes their mind", () => {
  it("destroys a key for good and keeps its history", async () => {
    const exchange = await openSandbox(["--persona", "beginner"])
    await using installation = install(exchange.url)
    const server = await installation.start()
    const { id } = await connected(server, exchange)
    const before = await server.exported()
    await server.ask("mutation ($id: ID!) { disconnect(connection: $id) { __typename } }", { id })
    expect(await server.connection()).toMatchObject({ status: "DISCONNECTED" })
    expect(await server.exported()).toBe(before)
    await exchange.forget()
    await server.ask("mutation ($id: ID!) { syncNow(connection: $id) { __typename } }", { id })
    // public prices of what is held are still read: no key is needed for them
    expect((await exchange.requests()).requests.filter(({ endpoint }) => endpoint !== "ohlc")).toEqual([])
    await exchange.stop()
  })

  it("resets the token: the old one stops working at once", async () => {
    await using installation = install("http://127.0.0.1:9")
    const server = await installation.start()
    expect((await installation.run("token", "reset")).code).toBe(0)
    const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers: server.headers, body: '{"query":"{ __typename }"}' })
    expect(answer.status).toBe(401)
    const fresh = readFileSync(installation.env["CAUDAL_OWNER_TOKEN_FILE"] ?? "", "utf8").trim()
    expect((await clientOf(server.url, fresh).ask("{ viewer { id } }")).viewer).toEqual({ id: expect.any(String) })
  })
})
