import { describe, expect, it } from "vitest"
import { coinbase } from "../../src/index.ts"
import { makeCoinbaseSimulator, parseAccount, simulatorPackage } from "../../src/simulator/index.ts"
import { replyOf } from "../fixture.ts"
import { call, control } from "./client.ts"

const wallet = (id: string, asset: string, over: object = {}) => ({
  id,
  name: `${asset} Wallet`,
  primary: asset === "BTC",
  type: "wallet",
  created_at: "2020-01-01T00:00:00Z",
  updated_at: "2020-01-01T00:00:00Z",
  currency: { code: asset },
  ...over
})
const row = (n: number, over: object = {}) => ({
  id: `t-${n}`,
  type: "interest",
  status: "completed",
  amount: { amount: "1.5", currency: "USDC" },
  created_at: "2024-01-01T00:00:00Z",
  resource_path: `/v2/accounts/w-usdc/transactions/t-${n}`,
  ...over
})
const account = (rows = 120, over: object = {}) =>
  parseAccount({
    wallets: [wallet("w-usdc", "USDC"), wallet("w-btc", "BTC")],
    transactions: Array.from({ length: rows }, (_, n) => row(rows - 1 - n)),
    ...over
  })
const open = (of = account()) => makeCoinbaseSimulator({ account: of, rateLimits: false })
const ids = (json: any): Array<string> => json.data.map((one: { id: string }) => one.id)
const rowsPath = "/v2/accounts/w-usdc/transactions"

describe("a wallet's list", () => {
  it("comes newest first, 25 at a time unless more is asked for", async () => {
    const simulator = open()
    const page = await call(simulator, rowsPath)
    expect([ids(page.json).length, ids(page.json)[0]]).toEqual([25, "t-119"])
    expect(page.json.pagination).toMatchObject({
      limit: 25,
      order: "desc",
      next_starting_after: "t-95",
      next_uri: `${rowsPath}?limit=25&order=desc&starting_after=t-95`
    })
    expect(ids((await call(simulator, `${rowsPath}?limit=100`)).json)).toHaveLength(100)
  })

  it("ends where nothing lies behind it, full page or not", async () => {
    const simulator = open(account(100))
    const { json } = await call(simulator, `${rowsPath}?limit=100`)
    expect([ids(json).length, json.pagination.next_uri, json.pagination.next_starting_after]).toEqual([100, null, null])
    expect(ids((await call(simulator, `${rowsPath}?limit=100&starting_after=t-0`)).json)).toEqual([])
    expect(ids((await call(open(), `${rowsPath}?limit=100&starting_after=t-20`)).json)).toHaveLength(20)
  })

  it("can be read the other way round", async () => {
    const { json } = await call(open(), `${rowsPath}?order=asc&limit=2`)
    expect([ids(json), json.pagination.order]).toEqual([["t-0", "t-1"], "asc"])
  })

  it("is none for a wallet that is none, and takes no place or limit that is none", async () => {
    const simulator = open()
    expect(await call(simulator, "/v2/accounts/w-eth/transactions")).toMatchObject({ status: 404, error: "not_found" })
    for (const query of ["starting_after=nobody", "limit=101", "limit=0", "order=sideways"])
      expect(await call(simulator, `${rowsPath}?${query}`)).toMatchObject({ status: 400, error: "invalid_request" })
  })

  it("stays where it was when rows arrive above a place", async () => {
    const simulator = open()
    const before = ids((await call(simulator, `${rowsPath}?starting_after=t-50&limit=5`)).json)
    expect((await control(simulator, "POST", "append", { transactions: [row(200)] })).status).toBe(200)
    expect(ids((await call(simulator, `${rowsPath}?starting_after=t-50&limit=5`)).json)).toEqual(before)
    expect(ids((await call(simulator, rowsPath)).json)[0]).toBe("t-200")
  })
})

