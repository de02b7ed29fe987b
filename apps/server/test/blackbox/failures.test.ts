import type { FaultRule } from "@caudal/exchange/simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { accountFile, type Answer, connected, type Installation, install, openSandbox, type Sandbox, type Server } from "./harness.ts"
import { streamOf } from "./view.ts"

type Faults = ReadonlyArray<FaultRule>
const on = (route: string, fault: FaultRule["fault"], args: FaultRule["args"] = {}): Faults => [{ route, fault, args }]

/** What may fail, how it is called, who must act, and a word that the advice must not be without. */
const everywhere: ReadonlyArray<readonly [what: string, Faults, type: string, code: string, who: string, advice: RegExp]> = [
  ["a refused key or secret", on("*", "wrongCredentials"), "KeyRefused", "AUTH_INVALID", "USER", /Copy the key and the secret again/],
  [
    "a key that is not active any more",
    on("*", "errorBody", { code: "0326", status: 400 }),
    "KeyRefused",
    "AUTH_EXPIRED",
    "USER",
    /Create a new one/
  ],
  [
    "an address that is not on the key's list",
    on("*", "disallowedIp", { code: "0213" }),
    "IpNotAllowed",
    "IP_NOT_ALLOWED",
    "USER",
    /allow-list/
  ],
  ["a suspended account", on("*", "errorBody", { code: "0705" }), "AccountLocked", "ACCOUNT_LOCKED", "USER", /support/],
  ["an unverified account", on("*", "errorBody", { code: "0701" }), "ExchangeProblem", "KYC_REQUIRED", "USER", /verif/],
  ["a clock that is an hour slow", on("*", "clockSkew", { ms: 3_600_000 }), "ClockSkew", "CLOCK_SKEW", "HOST", /NTP/],
  ["a clock that is an hour fast", on("*", "clockSkew", { ms: -3_600_000 }), "ClockSkew", "CLOCK_SKEW", "HOST", /NTP/],
  ["an exchange that cannot be reached", on("*", "down"), "ExchangeUnavailable", "NETWORK", "HOST", /internet connection/],
  [
    "a web page instead of JSON",
    on("*", "html", { status: 200 }),
    "ExchangeUnavailable",
    "WEB_PAGE",
    "EXCHANGE",
    /web page instead of data/
  ],
  ["a failing exchange", on("*", "html", { status: 502 }), "ExchangeUnavailable", "MAINTENANCE", "EXCHANGE", /tries again/],
  ["JSON that is cut off", on("*", "truncated"), "ExchangeUnavailable", "ANSWER_CUT_OFF", "EXCHANGE", /cut off/],
  [
    "an error body with status 200",
    on("*", "errorBody", { code: "0101", status: 200 }),
    "ExchangeUnavailable",
    "MAINTENANCE",
    "EXCHANGE",
    /tries again/
  ],
  ["a lasting lockout", on("*", "rateLimit"), "RateLimited", "RATE_LIMITED", "HOST", /after the pause/]
]

describe("connecting a key", () => {
  let exchange: Sandbox
  let installation: Installation
  let server: Server
  beforeAll(async () => {
    exchange = await openSandbox(["--persona", "beginner"])
    installation = install(exchange.url)
    server = await installation.start()
  })
  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]()
    await exchange?.stop()
  })

  it.each(everywhere)("names %s, says who must act and what to do, and stores nothing", async (_what, faults, type, code, who, advice) => {
    await exchange.faults(...faults)
    const answer = await server.connect(exchange)
    expect(answer).toMatchObject({ __typename: type, code, who, whatToDo: expect.stringMatching(advice) })
    expect((await server.ask("{ viewer { connections { id } } }")).viewer.connections).toEqual([])
  })

  it("names all that a refusal without a reason can mean", async () => {
    await exchange.faults()
    for (const key of [
      { ...exchange, apiKey: "wrongKey00" },
      { ...exchange, apiSecret: "0".repeat(32) }
    ]) {
      const answer = await server.connect(key)
      expect(answer).toMatchObject({ __typename: "KeyRefused", code: "AUTH_INVALID", exchangeCode: "0201" })
      for (const cause of [/key/, /secret/, /clock/, /allowed IP addresses/]) expect(answer.message).toMatch(cause)
    }
  })

  it("names a permission that is missing for everything, with what to tick", async () => {
    await exchange.faults(...on("*", "missingPermission"))
    const answer = await server.connect(exchange)
    expect(answer).toMatchObject({ __typename: "PermissionMissing", code: "PERMISSION_MISSING", who: "USER" })
    expect(answer.message).toMatch(/Tick View account information, View balances/)
  })

  it("names an exchange whose port is closed", async () => {
    await using elsewhere = install("http://127.0.0.1:9")
    const answer = await (await elsewhere.start()).connect(exchange)
    expect(answer).toMatchObject({ __typename: "ExchangeUnavailable", code: "NETWORK" })
  })

  it("works at once when the trouble is over", async () => {
    await exchange.faults()
    expect((await connected(server, exchange)).certificate.state).toBe("PROVED")
  })
})

