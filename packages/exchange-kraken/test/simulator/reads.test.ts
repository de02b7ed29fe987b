import { describe, expect, it } from "vitest"
import { makeKrakenSimulator, parseAccount, simulatorPackage } from "../../src/simulator/index.ts"
import { kraken } from "../../src/index.ts"
import { replyOf } from "../fixture.ts"
import { call, control, open } from "./client.ts"

const beginner = () => makeKrakenSimulator({ account: "beginner", rateLimits: false })
const row = (n: number, time: number) => ({
  id: `L${n}`,
  refid: `R${n}`,
  time,
  type: "deposit",
  subtype: "",
  aclass: "currency",
  asset: "ZUSD",
  amount: "1.0000",
  fee: "0.0000",
  balance: "0"
})
const ids = (json: any, list = "ledger"): Array<string> => Object.keys(json.result[list])

describe("signing", () => {
  it("lets the right key in, and tells a wrong key, secret and path apart", async () => {
    const simulator = beginner()
    expect((await call(simulator, "BalanceEx")).error).toBeUndefined()
    expect((await call(simulator, "BalanceEx", {}, { key: "other" })).error).toBe("EAPI:Invalid key")
    expect((await call(simulator, "BalanceEx", {}, { secret: "b3RoZXI=" })).error).toBe("EAPI:Invalid signature")
    expect((await call(simulator, "BalanceEx", {}, { signedPath: "/0/private/Ledgers" })).error).toBe("EAPI:Invalid signature")
  })

  it("wants every nonce above the last; a forged one burns none", async () => {
    const simulator = beginner()
    const nonce = (value: string | null, secret?: string) =>
      call(simulator, "BalanceEx", {}, { nonce: value, ...(secret === undefined ? {} : { secret }) })
    expect((await nonce("100")).error).toBeUndefined()
    expect((await nonce("100")).error).toBe("EAPI:Invalid nonce")
    expect((await nonce("99")).error).toBe("EAPI:Invalid nonce")
    expect((await nonce("5000", "b3RoZXI=")).error).toBe("EAPI:Invalid signature")
    expect((await nonce("101")).error).toBeUndefined()
    expect((await nonce(null)).error).toBe("EAPI:Invalid nonce")
    expect((await nonce("99999999999999999999")).error).toBe("EAPI:Invalid nonce")
    expect(simulator.requests().counts.nonceViolations).toBe(4)
  })

  it("never writes its secret or counts a read as a write", async () => {
    const simulator = beginner()
    await call(simulator, "Ledgers", { asset: simulator.credentials["apiSecret"]! })
    await call(simulator, "AddOrder")
    const { requests, counts } = simulator.requests()
    expect(JSON.stringify(requests)).not.toContain(encodeURIComponent(simulator.credentials["apiSecret"]!))
    expect(counts).toMatchObject({ total: 2, writes: 1 })
  })

  it("opens private reads to POST alone and public ones to GET", async () => {
    const simulator = beginner()
    expect((await call(simulator, "BalanceEx", {}, { method: "GET" })).error).toBe("EGeneral:Unknown method")
    expect((await call(simulator, "Withdraw")).error).toBe("EGeneral:Unknown method")
    expect(Object.keys((await open(simulator, "Ticker", "?pair=XBTUSD,DOTUSD")).json.result)).toEqual(["XXBTZUSD", "DOTUSD"])
    expect((await open(simulator, "Ticker", "?pair=ABC")).error).toBe("EQuery:Unknown asset pair")
    expect((await open(simulator, "AssetPairs")).json.result.XXBTZUSD).toMatchObject({ base: "XXBT", quote: "ZUSD", wsname: "XBT/USD" })
  })
})

