/** Openings that an owner asserts, over the graph, on a real engine whose exchange forgot the first years of the account. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Access } from "@caudal/engine"
import { engineLayer } from "@caudal/engine/storage/sqlite"
import { ToyExchange, type ToyRow, toyAdapterAt, toyKey, toyOrigin, toySecret } from "@caudal/engine/testing"
import { ManagedRuntime } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeHandler } from "../src/handler.ts"
import { host, origin } from "./fakeEngine.ts"

// oxlint-disable-next-line typescript/no-explicit-any
type Answer = any

const realFetch = globalThis.fetch
let root = ""
let toy: ToyExchange
let runtime: ManagedRuntime.ManagedRuntime<never, unknown>
let ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>
let connection = ""

const row = (
  id: string,
  at: string,
  asset: string,
  amount: string,
  group: string | null = null,
  kind: ToyRow["kind"] = "trade"
): ToyRow => ({
  id,
  at: Date.parse(at),
  asset,
  amount,
  group,
  kind
})

const begins = "2023-01-01T00:00:00.000Z"

const certificateOf = `certificate { state reason lines { wallet asset { code } state opening postings reported difference reason
  interval { from to precision } implied { at quantity } asserted { id at quantity note assertedAt withdrawn } } }`

const certificate = async () => {
  const { data, errors } = await ask(`query ($id: ID!) { viewer { connection(id: $id) { ${certificateOf} } } }`, { id: connection })
  expect(errors).toBeUndefined()
  return data.viewer.connection.certificate
}
const lineOf = async (code: string) => (await certificate()).lines.find(({ asset }: Answer) => asset.code === code)

const assertOpening = async (input: Readonly<Record<string, unknown>>) => {
  const { data, errors } = await ask(
    `mutation ($input: AssertOpeningInput!) { assertOpening(input: $input) { __typename
      ... on OpeningSuccess { opening { id wallet asset { code symbol } at quantity costBasis { amount currency } acquiredAt note version withdrawn
        connection { id ${certificateOf} } } }
      ... on Problem { code who message whatToDo }
      ... on WalletNotFound { wallets }
      ... on AssetNeverSeen { seen } } }`,
    { input: { connection, wallet: "spot", at: begins, ...input } }
  )
  return errors === undefined ? data.assertOpening : { errors }
}
const withdraw = async (opening: string) =>
  (
    await ask(
      `mutation ($id: ID!) { withdrawOpening(opening: $id) { __typename ... on OpeningSuccess { opening { id version withdrawn } } ... on Problem { code who whatToDo } } }`,
      { id: opening }
    )
  ).data.withdrawOpening

const synced = async () => {
  for (;;) {
    const { data } = await ask("{ viewer { connections { id lastSyncedAt progress { running callsDone } } } }")
    const [one] = data.viewer.connections
    if (one !== undefined && one.lastSyncedAt !== null && !one.progress.running) return one.id as string
    await new Promise((wake) => setTimeout(wake, 5))
  }
}

/** Asks for a sync and waits for its end. */
const sync = async () => {
  const last = async () => (await ask("{ viewer { connections { lastSyncedAt } } }")).data.viewer.connections[0].lastSyncedAt
  const before = await last()
  await ask("mutation ($id: ID!) { syncNow(connection: $id) { __typename } }", { id: connection })
  await expect.poll(last, { timeout: 10_000 }).not.toBe(before)
  await synced()
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "caudal-openings-"))
  toy = new ToyExchange()
  // 1 XBT of 2021 is no longer shown; the trades list still knows of it.
  toy.ledger = [
    row("5", "2023-06-01T00:00:00Z", "ZUSD", "300", "t:2"),
    row("4", "2023-06-01T00:00:00Z", "XXBT", "-0.5", "t:2"),
    row("3", "2023-03-01T00:00:00Z", "XXBT", "-0.1", null, "withdrawal"),
    row("2", begins, "ZUSD", "-40", "t:1"),
    row("1", begins, "XXBT", "0.2", "t:1")
  ]
  toy.trades = [row("old", "2021-02-03T00:00:00Z", "XXBT", "1", "t:0")]
  toy.balances = { XXBT: "0.6", ZUSD: "360" }
  globalThis.fetch = toy.fetch as typeof fetch
  const options = {
    adapters: [toyAdapterAt("kraken", toyOrigin)],
    dataDir: join(root, "data"),
    keyFile: join(root, "keys", "key"),
    exchangeOrigins: {},
    rateScale: 100_000
  }
  const engine = ManagedRuntime.make(engineLayer(options))
  runtime = engine as never
  const token = (await engine.runPromise(Access.use((access) => access.firstStart)))!
  const handler = makeHandler({ runtime: engine, allowedHosts: [host] })
  ask = async (query, variables = {}) => {
    const headers = { host, authorization: `Bearer ${token}`, "content-type": "application/json" }
    const request = new Request(`${origin}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
    return (await handler.fetch(request)).json() as Promise<Answer>
  }
  const credentials = [
    { name: "apiKey", value: toyKey },
    { name: "apiSecret", value: toySecret }
  ]
  const { data } = await ask("mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename } }", {
    input: { exchange: "kraken", credentials, acceptUnverifiedRights: true }
  })
  expect(data.connectExchange.__typename).toBe("ConnectSuccess")
  connection = await synced()
  // where a list ends is believed when a second run agrees
  await sync()
})
afterEach(async () => {
  await runtime.dispose()
  globalThis.fetch = realFetch
  rmSync(root, { recursive: true, force: true })
})

describe("an account whose history begins later than it does", () => {
  it("is unproved, and each line says which opening would make it add up", async () => {
    const { state, reason, lines } = await certificate()
    expect([state, reason]).toEqual(["UNPROVED", expect.stringMatching(/^history begins before 2023-01-01/)])
    expect(lines).toMatchObject([
      { asset: { code: "XXBT" }, state: "UNPROVED", opening: null, asserted: null, implied: { at: begins, quantity: "1" } },
      { asset: { code: "ZUSD" }, state: "UNPROVED", opening: null, asserted: null, implied: { at: begins, quantity: "100" } }
    ])
  })

  it("is proved once its owner asserts each of them, and says by whose word", async () => {
    for (const { asset, wallet, implied } of (await certificate()).lines) {
      const { at, quantity } = implied
      expect(await assertOpening({ wallet, asset: asset.code, at, quantity, note: "statement of 2022" })).toMatchObject({
        __typename: "OpeningSuccess",
        opening: { wallet, asset: { code: asset.code }, at, quantity, version: 1, withdrawn: false, connection: { id: connection } }
      })
    }
    const { state, reason, lines } = await certificate()
    expect(state).toBe("PROVED")
    expect(reason).toBe("with openings asserted by the owner: XXBT, ZUSD")
    expect(lines).toMatchObject([
      {
        state: "PROVED",
        opening: "1",
        postings: "-0.4",
        reported: "0.6",
        difference: "0",
        implied: null,
        asserted: { at: begins, quantity: "1", note: "statement of 2022" },
        reason: `the opening of 1 XXBT is asserted by the owner, as of ${begins}`
      },
      { state: "PROVED", opening: "100", asserted: { quantity: "100" } }
    ])
    // what the exchange no longer shows is lost there all the same
    const { data } = await ask(
      `{ viewer { connections { streams { name coverage { from to state } } } portfolio { certificate { state reason } } } }`
    )
    const [ledger] = data.viewer.connections[0].streams
    expect(ledger.coverage[0]).toEqual({ from: null, to: begins, state: "LOST_AT_SOURCE" })
    expect(data.viewer.portfolio.certificate).toEqual({ state: "PROVED", reason })
  })

  it("stays unproved while one asset is left out, and only that one", async () => {
    const { opening } = await assertOpening({ asset: "XXBT", quantity: "1" })
    const { state, reason, lines } = opening.connection.certificate
    expect([state, reason]).toEqual(["UNPROVED", "history begins before 2023-01-01, or rows are missing since: ZUSD"])
    expect(lines.map(({ asset, state }: Answer) => [asset.code, state])).toEqual([
      ["XXBT", "PROVED"],
      ["ZUSD", "UNPROVED"]
    ])
  })

  it("differs by what a wrong one is wrong, since its instant", async () => {
    const { opening } = await assertOpening({ asset: "XXBT", quantity: "0.9" })
    expect(opening.connection.certificate).toMatchObject({ state: "DIFFERS", reason: expect.stringContaining("XXBT differs by 0.1 ") })
    expect(await lineOf("XXBT")).toMatchObject({
      state: "DIFFERS",
      opening: "0.9",
      difference: "0.1",
      interval: { from: begins, precision: "ASSERTION" },
      implied: { at: begins, quantity: "1" },
      reason: expect.stringContaining("the opening of 0.9 XXBT is asserted by the owner")
    })
  })

  it("may be asserted at any later instant, too: what came before is part of it", async () => {
    await assertOpening({ asset: "XXBT", quantity: "1.1", at: "2023-06-01T00:00:00Z" })
    expect(await lineOf("XXBT")).toMatchObject({ state: "PROVED", opening: "1", postings: "-0.4", asserted: { quantity: "1.1" } })
    // rows of the instant itself come after it
    await assertOpening({ asset: "XXBT", quantity: "0.6", at: "2023-06-01T00:00:00.001Z" })
    expect(await lineOf("XXBT")).toMatchObject({ state: "PROVED", opening: "1" })
    // dated a month before the first row, nothing says what happened in between: it has to add up all the same
    await assertOpening({ asset: "XXBT", quantity: "1", at: "2022-12-01T00:00:00Z" })
    expect(await lineOf("XXBT")).toMatchObject({ state: "PROVED", opening: "1" })
  })

  it("holds over the next sync, with what came since", async () => {
    await assertOpening({ asset: "XXBT", quantity: "1" })
    await assertOpening({ asset: "ZUSD", quantity: "100" })
    toy.ledger = [row("6", "2023-07-01T00:00:00Z", "XXBT", "0.25", null, "deposit"), ...toy.ledger]
    toy.balances = { XXBT: "0.85", ZUSD: "360" }
    await sync()
    expect(await certificate()).toMatchObject({ state: "PROVED", lines: [{ opening: "1", postings: "-0.15" }, { opening: "100" }] })
  })
})

describe("what was said", () => {
  it("can be taken back and said again; every version is kept", async () => {
    const first = await assertOpening({ asset: "xxbt", quantity: "0.9", note: "a guess" })
    const second = await assertOpening({
      asset: "XXBT",
      quantity: "1",
      costBasis: { amount: "500", currency: "USD" },
      acquiredAt: "2021-02-03T00:00:00Z"
    })
    const { id } = first.opening
    expect(second.opening).toMatchObject({
      id,
      version: 2,
      asset: { code: "XXBT", symbol: "BTC" },
      costBasis: { amount: "500", currency: "USD" }
    })
    // the same words again are no news
    const same = await assertOpening({
      asset: "XXBT",
      quantity: "1.0",
      costBasis: { amount: "500", currency: "USD" },
      acquiredAt: "2021-02-03T00:00:00Z"
    })
    expect(same.opening.version).toBe(2)
    expect(await withdraw(id)).toEqual({ __typename: "OpeningSuccess", opening: { id, version: 3, withdrawn: true } })
    expect((await withdraw(id)).opening.version).toBe(3)
    expect(await lineOf("XXBT")).toMatchObject({ state: "UNPROVED", opening: null, asserted: null, implied: { quantity: "1" } })
    expect((await assertOpening({ asset: "XXBT", quantity: "1" })).opening).toMatchObject({ id, version: 4, withdrawn: false })
    const { data } = await ask(
      `{ viewer { connections { openings { id withdrawn quantity versions { version quantity note withdrawn costBasis { amount } acquiredAt assertedAt at } } } } }`
    )
    expect(data.viewer.connections[0].openings).toMatchObject([
      {
        id,
        withdrawn: false,
        quantity: "1",
        versions: [
          { version: 4, quantity: "1", withdrawn: false, costBasis: null },
          { version: 3, withdrawn: true, costBasis: { amount: "500" } },
          { version: 2, quantity: "1", acquiredAt: "2021-02-03T00:00:00.000Z" },
          { version: 1, quantity: "0.9", note: "a guess", at: begins }
        ]
      }
    ])
    const { data: node } = await ask(`query ($id: ID!) { node(id: $id) { __typename ... on Opening { quantity connection { id } } } }`, {
      id
    })
    expect(node.node).toEqual({ __typename: "Opening", quantity: "1", connection: { id: connection } })
  })

  it.each([
    ["an instant to come", { at: "2999-01-01T00:00:00Z" }, { code: "OPENING_IN_FUTURE" }],
    ["units acquired after it", { acquiredAt: "2023-02-01T00:00:00Z" }, { code: "ACQUIRED_AFTER_OPENING" }],
    ["a wallet that there is not", { wallet: "vault" }, { code: "WALLET_NOT_FOUND", wallets: ["spot"] }],
    ["an asset that was never there", { asset: "DOGE" }, { code: "ASSET_NEVER_SEEN", seen: ["XXBT", "ZUSD"] }],
    ["a currency that nobody knows", { costBasis: { amount: "1", currency: "NOSUCH" } }, { code: "ASSET_NOT_FOUND" }],
    ["another's connection", { connection: "Q29ubmVjdGlvbjo5OQ==" }, { code: "CONNECTION_NOT_FOUND" }]
  ])("is refused for %s, with who must act and what to do, and nothing is stored", async (_, input, expected) => {
    expect(await assertOpening({ asset: "XXBT", quantity: "1", ...input })).toMatchObject({
      ...expected,
      who: "USER",
      message: expect.any(String),
      whatToDo: expect.stringMatching(/\S/)
    })
    expect((await ask("{ viewer { connections { openings { id } } } }")).data.viewer.connections[0].openings).toEqual([])
  })

  it.each([
    ["a cost below zero", { costBasis: { amount: "-1", currency: "USD" } }],
    ["an endless note", { note: "x".repeat(501) }],
    ["an empty asset", { asset: " " }]
  ])("is refused for %s", async (_, input) => {
    const { errors } = await assertOpening({ asset: "XXBT", quantity: "1", ...input })
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }])
  })

  it("that was never said cannot be taken back", async () => {
    for (const id of ["T3BlbmluZzo5", "nonsense", connection])
      expect(await withdraw(id)).toMatchObject({ code: "OPENING_NOT_FOUND", who: "USER", whatToDo: expect.stringContaining("openings") })
  })
})

describe("lots of an account with an opening", () => {
  const lots = async () => {
    const { data, errors } = await ask(`{ viewer { portfolio {
      lots(currency: USD) { lots { lot asset { symbol } acquired quantity costBasis opening { quantity note } transactions { externalId } } gaps { code asset { symbol } quantity opening { quantity } } }
      gains(year: 2023, currency: USD) { inputHash disposals { gain lots { acquired quantity costBasis opening { id quantity } transactions { externalId } } } } } } }`)
    expect(errors).toBeUndefined()
    return data.viewer.portfolio
  }

  it("begin with it: at its cost, on its day, and by name wherever a figure is explained", async () => {
    const before = await lots()
    expect(before.gains.disposals[0].gain).toBeNull()
    const { opening } = await assertOpening({
      asset: "XXBT",
      quantity: "1",
      costBasis: { amount: "500", currency: "USD" },
      acquiredAt: "2021-02-03T00:00:00Z"
    })
    const after = await lots()
    expect(after.gains.disposals).toEqual([
      {
        gain: "50",
        lots: [{ acquired: "2021-02-03", quantity: "0.5", costBasis: "250", opening: { id: opening.id, quantity: "1" }, transactions: [] }]
      }
    ])
    expect(after.lots.lots[0]).toMatchObject({
      asset: { symbol: "BTC" },
      acquired: "2021-02-03",
      quantity: "0.4",
      costBasis: "200",
      opening: { quantity: "1" }
    })
    expect(after.gains.inputHash).not.toBe(before.gains.inputHash)
    await withdraw(opening.id)
    expect(await lots()).toEqual(before)
  })

  it("leave the gain unknown where its cost is, and say so", async () => {
    await assertOpening({ asset: "XXBT", quantity: "1" })
    const found = await lots()
    expect(found.gains.disposals[0]).toMatchObject({ gain: null, lots: [{ costBasis: null, opening: { quantity: "1" } }] })
    expect(found.lots.gaps).toContainEqual({
      code: "OPENING_WITHOUT_COST",
      asset: { symbol: "BTC" },
      quantity: "1",
      opening: { quantity: "1" }
    })
  })
})