describe("a connection that was in order", () => {
  let exchange: Sandbox
  let installation: Installation
  let server: Server
  let calm = ""
  let holdings: Answer
  const held = async () => (await server.ask("{ viewer { portfolio { holdings { asset { code } total } } } }")).viewer.portfolio.holdings
  beforeAll(async () => {
    exchange = await openSandbox(["--persona", "beginner"])
    installation = install(exchange.url)
    server = await installation.start()
    await connected(server, exchange)
    calm = await server.exported()
    holdings = await held()
  })
  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]()
    await exchange?.stop()
  })

  const recovers = async () => {
    await exchange.faults()
    const connection = await server.sync()
    expect(connection).toMatchObject({ status: "ACTIVE", failure: null, certificate: { state: "PROVED" } })
    expect(connection.streams.every(({ state, staleSince }) => state === "COMPLETE" && staleSince === null)).toBe(true)
    expect(await server.exported()).toBe(calm)
  }

  // A lockout that lasts makes every list wait for its end: courtesy.test.ts.
  it.each(everywhere.filter(([, , type]) => type !== "RateLimited"))(
    "keeps its rows and balances through %s, names it, and recovers",
    async (_what, faults, type, code, who, advice) => {
      await exchange.faults(...faults)
      const connection = await server.sync()
      expect(connection.failure).toMatchObject({ __typename: type, code, who, whatToDo: expect.stringMatching(advice) })
      // Only the owner can mend these: knocking on would lock the account.
      expect([connection.status, connection.nextSyncAt === null]).toEqual(who === "USER" ? ["ATTENTION", true] : ["ACTIVE", false])
      for (const stream of connection.streams) {
        expect(stream).toMatchObject({ state: "FAILED", failure: { code }, staleSince: expect.any(String) })
        expect(stream.coverage.some(({ state }) => state === "KNOWN")).toBe(true)
      }
      expect(connection.certificate).toMatchObject({ state: "UNPROVED", reason: expect.stringContaining(code) })
      expect(await server.exported()).toBe(calm)
      expect(await held()).toEqual(holdings)
      await recovers()
    }
  )

  it.each([
    ["a web page", "html", { status: 200 }, "FAILED", "WEB_PAGE"],
    ["half of its JSON", "truncated", {}, "FAILED", "ANSWER_CUT_OFF"],
    ["a connection that breaks off", "truncated", { wrongLength: true }, "FAILED", "NETWORK"],
    ["a reset", "reset", {}, "FAILED", "NETWORK"],
    ["an error body with status 200", "errorBody", { code: "0101", status: 200 }, "FAILED", "MAINTENANCE"],
    ["an unknown envelope", "status", { status: 200, body: '{"ok":[]}' }, "FAILED", "SCHEMA_DRIFT"],
    ["an empty list where rows were", "emptyList", {}, "SUSPECT", "DATA_CHANGED_DURING_PAGING"]
  ] as const)("goes on with its other lists when one gives %s, and recovers", async (_what, fault, args, state, code) => {
    for (const route of ["ledger", "fundings"]) {
      await exchange.faults(...on(route, fault, args))
      const connection = await server.sync()
      expect(streamOf(connection, route)).toMatchObject({ state, failure: { code }, staleSince: expect.any(String) })
      for (const { name, state: other } of connection.streams) if (name !== route) expect([name, other]).toEqual([name, "COMPLETE"])
      expect(connection).toMatchObject({ status: "ACTIVE", failure: { code } })
      if (route === "ledger") expect(connection.certificate).toMatchObject({ state: "UNPROVED", reason: expect.stringContaining(code) })
      expect(await server.exported()).toBe(calm)
      expect(await held()).toEqual(holdings)
      await recovers()
    }
  })

  it("goes on without a list whose permission is withdrawn, by the lists that tell of all its rows, and recovers", async () => {
    for (const route of ["ledger", "fundings"]) {
      await exchange.faults(...on(route, "missingPermission"))
      const connection = await server.sync()
      expect(streamOf(connection, route)).toMatchObject({ state: "FAILED", failure: { code: "PERMISSION_MISSING" } })
      for (const { name, state } of connection.streams) if (name !== route) expect([name, state]).toEqual([name, "COMPLETE"])
      expect(connection).toMatchObject({
        status: "ACTIVE",
        failure: { code: "PERMISSION_MISSING", who: "USER" },
        certificate: { state: "PROVED" }
      })
      expect(await held()).toEqual(holdings)
      await recovers()
    }
  })

  it("keeps everything while the exchange's port is closed, and recovers", async () => {
    const port = Number(new URL(exchange.url).port)
    await exchange.stop()
    const connection = await server.sync()
    expect(connection.failure).toMatchObject({ __typename: "ExchangeUnavailable", code: "NETWORK" })
    expect(await server.exported()).toBe(calm)
    exchange = await openSandbox(["--persona", "beginner"], 1000, port)
    await recovers()
  })
})