describe("lists", () => {
  const many = () =>
    makeKrakenSimulator({
      account: parseAccount({ ledger: Array.from({ length: 120 }, (_, i) => row(119 - i, 1000 + 119 - i)) }),
      rateLimits: false
    })

  it("come fifty at a time, newest first, with a count of all", async () => {
    const simulator = many()
    const page = await call(simulator, "Ledgers")
    expect([ids(page.json).length, ids(page.json)[0], page.json.result.count]).toEqual([50, "L119", 120])
    expect(ids((await call(simulator, "Ledgers", { ofs: 100 })).json)).toHaveLength(20)
    const bounded = await call(simulator, "Ledgers", { end: 1010, start: 1005 })
    expect([ids(bounded.json), bounded.json.result.count]).toEqual([["L10", "L9", "L8", "L7", "L6"], 5])
    expect(ids((await call(simulator, "Ledgers", { end: "L3" })).json)[0]).toBe("L3")
    expect((await call(simulator, "Ledgers", { end: "nobody" })).error).toBe("EGeneral:Invalid arguments:end")
    expect((await call(simulator, "Ledgers", { without_count: "true" })).json.result.count).toBeUndefined()
  })

  it("shift by offset when rows arrive, not under an end", async () => {
    const simulator = many()
    const before = {
      plain: ids((await call(simulator, "Ledgers", { ofs: 50 })).json),
      bounded: ids((await call(simulator, "Ledgers", { end: 1070, ofs: 1 })).json)
    }
    simulator.append({ ledger: [row(201, 2001), row(200, 2000)] })
    expect(ids((await call(simulator, "Ledgers", { ofs: 52 })).json)).toEqual(before.plain)
    expect(ids((await call(simulator, "Ledgers", { end: 1070, ofs: 1 })).json)).toEqual(before.bounded)
    expect((await call(simulator, "BalanceEx")).json.result.ZUSD).toEqual({ balance: "122.0000", hold_trade: "0.0000" })
  })

  it("with a cursor go on where they were, whatever arrives", async () => {
    const deposit = (n: number) => ({ refid: `Q${n}`, asset: "ZUSD", amount: "1", time: n, status: "Success" })
    const simulator = makeKrakenSimulator({ account: parseAccount({ deposits: [5, 4, 3, 2, 1].map(deposit) }), rateLimits: false })
    const first = await call(simulator, "DepositStatus", { cursor: "true", limit: 2 })
    expect(first.json.result.deposits.map((one: any) => one.refid)).toEqual(["Q5", "Q4"])
    simulator.append({ deposits: [deposit(6)] })
    const second = await call(simulator, "DepositStatus", { cursor: first.json.result.next_cursor, limit: 2 })
    expect(second.json.result.deposits.map((one: any) => one.refid)).toEqual(["Q3", "Q2"])
    const third = await call(simulator, "DepositStatus", { cursor: second.json.result.next_cursor, limit: 2 })
    expect(third.json.result).toEqual({ deposits: [expect.objectContaining({ refid: "Q1" })] })
    expect((await call(simulator, "DepositStatus")).json.result).toHaveLength(6)
    expect((await call(simulator, "DepositStatus", { cursor: "x" })).error).toBe("EGeneral:Invalid arguments:cursor")
  })
})

describe("a key", () => {
  it("sees what it may, and between its dates only, without a word", async () => {
    const ledger = [row(3, 3000), row(2, 2000), row(1, 1000)]
    const limited = makeKrakenSimulator({ account: parseAccount({ ledger, query_from: 1500, query_to: 2500 }), rateLimits: false })
    const page = await call(limited, "Ledgers")
    expect([ids(page.json), page.json.result.count]).toEqual([["L2"], 1])
    expect((await call(limited, "BalanceEx")).json.result.ZUSD.balance).toBe("3.0000")
    expect((await call(limited, "GetApiKeyInfo")).json.result).toMatchObject({ query_from: "1500", query_to: "2500" })
  })

  it("has the powers that were asked for", async () => {
    const simulator = simulatorPackage.open({ account: { persona: "beginner" }, powers: ["trade", "withdraw", "levitate"] })
    expect((await call(simulator, "GetApiKeyInfo")).json.result.permissions).toEqual(
      expect.arrayContaining(["query-ledger", "modify-trades", "withdraw-funds", "levitate"])
    )
    const blind = makeKrakenSimulator({ account: { ...parseAccount({}), permissions: ["query-funds"] } })
    expect((await call(blind, "Ledgers")).error).toBe("EGeneral:Permission denied")
    expect((await call(blind, "GetApiKeyInfo")).error).toBeUndefined()
  })
})

