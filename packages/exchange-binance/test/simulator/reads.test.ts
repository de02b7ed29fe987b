import { numberToken } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { makeBinanceSimulator, parseAccount, simulatorPackage } from "../../src/simulator/index.ts"
import { call, control, open, type Attempt, type Fields } from "./client.ts"

const day = 86_400_000
const now = Date.UTC(2026, 10, 20)
const beginner = () => makeBinanceSimulator({ account: "beginner", rateLimits: false })
const holding = (account: object) => makeBinanceSimulator({ account: parseAccount(account), rateLimits: false, now: () => now })
/** At the simulator's own hour. */
const at = (timestamp: number = now): Attempt => ({ timestamp })

const deposit = (n: number, insertTime: number) => ({ id: `d${n}`, coin: "USDT", amount: "1", status: 1, insertTime, walletType: 0 })
const fill = (id: number, symbol = "BTCUSDT") => ({
  symbol,
  id,
  orderId: id,
  price: "10",
  qty: "0.5",
  quoteQty: "5",
  commission: "0.001",
  commissionAsset: "BNB",
  time: now - id,
  isBuyer: true
})
const account = "/api/v3/account"
const deposits = "/sapi/v1/capital/deposit/hisrec"
const trades = "/api/v3/myTrades"

describe("signing", () => {
  const tried = async (attempt: Attempt) => {
    const { status, code } = await call(beginner(), account, {}, attempt)
    return [status, code]
  }

  it("lets the right key in, and refuses any other in Binance's words", async () => {
    expect(await tried({})).toEqual([200, undefined])
    expect(await tried({ key: "x".repeat(64) })).toEqual([401, -2015])
    expect(await tried({ key: "short" })).toEqual([401, -2014])
    expect(await tried({ key: null })).toEqual([401, -2014])
    expect(await tried({ secret: "other" })).toEqual([400, -1022])
  })

  it("covers query and body exactly as they are sent, and goes last", async () => {
    const simulator = beginner()
    const post: Attempt = { method: "POST", body: "asset=USDT" }
    expect((await call(simulator, "/sapi/v1/asset/get-funding-asset", {}, post)).status).toBe(200)
    expect((await call(simulator, account, { omitZeroBalances: "a b" })).status).toBe(200)
    expect((await call(simulator, account, { omitZeroBalances: "a b" }, { signed: "omitZeroBalances=a b" })).code).toBe(-1022)
    expect((await call(simulator, account, {}, { signature: null })).code).toBe(-1102)
    const { apiKey = "" } = simulator.credentials
    const early = await open(simulator, `${account}?signature=00&timestamp=${Date.now()}`)
    expect([apiKey.length, early.code]).toEqual([64, -2014])
  })

  it("wants a time of now: no older than the window, not a second early", async () => {
    const timed = async (timestamp: Attempt["timestamp"], recvWindow?: string) =>
      (
        await call(
          makeBinanceSimulator({ account: "beginner", now: () => now }),
          account,
          {},
          { timestamp: timestamp!, ...(recvWindow === undefined ? {} : { recvWindow }) }
        )
      ).code
    expect(await timed(now)).toBeUndefined()
    expect(await timed(now - 5_000)).toBeUndefined()
    expect(await timed(now - 5_001)).toBe(-1021)
    expect(await timed(now - 9_000, "10000")).toBeUndefined()
    expect(await timed(now + 999)).toBeUndefined()
    expect(await timed(now + 1_000)).toBe(-1021)
    expect(await timed(now, "60001")).toBe(-1100)
    expect(await timed(null)).toBe(-1102)
    expect(await timed("yesterday")).toBe(-1100)
  })

  it("has a clock of its own", async () => {
    const ahead = makeBinanceSimulator({ account: "beginner", now: () => now, clockSkewMs: 60_000 })
    const seen = await call(ahead, account, {}, at())
    expect(seen.code).toBe(-1021)
    expect(Date.parse(seen.headers.get("date")!)).toBe(now + 60_000)
  })

  it("never writes its secret, and knows no writes", async () => {
    const simulator = beginner()
    await call(simulator, account, { note: simulator.credentials["apiSecret"]! })
    expect((await call(simulator, "/api/v3/order", {}, { method: "POST" })).status).toBe(404)
    const { requests, counts } = simulator.requests()
    expect(JSON.stringify(requests)).not.toContain(simulator.credentials["apiSecret"])
    expect(counts).toMatchObject({ total: 2, writes: 1 })
  })
})