describe("a key that may read only a part", () => {
  const open = async (permissions: ReadonlyArray<string>) => {
    const { personas } = await import("@caudal/exchange-bitso/simulator")
    using file = accountFile({ ...personas.beginner(), permissions })
    return await openSandbox(file.args)
  }
  const holdingsOf = async (server: Server): Promise<Answer> =>
    Object.fromEntries(
      (await server.ask("{ viewer { portfolio { holdings { asset { code } total parts { source } } } } }")).viewer.portfolio.holdings.map(
        ({ asset, total, parts }: Answer) => [asset.code, [total, parts[0].source]]
      )
    )
  const totals = async (exchange: Sandbox, source: string) =>
    Object.fromEntries(Object.entries<Answer>((await exchange.truth()).balances).map(([code, { total }]) => [code, [total, source]]))

  it("shows the holdings of a key for balances, and names what history would need", async () => {
    const exchange = await open(["account_status", "balance"])
    await using installation = install(exchange.url)
    const server = await installation.start()
    const connection = await connected(server, exchange)
    expect(connection.status).toBe("ACTIVE")
    expect(await holdingsOf(server)).toEqual(await totals(exchange, "REPORTED"))
    for (const { name, state, failure, coverage } of connection.streams) {
      expect([name, state]).toEqual([name, "FAILED"])
      expect(failure).toMatchObject({ __typename: "PermissionMissing", who: "USER", message: expect.stringContaining(name) })
      for (const permission of ["View account information", "View balances"]) expect(failure?.message).toContain(permission)
      expect(failure?.whatToDo).toMatch(/tick the viewing permission/)
      expect(coverage).toEqual([expect.objectContaining({ state: "FAILED", reason: "PERMISSION_MISSING" })])
    }
    expect(connection.certificate).toMatchObject({ state: "UNPROVED", reason: expect.stringContaining("PERMISSION_MISSING") })
    expect(connection.rights.reads.find(({ name }) => name === "ledger")?.answer).toBe("NO")
    await exchange.stop()
  })

  it("sums the history of a key for the ledger, and does not claim a proof", async () => {
    const exchange = await open(["ledger"])
    await using installation = install(exchange.url)
    const server = await installation.start()
    const connection = await connected(server, exchange)
    expect(streamOf(connection, "ledger").state).toBe("COMPLETE")
    expect(await holdingsOf(server)).toEqual(await totals(exchange, "LEDGER"))
    expect(connection.certificate).toMatchObject({ state: "UNPROVED", reason: expect.stringContaining("balances could not be read") })
    await exchange.stop()
  })

  it("builds the books from the other lists when only the ledger is refused", async () => {
    const exchange = await open(["account_status", "balance", "user_trades", "fundings", "withdrawals"])
    await using installation = install(exchange.url)
    const server = await installation.start()
    const connection = await connected(server, exchange)
    expect(streamOf(connection, "ledger")).toMatchObject({ state: "FAILED", failure: { code: "PERMISSION_MISSING" } })
    expect(connection.certificate.lines.every(({ difference }) => difference === "0")).toBe(true)
    await exchange.stop()
  })
})
