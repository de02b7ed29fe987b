/** Portfolios over the graph, on a real engine whose exchange is a toy. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Access, ConnectionId, Connections, mostPortfolios } from "@caudal/engine"
import { engineLayer } from "@caudal/engine/storage/sqlite"
import { ToyExchange, toyAdapterAt, toyKey, toyOrigin, toySecret } from "@caudal/engine/testing"
import { Effect, ManagedRuntime, Stream } from "effect"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { advice } from "../src/advice.ts"
import { makeHandler } from "../src/handler.ts"
import { type Answer, codeOf, host, origin } from "./fakeEngine.ts"

const root = mkdtempSync(join(tmpdir(), "caudal-graphql-"))
const realFetch = globalThis.fetch
const toy = new ToyExchange()
const runtime = ManagedRuntime.make(
  engineLayer({
    adapters: [toyAdapterAt("kraken", toyOrigin)],
    dataDir: join(root, "data"),
    keyFile: join(root, "keys", "key"),
    exchangeOrigins: {},
    rateScale: 100_000
  })
)
const handler = makeHandler({ runtime, allowedHosts: [host] })
let token = ""
/** Of the one connection. */
let account = ""

const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> => {
  const headers = { host, authorization: `Bearer ${token}`, "content-type": "application/json" }
  const request = new Request(`${origin}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
  return (await handler.fetch(request)).json() as Promise<Answer>
}
const problem = "... on Problem { code who retry message whatToDo(locale: PT) }"
const create = async (name: string, connections?: ReadonlyArray<string>) =>
  (
    await ask(
      `mutation ($name: String!, $connections: [ID!]) { createPortfolio(name: $name, connections: $connections) { __typename
        ... on PortfolioSuccess { portfolio { id name isDefault connections { id } } } ${problem} } }`,
      { name, connections }
    )
  ).data.createPortfolio
const rename = async (portfolio: string, name: string) =>
  (
    await ask(
      `mutation ($portfolio: ID!, $name: String!) { renamePortfolio(portfolio: $portfolio, name: $name) { __typename
        ... on PortfolioSuccess { portfolio { id name } } ${problem} } }`,
      { portfolio, name }
    )
  ).data.renamePortfolio
const remove = async (portfolio: string, moveTo?: string) =>
  (
    await ask(
      `mutation ($portfolio: ID!, $moveTo: ID) { deletePortfolio(portfolio: $portfolio, moveTo: $moveTo) { __typename
        ... on DeletePortfolioSuccess { deleted movedTo { name connections { id } } } ${problem} } }`,
      { portfolio, moveTo }
    )
  ).data.deletePortfolio
const put = async (connection: string, portfolios: ReadonlyArray<string>) =>
  (
    await ask(
      `mutation ($connection: ID!, $portfolios: [ID!]!) { setPortfolios(connection: $connection, portfolios: $portfolios) { __typename
        ... on ConnectSuccess { connection { id portfolios { name } } } ${problem} } }`,
      { connection, portfolios }
    )
  ).data.setPortfolios
const connect = async (portfolio?: string) =>
  (
    await ask(
      `mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename
        ... on ConnectSuccess { connection { id portfolios { name } } } ${problem} } }`,
      {
        input: {
          exchange: "kraken",
          portfolio,
          acceptUnverifiedRights: true,
          credentials: [
            { name: "apiKey", value: toyKey },
            { name: "apiSecret", value: toySecret }
          ]
        }
      }
    )
  ).data.connectExchange
const list = async (page = "") =>
  (
    await ask(`{ viewer { portfolios${page} { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id name isDefault } } } } }`)
  ).data.viewer.portfolios
const names = (page: Answer["data"]): ReadonlyArray<string> => page.edges.map(({ node }: Answer["data"]) => node.name)
const everything = async () => (await list()).edges[0].node.id as string

beforeAll(async () => {
  toy.ledger = [{ id: "r1", at: Date.UTC(2024, 0, 1), asset: "btc", amount: "2", group: null, kind: "deposit" }]
  globalThis.fetch = toy.fetch as typeof fetch
  token = (await runtime.runPromise(Access.use((access) => access.firstStart)))!
  account = (await connect()).connection.id
  await runtime.runPromise(
    Effect.gen(function* () {
      const owner = yield* Access.use((access) => access.localOwner)
      const connections = yield* Connections
      const [{ id } = { id: ConnectionId(0) }] = yield* connections.list(owner)
      yield* connections.progressChanges(owner, id).pipe(
        Stream.filter((progress) => !progress.running && progress.callsDone > 0),
        Stream.take(1),
        Stream.runDrain
      )
    })
  )
})
afterAll(async () => {
  await runtime.dispose()
  globalThis.fetch = realFetch
  rmSync(root, { recursive: true, force: true })
})
afterEach(async () => {
  for (const { node } of (await list("(first: 100)")).edges) if (!node.isDefault) await remove(node.id)
})

/** `who` and `retry` of everything that an owner does to portfolios: the owner acts, and waiting does not help. */
const failed = (type: string, code: keyof typeof advice) => ({
  __typename: type,
  code,
  who: "USER",
  retry: "NO",
  message: expect.stringMatching(/^[A-Z].+\.$/),
  whatToDo: advice[code].pt
})

describe("a portfolio", () => {
  it("is made, named anew and deleted, and the default one shows everything throughout", async () => {
    const made = await create("Savings", [account])
    const { id } = made.portfolio
    expect(made).toEqual({
      __typename: "PortfolioSuccess",
      portfolio: { id, name: "Savings", isDefault: false, connections: [{ id: account }] }
    })
    expect(await create("savings")).toEqual(made)
    expect(await rename(id, " Long term ")).toEqual({ __typename: "PortfolioSuccess", portfolio: { id, name: "Long term" } })
    expect(names(await list())).toEqual(["All accounts", "Long term"])
    expect(await remove(id)).toEqual({
      __typename: "DeletePortfolioSuccess",
      deleted: id,
      movedTo: { name: "All accounts", connections: [{ id: account }] }
    })
    expect(names(await list())).toEqual(["All accounts"])
    expect((await ask("query ($id: ID!) { node(id: $id) { id } }", { id })).data.node).toBeNull()
  })

  it("answers what any portfolio answers, for what it shows alone", async () => {
    const [full, empty] = [(await create("Full", [account])).portfolio.id, (await create("Empty")).portfolio.id]
    const asked = (id: string) =>
      ask(
        `query ($id: ID!) { viewer { portfolio(id: $id) { holdings { total } transactions { totalCount } value(currency: BTC) { total complete }
          certificate { state certificates { connection { id } } } notices { code } gaps { reason } } } }`,
        { id }
      )
    expect((await asked(full)).data.viewer.portfolio).toMatchObject({
      holdings: [{ total: "2" }],
      transactions: { totalCount: 1 },
      value: { total: "2", complete: true },
      certificate: { certificates: [{ connection: { id: account } }] }
    })
    expect((await asked(empty)).data.viewer.portfolio).toMatchObject({
      holdings: [],
      transactions: { totalCount: 0 },
      value: { total: "0", complete: true },
      certificate: { certificates: [] }
    })
  })

  it("is refused by name, with what to do: its name, its number, what it should show", async () => {
    const { id } = (await create("A")).portfolio
    expect(await create("  ")).toEqual(failed("PortfolioNameInvalid", "PORTFOLIO_NAME_INVALID"))
    expect(await rename(id, "x".repeat(81))).toEqual(failed("PortfolioNameInvalid", "PORTFOLIO_NAME_INVALID"))
    expect(await rename(id, "ALL ACCOUNTS")).toEqual(failed("PortfolioNameTaken", "PORTFOLIO_NAME_TAKEN"))
    expect(await create("B", [account, btoa("Connection:999")])).toEqual(failed("ConnectionNotFound", "CONNECTION_NOT_FOUND"))
    for (let n = 3; n <= mostPortfolios; n++) await create(`P${n}`)
    expect(await create("One more")).toEqual(failed("TooManyPortfolios", "TOO_MANY_PORTFOLIOS"))
  })

  it.each([btoa("Portfolio:999"), btoa("Connection:1"), "garbage", ""])("that is not there is not found: %j", async (id) => {
    const gone = failed("PortfolioNotFound", "PORTFOLIO_NOT_FOUND")
    const calls = toy.requests.length
    const { id: mine } = (await create("A")).portfolio
    expect([await rename(id, "B"), await remove(id), await remove(mine, id), await put(account, [mine, id]), await connect(id)]).toEqual(
      Array(5).fill(gone)
    )
    expect(toy.requests.length).toBe(calls)
  })

  it("is deleted only while another can show everything", async () => {
    expect(await remove(await everything())).toEqual(failed("PortfolioIsDefault", "PORTFOLIO_IS_DEFAULT"))
  })

  it("takes no more ids than a list may have", async () => {
    const many = Array.from({ length: 101 }, () => account)
    expect(codeOf(await ask('mutation ($c: [ID!]) { createPortfolio(name: "A", connections: $c) { __typename } }', { c: many }))).toBe(
      "BAD_USER_INPUT"
    )
    expect(
      codeOf(
        await ask("mutation ($c: ID!, $p: [ID!]!) { setPortfolios(connection: $c, portfolios: $p) { __typename } }", {
          c: account,
          p: many
        })
      )
    ).toBe("BAD_USER_INPUT")
  })
})

describe("a connection", () => {
  it("is moved, shown in several, and taken out; deleting moves it to the named place, where it counts once", async () => {
    const [a, b] = [(await create("A", [account])).portfolio.id, (await create("B")).portfolio.id]
    const places = (...rest: ReadonlyArray<string>) => ({
      __typename: "ConnectSuccess",
      connection: { id: account, portfolios: ["All accounts", ...rest].map((name) => ({ name })) }
    })
    expect(await put(account, [b])).toEqual(places("B"))
    expect(await put(account, [b, a, await everything()])).toEqual(places("A", "B"))
    expect(await put(account, [b, a])).toEqual(places("A", "B"))
    expect((await remove(b, a)).movedTo).toEqual({ name: "A", connections: [{ id: account }] })
    expect(
      (await ask("query ($id: ID!) { viewer { portfolio(id: $id) { holdings { total } } } }", { id: a })).data.viewer.portfolio.holdings
    ).toEqual([{ total: "2" }])
    expect(await put(account, [])).toEqual(places())
    expect(await put(btoa("Connection:999"), [a])).toEqual(failed("ConnectionNotFound", "CONNECTION_NOT_FOUND"))
  })

  it("can be connected into a portfolio, again and again, and is one connection in all of them", async () => {
    const [a, b] = [(await create("A")).portfolio.id, (await create("B")).portfolio.id]
    expect((await connect(a)).connection).toEqual({ id: account, portfolios: [{ name: "All accounts" }, { name: "A" }] })
    expect((await connect(b)).connection).toEqual({ id: account, portfolios: [{ name: "All accounts" }, { name: "A" }, { name: "B" }] })
    expect((await connect(await everything())).connection.portfolios).toHaveLength(3)
    expect((await ask("{ viewer { connections { id duplicateOf { id } } } }")).data.viewer.connections).toEqual([
      { id: account, duplicateOf: null }
    ])
  })
})

describe("the list of portfolios", () => {
  it("is read page by page from either end, and a cursor stays valid when its portfolio is gone", async () => {
    for (const name of ["A", "B", "C", "D"]) await create(name)
    const first = await list("(first: 2)")
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } })
    expect(names(first)).toEqual(["All accounts", "A"])
    await remove(first.edges[1].node.id)
    const next = await list(`(first: 2, after: "${first.pageInfo.endCursor}")`)
    expect(names(next)).toEqual(["B", "C"])
    expect(next.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
    const end = await list(`(last: 2, before: "${next.edges[1].cursor}")`)
    expect(names(end)).toEqual(["All accounts", "B"])
    expect(names(await list("(last: 1)"))).toEqual(["D"])
    expect(names(await list(`(after: "${(await list("(last: 1)")).pageInfo.endCursor}")`))).toEqual([])
  })

  it.each([
    ['after: "forged"', "INVALID_CURSOR"],
    ['before: ""', "INVALID_CURSOR"],
    ["first: 0", "BAD_USER_INPUT"],
    ["first: 1, last: 1", "BAD_USER_INPUT"]
  ])("refuses a page it cannot give: %s", async (args, code) => {
    expect(codeOf(await ask(`{ viewer { portfolios(${args}) { totalCount } } }`))).toBe(code)
  })
})