describe("lists by time", () => {
  it("show both ends of what is asked for, newest first, by offset", async () => {
    const simulator = holding({ deposits: [5, 4, 3, 2, 1].map((n) => deposit(n, now - 10_000 + n)) })
    const ids = async (fields: Fields) => (await call(simulator, deposits, fields, at())).json.map(({ id }: { id: string }) => id)
    expect(await ids({ startTime: now - 10_000 + 2, endTime: now - 10_000 + 4 })).toEqual(["d4", "d3", "d2"])
    expect(await ids({ limit: 2, offset: 1 })).toEqual(["d4", "d3"])
    expect(await ids({ startTime: now + 1 })).toEqual([])
    simulator.append({ deposits: [deposit(6, now)] })
    expect(await ids({ limit: 2, offset: 1 })).toEqual(["d5", "d4"])
  })

  it("show the last month where nothing is asked for", async () => {
    const simulator = holding({ deposits: [deposit(2, now - 29 * day), deposit(1, now - 31 * day)] })
    expect((await call(simulator, deposits, {}, at())).json).toHaveLength(1)
  })

  it.each([
    [deposits, 90, -1127],
    ["/sapi/v1/capital/withdraw/history", 90, -1127],
    ["/sapi/v1/asset/assetDividend", 180, -1127],
    ["/sapi/v1/simple-earn/flexible/history/subscriptionRecord", 90, -6021],
    ["/sapi/v1/simple-earn/locked/history/rewardsRecord", 90, -6021]
  ])("%s refuses a stretch of %i days", async (path, days, code) => {
    const asked = (length: number) => call(holding({}), path, { startTime: now - length, endTime: now }, at())
    expect((await asked(days * day)).code).toBe(code)
    expect((await asked(days * day - 1)).status).toBe(200)
  })

  it("of conversions want both ends, no more than thirty days apart", async () => {
    const path = "/sapi/v1/convert/tradeFlow"
    expect((await call(holding({}), path, { startTime: now - 30 * day, endTime: now }, at())).json).toMatchObject({
      list: [],
      moreData: false
    })
    expect((await call(holding({}), path, { startTime: now - 30 * day - 1, endTime: now }, at())).code).toBe(-1127)
    expect((await call(holding({}), path, { startTime: now - day }, at())).code).toBe(-1102)
  })

  it("by page number tell how many there are, and show no more than they may", async () => {
    const row = (n: number) => ({
      purchaseId: n,
      asset: "USDT",
      amount: "1",
      time: now - n,
      type: "NORMAL",
      sourceAccount: "SPOT",
      status: "SUCCESS"
    })
    const simulator = holding({ flexible_subscriptions: Array.from({ length: 130 }, (_, i) => row(i)) })
    const page = async (fields: Fields) =>
      (await call(simulator, "/sapi/v1/simple-earn/flexible/history/subscriptionRecord", fields, at())).json
    expect((await page({ size: 500 })).rows).toHaveLength(100)
    const second = await page({ size: 100, current: 2 })
    expect([second.rows.length, second.rows[0].purchaseId, second.total]).toEqual([30, 100, 130])
    expect((await page({})).rows).toHaveLength(10)
  })

  it("leave an empty list of money and P2P out", async () => {
    const seen = await call(holding({}), "/sapi/v1/fiat/payments", { transactionType: 0 }, at())
    expect(seen.json).toEqual({ code: "000000", message: "success", total: 0, success: true })
    expect((await call(holding({}), "/sapi/v1/fiat/orders", {}, at())).code).toBe(-1102)
    expect((await call(holding({}), "/sapi/v1/asset/transfer", {}, at())).code).toBe(-1102)
    expect((await call(holding({}), "/sapi/v1/simple-earn/flexible/history/rewardsRecord", {}, at())).code).toBe(-1102)
  })
})

describe("fills", () => {
  const simulator = holding({ trades: [fill(9), fill(7), fill(7, "ETHUSDT"), fill(4), fill(2)], unlisted: ["ETHUSDT"] })
  const ids = async (fields: Fields) => (await call(simulator, trades, fields, at())).json.map(({ id }: { id: number }) => id)

  it("come market by market, oldest first, from an id on", async () => {
    expect(await ids({ symbol: "BTCUSDT", fromId: 0 })).toEqual([2, 4, 7, 9])
    expect(await ids({ symbol: "BTCUSDT", fromId: 5, limit: 1 })).toEqual([7])
    expect(await ids({ symbol: "BTCUSDT", fromId: 4, limit: 2 })).toEqual([4, 7])
    expect(await ids({ symbol: "BTCUSDT", fromId: 10 })).toEqual([])
    expect(await ids({ symbol: "BTCUSDT", limit: 2 })).toEqual([7, 9])
  })

  it("are refused without a market, or for one that is none", async () => {
    expect((await call(simulator, trades, { fromId: 0 }, at())).code).toBe(-1102)
    expect((await call(simulator, trades, { symbol: "GONEBTC" }, at())).code).toBe(-1121)
    expect((await call(holding({ remembersMarkets: true }), trades, { symbol: "GONEBTC" }, at())).json).toEqual([])
    expect((await call(simulator, trades, { symbol: "BTCUSDT", fromId: "first" }, at())).code).toBe(-1100)
  })

  it("of a market that the catalogue has forgotten are still shown", async () => {
    const { symbols } = (await open(simulator, "/api/v3/exchangeInfo")).json
    expect(symbols.map(({ symbol }: { symbol: string }) => symbol)).not.toContain("ETHUSDT")
    expect(symbols.map(({ status }: { status: string }) => status)).toContain("BREAK")
    expect(await ids({ symbol: "ETHUSDT", fromId: 0 })).toEqual([7])
  })

  it("keep ids that no double holds", async () => {
    const { text } = await call(
      holding({ trades: [{ ...fill(1), id: numberToken("9007199254740993") }] }),
      trades,
      { symbol: "BTCUSDT" },
      at()
    )
    expect(text).toContain('"id":9007199254740993')
  })
})