describe("wallets", () => {
  it("hold the sum of what is completed, and show it in both interfaces", async () => {
    const simulator = open(
      account(4, { holds: { USDC: "2" }, transactions: [row(1), row(2, { status: "pending" }), row(3, { type: "exchange_deposit" })] })
    )
    expect(simulator.truth()).toMatchObject({ balances: { USDC: { total: "1.5", available: "-0.5", locked: "2" }, BTC: { total: "0" } } })
    const balances = Object.fromEntries((await call(simulator, "/v2/accounts")).json.data.map((one: any) => [one.id, one.balance.amount]))
    expect(balances).toEqual({ "w-usdc": "1.50000000", "w-btc": "0.00000000" })
    const held = (await call(simulator, "/api/v3/brokerage/accounts")).json.accounts.find((one: any) => one.uuid === "w-usdc")
    expect([held.available_balance.value, held.hold.value]).toEqual(["-0.50000000", "2.00000000"])
  })

  it("pay a commission besides the quote's row, and from no other", async () => {
    const fill = (currency: string) => ({
      type: "advanced_trade_fill",
      amount: { amount: "10", currency },
      advanced_trade_fill: { product_id: "BTC-USDC", commission: "0.25" },
      resource_path: `/v2/accounts/w-${currency.toLowerCase()}/transactions/x`
    })
    const simulator = open(account(0, { transactions: [row(1, fill("USDC")), row(2, fill("BTC"))] }))
    const truth = simulator.truth() as { wallets: ReadonlyArray<{ asset: string; total: string }> }
    expect(truth.wallets.map(({ asset, total }) => `${asset} ${total}`).toSorted()).toEqual(["BTC 10", "USDC 9.75"])
  })

  it("are listed page by page, oldest first when asked, and there is always one", async () => {
    const simulator = open(parseAccount({}))
    const { json } = await call(simulator, "/v2/accounts?order=asc&limit=1")
    expect(json.data).toMatchObject([{ primary: true, currency: { code: "BTC" }, balance: { amount: "0.00000000" } }])
    const many = open(account(0, { wallets: Array.from({ length: 7 }, (_, n) => wallet(`w-${n}`, `A${n}`)) }))
    const first = await call(many, "/v2/accounts?limit=3")
    expect(first.json.pagination.next_uri).toContain("starting_after=")
    expect(ids((await call(many, first.json.pagination.next_uri)).json)).toHaveLength(3)
  })

  it("appear when something new is held, and known ones stay one", async () => {
    const simulator = open(account(1))
    const eth = { ...row(9), amount: { amount: "2", currency: "ETH" }, resource_path: "/v2/accounts/w-eth/transactions/t-9" }
    expect((await control(simulator, "POST", "append", { transactions: [eth] })).json.error).toContain("w-eth")
    await control(simulator, "POST", "append", { wallets: [wallet("w-eth", "ETH"), wallet("w-usdc", "USDC")], transactions: [eth] })
    expect(ids((await call(simulator, "/v2/accounts")).json)).toEqual(["w-eth", "w-usdc", "w-btc"])
    expect(ids((await call(simulator, "/v2/accounts/w-eth/transactions")).json)).toEqual(["t-9"])
  })
})

describe("fills", () => {
  const fills = Array.from({ length: 5 }, (_, n) => ({ entry_id: `e-${4 - n}`, price: "1", product_id: "A-B" }))
  it("bear a cursor on every page that has rows, and end with an empty one", async () => {
    const simulator = open(account(0, { fills }))
    const path = "/api/v3/brokerage/orders/historical/fills"
    const one = (await call(simulator, `${path}?limit=3`)).json
    expect([one.fills.map((fill: any) => fill.entry_id), one.cursor]).toEqual([["e-4", "e-3", "e-2"], "e-2"])
    const two = (await call(simulator, `${path}?limit=3&cursor=${one.cursor}`)).json
    expect(two.cursor).toBe("e-0")
    expect((await call(simulator, `${path}?limit=3&cursor=e-0`)).json).toEqual({ fills: [], cursor: "" })
    expect(await call(simulator, `${path}?cursor=nobody`)).toMatchObject({ status: 400, error: "INVALID_ARGUMENT" })
    expect((await call(simulator, `${path}?limit=1000`)).status).toBe(400)
  })
})

describe("limits", () => {
  it("are those of the interface, and are counted apart", async () => {
    let at = Date.now()
    const simulator = makeCoinbaseSimulator({ account: account(1), now: () => at })
    const ask = (target: string) => call(simulator, target, { at })
    const statuses = async (target: string, count: number) => {
      const seen: Array<number> = []
      for (let n = 0; n < count; n++) seen.push((await ask(target)).status)
      return seen
    }
    expect(new Set(await statuses("/api/v3/brokerage/key_permissions", 30))).toEqual(new Set([200]))
    expect(await ask("/api/v3/brokerage/key_permissions")).toMatchObject({ status: 429, error: "RESOURCE_EXHAUSTED" })
    expect((await ask("/v2/accounts")).status).toBe(200)
    expect((await ask("/api/v3/brokerage/key_permissions")).status).toBe(429)
    expect(simulator.requests().counts.insideLockout).toBe(1)
    at += 1_001
    expect((await ask("/api/v3/brokerage/key_permissions")).status).toBe(200)
    expect(await statuses("/api/v3/brokerage/market/products", 11)).toEqual([...Array.from({ length: 10 }, () => 200), 429])
  })
})

