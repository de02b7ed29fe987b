/** Prices of the past over the graph, on a real engine. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Access } from "@caudal/engine"
import { engineLayer } from "@caudal/engine/storage/sqlite"
import { toyAdapter } from "@caudal/engine/testing"
import { ManagedRuntime } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeHandler } from "../src/handler.ts"
import { type Answer, codeOf, host, origin } from "./fakeEngine.ts"

const root = mkdtempSync(join(tmpdir(), "caudal-graphql-"))
const runtime = ManagedRuntime.make(
  engineLayer({
    adapters: [toyAdapter],
    dataDir: join(root, "data"),
    keyFile: join(root, "keys", "key"),
    exchangeOrigins: {},
    rateScale: 1
  })
)
const handler = makeHandler({ runtime, allowedHosts: [host] })
let token = ""

const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> => {
  const headers = { host, authorization: `Bearer ${token}`, "content-type": "application/json" }
  const request = new Request(`${origin}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
  return (await handler.fetch(request)).json() as Promise<Answer>
}

/** What was asked for. */
type Shown = Answer["data"]

const history = async (args: string): Promise<Answer> =>
  ask(`{ viewer { portfolio { priceHistory(${args}) {
    edges { cursor node { day price { amount source kind statedAt carriedDays path { from to stated inverted source kind statedAt carriedDays } } } }
    pageInfo { hasNextPage hasPreviousPage endCursor } gaps { asset reason from to count closedBy } hash } } } }`)
const shown = async (args: string): Promise<Shown> => {
  const { data, errors } = await history(args)
  expect(errors).toBeUndefined()
  return data.viewer.portfolio.priceHistory
}

const problem = `... on Problem { code message who whatToDo(locale: ES) }`
const importPrices = async (input: Readonly<Record<string, unknown>>) =>
  (
    await ask(
      `mutation ($input: ImportPricesInput!) { importPrices(input: $input) { __typename ... on ImportSuccess { name prices from to findings { code } } ... on MalformedFile { line }
        ... on SuspectPrices { findings { code base quote evidence } } ${problem} } }`,
      { input }
    )
  ).data.importPrices
const setPrice = async (input: Readonly<Record<string, unknown>>) =>
  (
    await ask(
      `mutation ($input: SetPriceInput!) { setPrice(input: $input) { __typename ... on OwnPriceSuccess { price { id asset currency day amount } } ${problem} } }`,
      { input }
    )
  ).data.setPrice

beforeAll(async () => {
  const started = await runtime.runPromise(Access.use((access) => access.firstStart))
  token = started!
})
afterAll(async () => {
  await runtime.dispose()
  rmSync(root, { recursive: true, force: true })
})