describe("balances", () => {
  const subscription = {
    purchaseId: 1,
    asset: "USDT",
    amount: "3",
    time: now - 5,
    type: "NORMAL",
    sourceAccount: "SPOT",
    status: "SUCCESS"
  }
  const simulator = holding({
    deposits: [deposit(2, now - 10), { ...deposit(1, now - 11), amount: "9", walletType: 1 }],
    flexible_subscriptions: [{ ...subscription, amount: "0.25" }],
    locked_subscriptions: [{ ...subscription, amount: "0.5" }],
    holds: { USDT: "0.125" }
  })

  it("are those of each wallet, with a receipt in the spot wallet for each flexible position", async () => {
    const { balances, uid } = (await call(simulator, account, {}, at())).json
    expect(balances).toEqual([
      { asset: "USDT", free: "0.125", locked: "0.125" },
      { asset: "LDUSDT", free: "0.25", locked: "0" }
    ])
    expect(uid).toBeTypeOf("number")
    const funding = await call(simulator, "/sapi/v1/asset/get-funding-asset", {}, { ...at(), method: "POST" })
    expect(funding.json).toMatchObject([{ asset: "USDT", free: "9" }])
    expect((await call(simulator, "/sapi/v1/asset/get-funding-asset", {}, at())).status).toBe(404)
    const position = async (kind: string) => (await call(simulator, `/sapi/v1/simple-earn/${kind}/position`, {}, at())).json.rows
    expect(await position("flexible")).toMatchObject([{ asset: "USDT", totalAmount: "0.25" }])
    expect(await position("locked")).toMatchObject([{ asset: "USDT", amount: "0.5" }])
  })

  it("are the truth", () => {
    expect(simulator.truth()).toMatchObject({
      balances: { USDT: { total: "10", available: "9.375", locked: "0.625" } },
      wallets: {
        spot: { USDT: { total: "0.25", available: "0.125", locked: "0.125" } },
        funding: { USDT: { total: "9" } },
        earn: { USDT: { total: "0.75", available: "0.25", locked: "0.5" } }
      }
    })
  })
})

describe("a key", () => {
  it("tells its powers flag by flag, unknown ones too", async () => {
    const flags = async (powers: ReadonlyArray<string>) =>
      (await call(simulatorPackage.open({ account: { persona: "beginner" }, powers }), "/sapi/v1/account/apiRestrictions")).json
    expect(await flags([])).toMatchObject({ enableReading: true, enableWithdrawals: false, enableSpotAndMarginTrading: false })
    expect(await flags(["trade", "withdraw", "levitate"])).toMatchObject({
      enableWithdrawals: true,
      enableSpotAndMarginTrading: true,
      enableLevitate: true
    })
  })
})