describe("the call counter", () => {
  it("fills by the cost of calls, falls with time, and stays shut for those who knock on", async () => {
    let now = 1_700_000_000_000
    const simulator = makeKrakenSimulator({ account: "beginner", now: () => now })
    for (let i = 0; i < 7; i++) expect((await call(simulator, "Ledgers")).error).toBeUndefined()
    expect((await call(simulator, "BalanceEx")).error).toBeUndefined()
    expect((await call(simulator, "BalanceEx")).error).toBe("EAPI:Rate limit exceeded")
    now += 3_100
    expect((await call(simulator, "BalanceEx")).error).toBe("EAPI:Rate limit exceeded")
    expect(simulator.requests().counts.insideLockout).toBe(1)
    now += 46_000
    expect((await call(simulator, "Ledgers")).error).toBeUndefined()
  })

  it("is locked by a fault, and runs faster by the rate scale", async () => {
    let now = 1_700_000_000_000
    const simulator = makeKrakenSimulator({
      account: "beginner",
      now: () => now,
      rateScale: 10,
      faults: { seed: 1, rules: [{ route: "BalanceEx", nth: 1, fault: "rateLimit" }] }
    })
    expect((await call(simulator, "BalanceEx")).error).toBe("EAPI:Rate limit exceeded")
    now += 4_600
    expect((await call(simulator, "BalanceEx")).error).toBeUndefined()
    for (let i = 0; i < 60; i++) await open(simulator, "Ticker")
    expect((await open(simulator, "Ticker")).error).toBe("EGeneral:Too many requests")
  })
})

describe("the market", () => {
  it("is named by the adapter in the codes that the account holds, short names and legacy codes alike", async () => {
    const simulator = beginner()
    const pairs = kraken.documents.market.parse(replyOf((await open(simulator, "AssetPairs")).text)).items
    const { items, quarantined } = kraken.documents.ticker.parse(replyOf((await open(simulator, "Ticker")).text))
    expect(quarantined).toEqual([])
    const named = ({ market, base, quote }: { market: string; base: string; quote: string }) => [market, base, quote]
    expect(items.map(named)).toEqual(pairs.map(named))
    const { balances } = simulator.truth() as { balances: Record<string, unknown> }
    const held = Object.keys(balances).filter((code) => !code.includes(".") && code !== "ZUSD")
    expect(items.map(({ base }) => base)).toEqual(expect.arrayContaining(held))
  })
})

describe("the sandbox's own paths", () => {
  it("tell the truth and the requests, and take rows and faults", async () => {
    const simulator = beginner()
    await call(simulator, "Ledgers")
    expect((await control(simulator, "GET", "truth")).json).toEqual(JSON.parse(JSON.stringify(simulator.truth())))
    expect((await control(simulator, "GET", "requests")).json.counts.byEndpoint).toEqual({ Ledgers: 1 })
    await control(simulator, "POST", "append", { ledger: [row(1, 9_999_999_999)] })
    expect(ids((await call(simulator, "Ledgers")).json)[0]).toBe("L1")
    await control(simulator, "POST", "faults", { rules: [{ route: "/0/private/Ledgers", fault: "emptyList" }] })
    expect((await call(simulator, "Ledgers")).json.result).toEqual({ ledger: {}, count: 0 })
    await control(simulator, "DELETE", "requests")
    expect(simulator.requests().counts.total).toBe(0)
    expect((await control(simulator, "POST", "append", { nonsense: 1 })).status).toBe(400)
  })
})

describe("faults", () => {
  const faulty = (fault: any, args?: any, route = "Ledgers") =>
    makeKrakenSimulator({
      account: "beginner",
      rateLimits: false,
      faults: { seed: 1, rules: [{ route, fault, ...(args === undefined ? {} : { args }) }] }
    })

  it.each([
    ["wrongCredentials", undefined, "EAPI:Invalid key"],
    ["expiredKey", undefined, "EAPI:Invalid key"],
    ["disallowedIp", undefined, "EAPI:Invalid key"],
    ["missingPermission", undefined, "EGeneral:Permission denied"],
    ["errorBody", { code: "EService:Busy" }, "EService:Busy"]
  ])("%s refuses in Kraken's words", async (fault, args, error) => {
    expect((await call(faulty(fault, args), "Ledgers")).error).toBe(error)
  })

  it("bend rows, never the truth", async () => {
    const plain = (await call(beginner(), "Ledgers")).json.result.ledger
    const [id] = Object.keys(plain)
    const bent = async (fault: string, args?: object) => (await call(faulty(fault, args), "Ledgers")).json.result.ledger
    expect((await bent("unknownOperation"))[id!].type).toBe("operation_from_the_future")
    expect((await bent("unknownCurrency"))[id!].asset).toBe("xyz9")
    expect((await bent("correctedRow"))[id!].amount).not.toBe(plain[id!].amount)
    expect(Object.keys(await bent("shiftPage", { rows: -1 }))[0]).toBe(Object.keys(plain)[1])
    expect(Object.keys(await bent("lateRow"))[0]).toBe(Object.keys(plain)[1])
    expect(typeof (await bent("numbersInsteadOfStrings"))[id!].amount).toBe("number")
  })
})