describe("a fault plan", () => {
  const withFault = async (rule: object, target = rowsPath) => {
    const simulator = open()
    await control(simulator, "POST", "faults", { seed: 1, rules: [rule] })
    return call(simulator, target)
  }
  it("reaches every wallet's list by one name, as the manifest's path spells it", async () => {
    const route = coinbase.manifest.endpoints["transactions"]!.path
    expect((await withFault({ route, fault: "status", args: { status: 503 } })).status).toBe(503)
    expect((await withFault({ route, fault: "status", args: { status: 503 } }, "/v2/accounts")).status).toBe(200)
  })

  it("bends rows and errors in Coinbase's own shapes", async () => {
    const route = "accounts/{wallet}/transactions"
    expect(ids((await withFault({ route, fault: "lateRow" })).json)[0]).toBe("t-118")
    expect((await withFault({ route, fault: "unknownOperation" })).json.data[0].type).toBe("operation_from_the_future")
    expect((await withFault({ route, fault: "unknownCurrency" })).json.data[0].amount.currency).toBe("xyz9")
    expect((await withFault({ route, fault: "correctedRow" })).json.data[0].amount.amount).toBe("1.6")
    expect((await withFault({ route, fault: "numbersInsteadOfStrings" })).text).toContain('"amount":1.5')
    expect((await withFault({ route, fault: "emptyList" })).json).toMatchObject({ data: [], pagination: { next_uri: null } })
    const short = (await withFault({ route, fault: "shortPage", args: { rows: 5 } })).json
    expect([ids(short).length, short.pagination.next_starting_after]).toEqual([20, "t-100"])
    expect(await withFault({ route, fault: "errorBody", args: { status: 200 } })).toMatchObject({
      status: 200,
      error: "internal_server_error"
    })
    expect(await withFault({ route, fault: "missingPermission" })).toMatchObject({ status: 403, error: "invalid_scope" })
    for (const fault of ["wrongCredentials", "expiredKey", "disallowedIp"])
      expect(await withFault({ route: "*", fault })).toMatchObject({ status: 401, text: "Unauthorized" })
  })
})

describe("the market", () => {
  it("is open to anybody, and read by the adapter to the last product", async () => {
    const { text } = await call(open(), "/api/v3/brokerage/market/products?product_type=SPOT", { authorization: null })
    const { items, quarantined } = coinbase.documents.market.parse(replyOf(text))
    expect([items.length, quarantined]).toEqual([11, []])
    expect(coinbase.documents.ticker.parse(replyOf(text)).items[0]).toMatchObject({ market: "BTC-USD", last: "98512.31" })
  })
})

describe("an account", () => {
  it.each([
    [5, "an object is expected"],
    [{ nonsense: 1 }, "nonsense is not known"],
    [{ wallets: [{}] }, "wallets[0] is not an object with id"],
    [{ wallets: [{ id: "1" }] }, "wallets[0] has no currency with a code"],
    [{ transactions: [{ id: "1" }] }, "transactions[0] has no resource_path"],
    [{ fills: {} }, "fills is not a list"],
    [{ holds: { BTC: "x" } }, "holds of BTC is not a decimal"],
    [{ permissions: [1] }, "permissions is not a list of words"],
    [{ portfolio: 1 }, "portfolio is not text"]
  ])("%j is refused with its place", (value, words) => {
    expect(() => parseAccount(value)).toThrow(words)
  })

  it("is opened by persona, file or rows", () => {
    expect(simulatorPackage.personas).toEqual(["beginner", "trader", "gap", "oddities"])
    expect(() => simulatorPackage.open({ account: { persona: "nobody" } })).toThrow(/no persona/)
    expect(simulatorPackage.open({ account: { rows: {} } }).truth()).toMatchObject({
      wallets: [{ wallet: "main", asset: "BTC", total: "0" }]
    })
  })
})