describe("the history of a price", () => {
  it("converts money out of the box, with source, kind, age and path", async () => {
    const { edges, gaps, hash } = await shown(`asset: "eur", currency: "usd", from: "2026-04-10", to: "2026-04-13"`)
    expect(edges.map(({ node }: Shown) => [node.day, node.price.amount, node.price.carriedDays])).toEqual([
      ["2026-04-10", expect.any(String), 0],
      ["2026-04-11", edges[0].node.price.amount, 1],
      ["2026-04-12", edges[0].node.price.amount, 2],
      ["2026-04-13", "1.1684", 0]
    ])
    expect(edges[3].node.price).toMatchObject({
      source: "ECB reference rate",
      kind: "OFFICIAL",
      statedAt: "2026-04-13T00:00:00.000Z",
      path: [{ from: "eur", to: "usd", stated: "1.1684", inverted: false, kind: "OFFICIAL", carriedDays: 0 }]
    })
    expect(gaps).toEqual([])
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it("comes in pages, from either end", async () => {
    const range = `asset: "eur", currency: "usd", from: "2024-02-27", to: "2024-03-02"`
    const days = (page: Shown) => page.edges.map(({ node }: Shown) => node.day)
    const first = await shown(`${range}, first: 2`)
    expect(days(first)).toEqual(["2024-02-27", "2024-02-28"])
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    const second = await shown(`${range}, first: 25, after: "${first.pageInfo.endCursor}"`)
    expect(days(second)).toEqual(["2024-02-29", "2024-03-01", "2024-03-02"])
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    expect(days(await shown(`${range}, last: 2`))).toEqual(["2024-03-01", "2024-03-02"])
    expect(days(await shown(`${range}, last: 2, before: "2024-03-01"`))).toEqual(["2024-02-28", "2024-02-29"])
  })

  it("says what is not known, why, and what would close it", async () => {
    const { edges, gaps } = await shown(`asset: "usd", currency: "ars", from: "2024-03-01", to: "2024-03-02"`)
    expect(edges.map(({ node }: Shown) => node.price)).toEqual([null, null])
    expect(gaps).toMatchObject([{ asset: "usd", reason: "NO_SOURCE", count: 2, closedBy: expect.stringContaining("importPrices") }])
  })

  it.each([
    [`asset: "eur", currency: "usd", from: "2024-02-30", to: "2024-03-02"`],
    [`asset: "eur", currency: "usd", from: "2024-03-03", to: "2024-03-02"`],
    [`asset: "eur", currency: "usd", from: "2024-03-01", to: "2024-03-02", timeZone: "Mars/Olympus"`],
    [`asset: "eur", currency: "usd", from: "2024-03-01", to: "2024-03-02", mostCarriedDays: -1`],
    [`asset: "eur", currency: "usd", from: "2024-03-01", to: "2024-03-02", first: 101`],
    [`asset: "eur", currency: "usd", from: "2024-03-01", to: "2024-03-02", after: "soon"`]
  ])("is no question with %s", async (args) => {
    expect(codeOf(await history(args))).toBe("BAD_USER_INPUT")
  })
})

describe("a price of one's own", () => {
  it("is set, wins for its day, is listed and found by id, and withdrawn", async () => {
    const { price } = await setPrice({ asset: "bitcoin", currency: "mxn", day: "2024-03-01", amount: "1000000" })
    expect(price).toMatchObject({ asset: "bitcoin", currency: "mxn", day: "2024-03-01", amount: "1000000" })
    const days = await shown(`asset: "bitcoin", currency: "mxn", from: "2024-03-01", to: "2024-03-02"`)
    expect(days.edges.map(({ node }: Shown) => node.price?.kind ?? null)).toEqual(["MANUAL", null])
    const listed = await ask(`query ($id: ID!) { viewer { ownPrices { id } } node(id: $id) { ... on OwnPrice { amount } } }`, {
      id: price.id
    })
    expect(listed.data).toEqual({ viewer: { ownPrices: [{ id: price.id }] }, node: { amount: "1000000" } })
    const withdraw = `mutation ($id: ID!) { withdrawPrice(price: $id) { __typename ... on OwnPriceSuccess { price { amount } } ${problem} } }`
    expect((await ask(withdraw, { id: price.id })).data.withdrawPrice).toMatchObject({ price: { amount: "1000000" } })
    expect((await ask(withdraw, { id: price.id })).data.withdrawPrice).toMatchObject({
      __typename: "OwnPriceNotFound",
      code: "PRICE_NOT_FOUND",
      who: "USER"
    })
    expect((await shown(`asset: "bitcoin", currency: "mxn", from: "2024-03-01", to: "2024-03-01"`)).edges[0].node.price).toBeNull()
  })

  it.each([
    ["an unknown asset", { asset: "nosuch", currency: "mxn", day: "2024-03-01", amount: "1" }, "AssetNotFound"],
    ["no day", { asset: "bitcoin", currency: "mxn", day: "March", amount: "1" }, "MalformedPrice"],
    ["nothing", { asset: "bitcoin", currency: "mxn", day: "2024-03-01", amount: "0" }, "MalformedPrice"]
  ])("of %s is refused by name, with what to do", async (_what, input, type) => {
    expect(await setPrice(input)).toMatchObject({ __typename: type, whatToDo: expect.stringMatching(/^[A-Z]/) })
  })
})

describe("a file of prices", () => {
  const csv = (factor: number) =>
    `date,base,quote,rate\n${Array.from(
      { length: 40 },
      (_, i) => `2024-03-${String((i % 31) + 1).padStart(2, "0")},USD,ARS,${(1000 + i) * factor}`
    )
      .slice(0, 31)
      .join("\n")}\n`
  const file = { name: "dólar blue", kind: "BLUE", format: "ROWS", text: csv(1) }

  it("closes a gap, is shown among the sources, and is taken away again", async () => {
    expect(await importPrices(file)).toEqual({
      __typename: "ImportSuccess",
      name: "dólar blue",
      prices: 31,
      from: "2024-03-01",
      to: "2024-03-31",
      findings: []
    })
    const [day] = (await shown(`asset: "usd", currency: "ars", from: "2024-03-01", to: "2024-03-01"`)).edges
    expect(day.node.price).toMatchObject({ amount: "1000", kind: "BLUE", source: "dólar blue" })
    const sources = async () =>
      (await ask(`{ viewer { priceSources { source imported exchange kind base quote prices from to neededDays coveredDays failure } } }`))
        .data.viewer.priceSources
    expect(await sources()).toContainEqual(
      expect.objectContaining({
        imported: "dólar blue",
        kind: "BLUE",
        base: "usd",
        quote: "ars",
        prices: 31,
        from: "2024-03-01T00:00:00.000Z",
        to: "2024-04-01T00:00:00.000Z"
      })
    )
    expect(await sources()).toContainEqual(
      expect.objectContaining({ source: "ECB reference rate", quote: "mxn", to: "2026-04-14T00:00:00.000Z" })
    )
    const remove = `mutation { removeImportedPrices(name: "dólar blue") { __typename ... on ImportRemoved { name } ... on Problem { code } } }`
    expect((await ask(remove)).data.removeImportedPrices).toEqual({ __typename: "ImportRemoved", name: "dólar blue" })
    expect((await ask(remove)).data.removeImportedPrices).toEqual({ __typename: "ImportNotFound", code: "IMPORT_NOT_FOUND" })
  })

  it("that speaks of something else is refused with the evidence, and a line that cannot be read by its number", async () => {
    await importPrices(file)
    expect(await importPrices({ ...file, name: "other", text: csv(40) })).toMatchObject({
      __typename: "SuspectPrices",
      code: "SUSPECT_PRICES",
      findings: [{ code: "ANOTHER_ASSET", base: "usd", quote: "ars", evidence: expect.stringContaining("40 times") }],
      whatToDo: expect.stringContaining("force")
    })
    expect(await importPrices({ ...file, name: "other", text: csv(40), force: true })).toMatchObject({
      findings: [{ code: "ANOTHER_ASSET" }]
    })
    expect(await importPrices({ ...file, text: "date,base,quote,rate\n2024-03-01,USD,ARS,soon\n" })).toMatchObject({
      __typename: "MalformedFile",
      line: 2,
      code: "MALFORMED_FILE"
    })
  })
})
