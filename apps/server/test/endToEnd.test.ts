import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { sandbox } from "../src/sandbox/command.ts"
import { caudal, serving, type Serving, settings, tempFolder } from "./caudal.ts"

interface Sandbox {
  readonly url: string
  readonly apiKey: string
  readonly apiSecret: string
}

/** A pretended Bitso in this process, and the real server in its own. */
describe("from a new key to a proved book", () => {
  const folder = tempFolder()
  const closing = new AbortController()
  let pretended: Promise<number>
  let exchange: Sandbox
  let server: Serving
  let env: Record<string, string>
  let token = ""

  beforeAll(async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    pretended = sandbox(["--exchange", "bitso", "--port", "0", "--persona", "beginner", "--rate-scale", "1000"], {
      stdout: { write: (line) => resolve(line) },
      stderr: { write: () => undefined },
      env: {},
      signal: closing.signal
    })
    exchange = JSON.parse(await promise) as Sandbox
    env = settings(folder.path, {
      CAUDAL_EXCHANGE_BITSO_URL: exchange.url,
      CAUDAL_RATE_SCALE: "1000",
      CAUDAL_OWNER_TOKEN_FILE: join(folder.path, "token")
    })
    server = await serving(env)
    token = readFileSync(join(folder.path, "token"), "utf8").trim()
  })
  afterAll(async () => {
    await server?.stop()
    closing.abort()
    await pretended
    folder[Symbol.dispose]()
  })

  const headers = () => ({ authorization: `Bearer ${token}`, "content-type": "application/json" })
  const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers: headers(), body: JSON.stringify({ query, variables }) })
    // oxlint-disable-next-line typescript/no-explicit-any
    const { data, errors } = (await answer.json()) as { data: any; errors?: unknown }
    expect(errors).toBeUndefined()
    return data
  }
  const connect = (acceptUnverifiedRights: boolean, apiSecret = exchange.apiSecret) =>
    ask(
      `mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) {
        __typename ... on ConnectSuccess { connection { id consentedAt } } ... on Problem { code who whatToDo } } }`,
      {
        input: {
          exchange: "bitso",
          credentials: [
            { name: "apiKey", value: exchange.apiKey },
            { name: "apiSecret", value: apiSecret }
          ],
          acceptUnverifiedRights
        }
      }
    ).then(({ connectExchange }) => connectExchange)

  it("names a wrong secret and a missing consent, then connects, once and the same again", async () => {
    expect(await connect(true, "0".repeat(32))).toMatchObject({ __typename: "KeyRefused", code: "AUTH_INVALID", who: "USER" })
    expect(await connect(false)).toMatchObject({ __typename: "ConsentRequired", code: "CONSENT_REQUIRED" })
    const first = await connect(true)
    expect(first).toMatchObject({ __typename: "ConnectSuccess", connection: { consentedAt: expect.any(String) } })
    expect((await connect(true)).connection.id).toBe(first.connection.id)
  })

  it("pushes its progress until the sync is over", async () => {
    const { viewer } = await ask("{ viewer { connections { id } } }")
    const leaving = new AbortController()
    const answer = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { ...headers(), accept: "text/event-stream" },
      body: JSON.stringify({
        query: "subscription ($c: ID!) { syncProgress(connection: $c) { running phase rowsStored streams { name state } } }",
        variables: { c: viewer.connections[0].id }
      }),
      signal: leaving.signal
    })
    const reader = answer.body?.getReader()
    let text = ""
    while (!text.includes('"running":false')) {
      const part = await reader?.read()
      if (part === undefined || part.done) break
      text += new TextDecoder().decode(part.value)
    }
    leaving.abort()
    expect(text).toContain('"running":false')
  })

  it("proves the books, values the holdings and keeps no secret in clear", async () => {
    const { viewer } = await ask(`{ viewer { portfolio {
      holdings { asset { symbol } total } certificate { state reason } value(currency: MXN) { total complete } transactions { totalCount } } } }`)
    expect(viewer.portfolio.certificate).toEqual({ state: "PROVED", reason: null })
    expect(viewer.portfolio.holdings.length).toBeGreaterThan(0)
    expect(viewer.portfolio.value).toMatchObject({ complete: true, total: expect.stringMatching(/^\d+(\.\d+)?$/) })
    expect(viewer.portfolio.transactions.totalCount).toBeGreaterThan(0)
    for (const name of ["caudal.db", "caudal.db-wal"]) {
      expect(readFileSync(join(folder.path, "data", name)).includes(exchange.apiSecret)).toBe(false)
    }
    expect(server.said()).not.toContain(exchange.apiSecret)
  })

  it("answers what was gained, to the last digit, as the guide shows it", async () => {
    const guide = readFileSync(join(import.meta.dirname, "../../../docs/guide/graphql.md"), "utf8")
    const section = guide.slice(guide.indexOf("## Gains and lots"))
    const [, query = "", reply = ""] = /```graphql\n(.*?)```.*?```json\n(.*?)```/s.exec(section) ?? []
    // Prices of the past come after the account.
    await expect.poll(async () => ({ data: await ask(query) }), { timeout: 60_000, interval: 500 }).toEqual(JSON.parse(reply))
    const { disposals, totals, complete } = (await ask(query)).viewer.portfolio.gains
    // 0.03 ETH at 34681.41 are 1040.4423 MXN, less a fee of 0.65 %: 6.76287495. The first lot (of two purchases in one second,
    // the one whose trade has the lower number, 20596625) was 0.0821 ETH for 2549.38562 MXN, of which 0.00053365 ETH were the
    // fee: the 0.03 cost 2549.38562 × 0.03 ÷ 0.08156635, and what does not divide stays with the lot.
    const atTwentyDecimals = (text: string) => BigInt(text.replace(".", "").padEnd(text.indexOf(".") + 20, "0"))
    const cost = (254938562n * 3n * 10n ** 21n) / 8156635n
    expect(disposals[0]).toMatchObject({ date: "2023-04-12", quantity: "0.03", proceeds: "1033.67942505" })
    expect(atTwentyDecimals(disposals[0].costBasis)).toBe(cost)
    expect(atTwentyDecimals(disposals[0].gain)).toBe(103367942505n * 10n ** 12n - cost)
    // The ETH that paid for a withdrawal went at the market's price, 32284.63.
    expect(disposals[1]).toMatchObject({ quantity: "0.0012", proceeds: "38.741556" })
    expect(atTwentyDecimals(totals.gain)).toBe(atTwentyDecimals(disposals[0].gain) + atTwentyDecimals(disposals[1].gain))
    expect(totals).toMatchObject({ unknownDisposals: 0 })
    expect(complete).toBe(false)
  })

  it("says what lots are left, and refuses a zone that is none", async () => {
    const { viewer } = await ask(
      "{ viewer { portfolio { lots(currency: MXN) { lots { asset { assetId symbol } quantity costBasis transactions { kind } } gaps { code } } } } }"
    )
    const { lots, gaps } = viewer.portfolio.lots
    const of = (symbol: string) => lots.filter((lot: { asset: { symbol: string } }) => lot.asset.symbol === symbol)
    // 250.75 XRP at 6.87 less 0.5 % of them: nothing left since.
    expect(of("XRP")).toMatchObject([{ quantity: "249.49625", costBasis: "1722.6525", transactions: [{ kind: "TRADE" }, { kind: "FEE" }] }])
    // 0.0008 BTC came in from nowhere known.
    expect(of("BTC")).toContainEqual(expect.objectContaining({ quantity: "0.0008", costBasis: null }))
    expect(gaps.map(({ code }: { code: string }) => code)).toContain("UNMATCHED_DEPOSIT")
    const zone = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: headers(),
      body: JSON.stringify({ query: '{ viewer { portfolio { lots(currency: MXN, timeZone: "Mars") { timeZone } } } }' })
    })
    expect(await zone.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] })
  })

  it("pages through transactions forwards and backwards to the same list", async () => {
    const walk = async (forwards: boolean) => {
      const ids: Array<string> = []
      for (let cursor: string | null = null, more = true; more;) {
        const { viewer } = await ask(
          `query ($first: Int, $last: Int, $after: String, $before: String) { viewer { portfolio { transactions(first: $first, last: $last, after: $after, before: $before) {
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } } } } }`,
          forwards ? { first: 4, after: cursor } : { last: 4, before: cursor }
        )
        const { edges, pageInfo } = viewer.portfolio.transactions
        const page = edges.map(({ node }: { node: { id: string } }) => node.id)
        if (forwards) ids.push(...page)
        else ids.unshift(...page)
        more = forwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage
        cursor = forwards ? pageInfo.endCursor : pageInfo.startCursor
      }
      return ids
    }
    const forwards = await walk(true)
    expect(new Set(forwards).size).toBe(forwards.length)
    expect(await walk(false)).toEqual(forwards)
  })

  it("exports the same bytes over HTTP and by the command, in order", async () => {
    const answer = await fetch(`${server.url}/export/ledger.ndjson`, { headers: headers() })
    const text = await answer.text()
    expect((await caudal(["export"], env)).stdout).toBe(text)
    const times = text
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { at: string }).at)
    expect(times.length).toBeGreaterThan(5)
    expect(times).toEqual([...times].sort())
  })

  it("disconnects and keeps the history", async () => {
    const { viewer } = await ask("{ viewer { connections { id } } }")
    const { disconnect } = await ask(
      "mutation ($c: ID!) { disconnect(connection: $c) { ... on ConnectSuccess { connection { status } } } }",
      { c: viewer.connections[0].id }
    )
    expect(disconnect.connection.status).toBe("DISCONNECTED")
    const after = await ask("{ viewer { portfolio { transactions { totalCount } } } }")
    expect(after.viewer.portfolio.transactions.totalCount).toBeGreaterThan(0)
  })
})
