/** Asset identity over the graph, on a real engine whose exchange is a toy. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Access, Connections } from "@caudal/engine"
import { engineLayer } from "@caudal/engine/storage/sqlite"
import { ToyExchange, toyAdapterAt, toyKey, toyOrigin, toySecret } from "@caudal/engine/testing"
import { Effect, ManagedRuntime, Stream } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeHandler } from "../src/handler.ts"
import { type Answer, codeOf, host, origin } from "./fakeEngine.ts"

const root = mkdtempSync(join(tmpdir(), "caudal-graphql-"))
const realFetch = globalThis.fetch
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

const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> => {
  const headers = { host, authorization: `Bearer ${token}`, "content-type": "application/json" }
  const request = new Request(`${origin}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
  return (await handler.fetch(request)).json() as Promise<Answer>
}
const correct = (input: Readonly<Record<string, unknown>>) =>
  ask(
    `mutation ($input: CorrectAssetInput!) { correctAsset(input: $input) { __typename
      ... on AssetCorrectionSuccess { correction { id exchange code from to asset { id symbol name kind } } } ... on Problem { code whatToDo(locale: PT) } } }`,
    { input }
  )
const remove = (correction: string) =>
  ask(
    `mutation ($id: ID!) { removeAssetCorrection(correction: $id) { __typename ... on AssetCorrectionSuccess { correction { code } } ... on Problem { code } } }`,
    { id: correction }
  )

beforeAll(async () => {
  const toy = new ToyExchange()
  toy.tickers = [{ market: "ZZZUSD", base: "ZZZ", quote: "ZUSD", bid: "2", ask: "2", last: "2" }]
  const row = (asset: string, amount: string, at: string, id = asset) => ({
    id,
    at: Date.parse(at),
    asset,
    amount,
    group: null,
    kind: "deposit" as const
  })
  toy.ledger = [
    row("ZZZ", "7", "2023-01-03"),
    row("DOT28.S", "2", "2023-01-02"),
    row("XXBT", "1", "2018-01-01"),
    row("BCC", "0.5", "2017-12-02", "bcc-in"),
    row("BCC", "-0.5", "2017-07-02", "bcc-out")
  ]
  globalThis.fetch = toy.fetch as typeof fetch
  token = (await runtime.runPromise(Access.use((access) => access.firstStart)))!
  await runtime.runPromise(
    Effect.gen(function* () {
      const owner = yield* Access.use((access) => access.localOwner)
      const connections = yield* Connections
      const credentials = { apiKey: toyKey, apiSecret: toySecret }
      const { id } = yield* connections.connect(owner, { exchange: "kraken", credentials, acceptUnverifiedRights: true })
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

describe("an asset", () => {
  it("is shown by the code as printed and by what it is, wherever it appears", async () => {
    const { data, errors } = await ask(`{ viewer { portfolio {
      holdings { asset { code symbol assetId name kind status } codes parts { asset { code assetId kind } } }
      transactions { edges { node { postings { asset { code symbol assetId kind via } } } } }
      certificate { certificates { lines { asset { code assetId } } } } } } }`)
    expect(errors).toBeUndefined()
    const { holdings, transactions, certificate } = data.viewer.portfolio
    expect(holdings).toEqual([
      {
        asset: { code: "DOT28.S", symbol: "DOT", assetId: "polkadot", name: "Polkadot", kind: "RECEIPT", status: "KNOWN" },
        codes: ["DOT28.S"],
        parts: [{ asset: { code: "DOT28.S", assetId: "polkadot", kind: "RECEIPT" } }]
      },
      {
        asset: { code: "XXBT", symbol: "BTC", assetId: "bitcoin", name: "Bitcoin", kind: "CRYPTO", status: "KNOWN" },
        codes: ["XXBT"],
        parts: [{ asset: { code: "XXBT", assetId: "bitcoin", kind: "CRYPTO" } }]
      },
      {
        asset: { code: "ZZZ", symbol: "ZZZ", assetId: "unknown:kraken:ZZZ", name: "ZZZ", kind: null, status: "UNKNOWN" },
        codes: ["ZZZ"],
        parts: [{ asset: { code: "ZZZ", assetId: "unknown:kraken:ZZZ", kind: null } }]
      }
    ])
    expect(transactions.edges[2].node.postings).toEqual([
      { asset: { code: "XXBT", symbol: "BTC", assetId: "bitcoin", kind: "CRYPTO", via: "kraken:XXBT" } }
    ])
    expect(certificate.certificates[0].lines.map(({ asset }: Answer["data"]) => asset)).toContainEqual({ code: "XXBT", assetId: "bitcoin" })
  })

  it.each([
    ["BTC", ["XXBT"]],
    ["xxbt", ["XXBT"]],
    ["bitcoin", ["XXBT"]],
    ["dot", ["DOT28.S"]],
    ["unknown:kraken:BCC", ["BCC", "BCC"]],
    ["BCH", []]
  ])("is found in the list of transactions by what people call it: %s", async (name, codes) => {
    const { data } = await ask(
      `query ($assets: [String!]) { viewer { portfolio { transactions(filter: { assets: $assets }) { totalCount edges { node { postings { asset { code } } } } } } } }`,
      { assets: [name] }
    )
    const { totalCount, edges } = data.viewer.portfolio.transactions
    expect(edges.map(({ node }: Answer["data"]) => node.postings[0].asset.code)).toEqual(codes)
    expect(totalCount).toBe(codes.length)
  })

  it("knows its relations, with exact ratios", async () => {
    const { data } = await ask(`{ assetRelations { kind from { id } to { id symbol } ratio date continues checked source }
      viewer { portfolio { holdings { asset { code relations { kind from { id } ratio } } } } } }`)
    expect(data.assetRelations).toContainEqual({
      kind: "MIGRATED",
      from: { id: "golem-gnt" },
      to: { id: "golem", symbol: "GLM" },
      ratio: "1",
      date: "2020-11-19",
      continues: true,
      checked: false,
      source: expect.stringMatching(/./)
    })
    const bitcoin = data.viewer.portfolio.holdings.find(({ asset }: Answer["data"]) => asset.code === "XXBT").asset
    expect(bitcoin.relations).toContainEqual({ kind: "FORKED", from: { id: "bitcoin" }, ratio: "1" })
  })
})

describe("a correction", () => {
  const seen = async () => {
    const { data } =
      await ask(`{ viewer { assetCorrections { id } portfolio { value(currency: USD) { complete holdings { asset { code assetId } value reason } }
      transactions(first: 1) { edges { node { postings { asset { code assetId via } } } } } } } }`)
    const { assetCorrections, portfolio } = data.viewer
    return {
      corrections: assetCorrections.length,
      posting: portfolio.transactions.edges[0].node.postings[0].asset,
      valued: portfolio.value.holdings.find(({ asset }: Answer["data"]) => asset.code === "ZZZ")
    }
  }

  it("names an unknown code, for the past and for the value at once, and is taken back as easily", async () => {
    const before = await seen()
    expect(before.valued).toMatchObject({ value: null, reason: expect.stringMatching(/no rule says what ZZZ is/) })
    const { data } = await correct({ exchange: "kraken", code: "ZZZ", ownAsset: { symbol: "ZZZ", name: "Zzz Coin", kind: "CRYPTO" } })
    const { correction } = data.correctAsset
    expect(correction).toMatchObject({ code: "ZZZ", from: null, to: null, asset: { id: "own:ZZZ", name: "Zzz Coin", kind: "CRYPTO" } })
    const after = await seen()
    expect(after).toMatchObject({
      corrections: 1,
      posting: { assetId: "own:ZZZ", via: "correction:1" },
      valued: { value: "14", reason: null }
    })
    expect((await ask("query ($id: ID!) { node(id: $id) { ... on AssetCorrection { code } } }", { id: correction.id })).data.node).toEqual({
      code: "ZZZ"
    })
    expect((await ask('{ viewer { knownAssets(search: "zzz c") { id } } }')).data.viewer.knownAssets).toEqual([{ id: "own:ZZZ" }])
    expect((await remove(correction.id)).data.removeAssetCorrection).toEqual({
      __typename: "AssetCorrectionSuccess",
      correction: { code: "ZZZ" }
    })
    expect(await seen()).toEqual(before)
  })

  it("of a code that meant two things names each past row by its day, and taking both back leaves both unknown", async () => {
    const past = async () =>
      (
        await ask(
          `{ viewer { portfolio { transactions(filter: { assets: ["BCC"] }) { edges { node { postings { asset { assetId via } } } } } } } }`
        )
      ).data.viewer.portfolio.transactions.edges.map(({ node }: Answer["data"]) => node.postings[0].asset.assetId)
    const bcc = { exchange: "kraken", code: "BCC" }
    const fork = "2017-08-01T00:00:00Z"
    expect(await past()).toEqual(["unknown:kraken:BCC", "unknown:kraken:BCC"])
    const made = [
      await correct({ ...bcc, from: fork, to: "2018-11-15T00:00:00Z", asset: "bitcoin-cash" }),
      await correct({ ...bcc, to: fork, asset: "bitconnect" })
    ].map(({ data }) => data.correctAsset.correction)
    expect(made.map(({ asset }) => asset.id)).toEqual(["bitcoin-cash", "bitconnect"])
    const found = await ask(
      `{ viewer { portfolio { transactions(filter: { assets: ["BCH"] }) { edges { node { at postings { amount } } } } } } }`
    )
    expect(found.data.viewer.portfolio.transactions.edges).toEqual([
      { node: { at: "2017-12-02T00:00:00.000Z", postings: [{ amount: "0.5" }] } }
    ])
    expect(await past()).toEqual(["bitcoin-cash", "bitconnect"])
    for (const { id } of made) await remove(id)
    expect(await past()).toEqual(["unknown:kraken:BCC", "unknown:kraken:BCC"])
  })

  it("names an asset of one's own once: named alike it is the same for every code, named otherwise another one", async () => {
    const own = async (code: string, name: string) =>
      (await correct({ exchange: "kraken", code, ownAsset: { symbol: "QQ", name, kind: "CRYPTO" } })).data.correctAsset.correction
    const made = [await own("Q1", "Quilt"), await own("Q2", "Quartz"), await own("Q3", "Quilt"), await own("Q4", "Quartz")]
    expect(new Set(made.map(({ asset }) => asset.id)).size).toBe(2)
    const { data } = await ask('{ viewer { knownAssets(search: "Qu") { id name } assetCorrections { code asset { id name } } } }')
    for (const [i, name] of ["Quilt", "Quartz", "Quilt", "Quartz"].entries()) {
      const { asset } = data.viewer.assetCorrections.find(({ code }: Answer["data"]) => code === `Q${i + 1}`)
      expect(asset).toEqual({ id: made[i]!.asset.id, name })
    }
    // A correction that is given again, with another name, is only renamed.
    const renamed = await own("Q1", "Quilted")
    expect([renamed.id, renamed.asset.name]).toEqual([made[0]!.id, "Quilted"])
    for (const { id } of made) await remove(id)
  })

  it.each([
    ["an exchange that is not installed", { exchange: "mtgox", code: "A", asset: "bitcoin" }, "UnknownExchange"],
    ["an asset that is not known", { exchange: "kraken", code: "A", asset: "nothing" }, "AssetNotFound"],
    [
      "no time at all",
      { exchange: "kraken", code: "A", asset: "bitcoin", from: "2020-01-01T00:00:00Z", to: "2020-01-01T00:00:00Z" },
      "EmptyInterval"
    ]
  ])("is refused by name for %s", async (_what, input, type) => {
    const { data } = await correct(input)
    expect(data.correctAsset).toEqual({ __typename: type, code: expect.any(String), whatToDo: expect.stringMatching(/^[A-ZÀ-Ú]/) })
  })

  it("is refused where it overlaps another", async () => {
    const first = await correct({ exchange: "kraken", code: "YYY", asset: "bitcoin", from: "2020-01-01T00:00:00Z" })
    expect((await correct({ exchange: "kraken", code: "YYY", asset: "ethereum" })).data.correctAsset.__typename).toBe("CorrectionOverlaps")
    await remove(first.data.correctAsset.correction.id)
    expect((await remove(first.data.correctAsset.correction.id)).data.removeAssetCorrection).toMatchObject({ code: "CORRECTION_NOT_FOUND" })
    expect((await remove("garbage")).data.removeAssetCorrection).toMatchObject({ code: "CORRECTION_NOT_FOUND" })
  })

  it.each([
    ["neither asset", {}],
    ["both assets", { asset: "bitcoin", ownAsset: { symbol: "A", name: "A", kind: "CRYPTO" } }],
    ["an empty code", { code: "", asset: "bitcoin" }],
    ["a name too long", { ownAsset: { symbol: "A", name: "x".repeat(101), kind: "CRYPTO" } }]
  ])("is no question with %s", async (_what, input) => {
    expect(codeOf(await correct({ exchange: "kraken", code: "A", ...input }))).toBe("BAD_USER_INPUT")
  })

  it("is seen by what follows in the same request", async () => {
    const { data } = await ask(`mutation {
      a: correctAsset(input: { exchange: "kraken", code: "ZZZ", asset: "bitcoin" }) { ... on AssetCorrectionSuccess { correction { id } } }
      b: correctAsset(input: { exchange: "kraken", code: "ZZZ", asset: "ethereum" }) { ... on AssetCorrectionSuccess { correction { id asset { id } } } } }`)
    expect(data.b.correction).toEqual({ id: data.a.correction.id, asset: { id: "ethereum" } })
    await remove(data.b.correction.id)
  })
})