describe("weights", () => {
  const limited = (over: object = {}) => {
    let clock = now
    const simulator = makeBinanceSimulator({ account: "beginner", now: () => clock, ...over })
    return {
      simulator,
      pass: (ms: number) => void (clock += ms),
      ask: (path = account, fields: Fields = {}) => call(simulator, path, fields, at(clock))
    }
  }

  it("of /api are one sum by the minute, and are told", async () => {
    const { simulator, ask, pass } = limited()
    expect((await ask()).headers.get("x-mbx-used-weight-1m")).toBe("20")
    for (let i = 0; i < 299; i++) await ask(trades, { symbol: "BTCUSDT" })
    const refused = await ask()
    expect([refused.status, refused.code, refused.headers.get("retry-after")]).toEqual([429, -1003, "60"])
    // Another pool is another sum.
    expect((await ask("/sapi/v1/account/apiRestrictions")).headers.get("x-sapi-used-ip-weight-1m")).toBe("1")
    pass(60_000)
    expect((await ask()).status).toBe(200)
    expect(simulator.requests().counts.insideLockout).toBe(0)
  })

  it("of heavy calls are counted by account", async () => {
    const { ask } = limited()
    const statuses: Array<number> = []
    for (let i = 0; i < 5; i++) statuses.push((await ask("/sapi/v1/fiat/orders", { transactionType: 0 })).status)
    expect(statuses).toEqual([200, 200, 200, 200, 429])
    expect((await ask("/sapi/v1/capital/withdraw/history")).headers.get("x-sapi-used-uid-weight-1m")).toBe("18000")
  })

  it("that are ignored end in a ban, longer each time", async () => {
    const { simulator, ask, pass } = limited({ faults: { seed: 1, rules: [{ route: "account", nth: 1, fault: "rateLimit" }] } })
    const knock = async (times: number) => {
      let last = await ask()
      for (let i = 1; i < times; i++) last = await ask()
      return last
    }
    expect((await knock(5)).status).toBe(429)
    const banned = await knock(1)
    expect([banned.status, banned.code, banned.headers.get("retry-after")]).toEqual([418, -1003, "120"])
    expect((await ask("/sapi/v1/account/apiRestrictions")).status).toBe(418)
    expect(simulator.requests().counts.insideLockout).toBeGreaterThan(4)
    pass(120_000)
    expect((await ask()).status).toBe(200)
  })

  it("pass faster by the rate scale", async () => {
    const { ask, pass } = limited({ rateScale: 60, faults: { seed: 1, rules: [{ route: "account", nth: 1, fault: "rateLimit" }] } })
    expect((await ask()).headers.get("retry-after")).toBe("60")
    pass(1_000)
    expect((await ask()).status).toBe(200)
  })
})

describe("the sandbox's own paths", () => {
  it("tell the truth and the requests, and take rows and faults", async () => {
    const simulator = holding({})
    await call(simulator, account, {}, at())
    expect((await control(simulator, "GET", "truth")).json).toEqual(JSON.parse(JSON.stringify(simulator.truth())))
    expect((await control(simulator, "GET", "requests")).json.counts.byEndpoint).toEqual({ account: 1 })
    await control(simulator, "POST", "append", { deposits: [deposit(1, now)] })
    expect((await call(simulator, deposits, {}, at())).json).toHaveLength(1)
    await control(simulator, "POST", "faults", { rules: [{ route: deposits, fault: "emptyList" }] })
    expect((await call(simulator, deposits, {}, at())).json).toEqual([])
    await control(simulator, "DELETE", "requests")
    expect(simulator.requests().counts.total).toBe(0)
    expect((await control(simulator, "POST", "append", { nonsense: 1 })).status).toBe(400)
  })
})

describe("faults", () => {
  const faulty = (fault: any, args?: object, route = "/sapi/v1/capital/deposit/hisrec") =>
    makeBinanceSimulator({
      account: parseAccount({ deposits: [deposit(2, now - 2), deposit(1, now - 9)] }),
      rateLimits: false,
      now: () => now,
      faults: { seed: 1, rules: [{ route, fault, ...(args === undefined ? {} : { args }) }] } as never
    })

  it.each(["wrongCredentials", "expiredKey", "disallowedIp", "missingPermission"])(
    "%s has one answer, with the caller's address",
    async (fault) => {
      const { status, code, text } = await call(faulty(fault), deposits, {}, at())
      expect([status, code]).toEqual([401, -2015])
      expect(text).toMatch(/203\.0\.113\.\d+/)
    }
  )

  it("refuse with the code that is asked for", async () => {
    const { status, json } = await call(faulty("errorBody", { code: "-1016", status: 503 }), deposits, {}, at())
    expect([status, json.code]).toEqual([503, -1016])
  })

  it("bend rows, never the truth", async () => {
    const rows = async (fault: string, args?: object) => (await call(faulty(fault, args), deposits, {}, at())).json
    expect((await rows("unknownCurrency"))[0].coin).toBe("xyz9")
    expect((await rows("unknownOperation"))[0].status).toBe(99)
    expect((await rows("correctedRow"))[0].amount).toBe("2")
    expect((await rows("lateRow"))[0].id).toBe("d1")
    expect(typeof (await rows("numbersInsteadOfStrings"))[0].amount).toBe("number")
    expect(faulty("correctedRow").truth()).toMatchObject({ balances: { USDT: { total: "2" } } })
  })

  it("count the names that requests are called by", async () => {
    const simulator = holding({ deposits: [deposit(1, now - 1)] })
    simulator.setFaults({ seed: 1, rules: [{ route: "sapi/v1/capital/deposit/hisrec", nth: 2, fault: "emptyList" }] } as never)
    const length = async () => (await call(simulator, deposits, {}, at())).json.length
    expect([await length(), await length(), await length()]).toEqual([1, 0, 1])
  })
})
