import type { BalanceSnapshot, Call, Json, KeyRights, Plan, PlanStep, Reply } from "@caudal/exchange"
import { failure } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { marketOf } from "../../../src/internal/parse/market.ts"
import { delistedMarkets } from "../../../src/internal/delistedMarkets.ts"
import { binance } from "../../../src/index.ts"
import { replyOf, replyWith, textOf } from "../../fixture.ts"

const answered = <A>(plan: Plan<A>, reply: Reply): A => {
  const step = plan.next("state" in plan.start ? plan.start.state : null, { reply, failure: null })
  if (!("done" in step)) throw new Error("not done")
  return step.done
}
const refused = <A>(plan: Plan<A>) =>
  plan.next("state" in plan.start ? plan.start.state : null, { reply: null, failure: failure("PERMISSION_MISSING", "no") })
const readOnly = {
  ipRestrict: true,
  createTime: 1_698_645_219_000,
  enableReading: true,
  enableWithdrawals: false,
  enableSpotAndMarginTrading: false
}
const rights = (info: object): KeyRights => answered(binance.plans.keyRights, replyWith({ ...readOnly, ...info }))
const powers = (info: object) => {
  const { trade, withdraw } = rights(info)
  return [trade.answer, withdraw.answer]
}

describe("the rights of a key", () => {
  it.each([
    [{}, "no", "no"],
    [{ enableFixReadOnly: true }, "no", "no"],
    [{ tradingAuthorityExpirationTime: 1_798_645_219_000 }, "no", "no"],
    [{ enableSpotAndMarginTrading: true }, "yes", "no"],
    [{ enableMargin: true }, "yes", "no"],
    [{ enableFutures: true }, "yes", "no"],
    [{ enableVanillaOptions: true }, "yes", "no"],
    [{ enablePortfolioMarginTrading: true }, "yes", "no"],
    [{ enableFixApiTrade: true }, "yes", "no"],
    [{ enableWithdrawals: true }, "no", "yes"],
    [{ enableInternalTransfer: true }, "no", "yes"],
    [{ permitsUniversalTransfer: true }, "no", "yes"],
    [{ enableLevitation: true }, "yes", "yes"],
    [{ permitsAnything: "sometimes" }, "yes", "yes"],
    [{ enableLevitation: false, permitsAnything: null }, "no", "no"]
  ])("%j: trade %s, withdraw %s", (info, trade, withdraw) => {
    expect(powers(info)).toEqual([trade, withdraw])
  })

  it("name the flag that is too much", () => {
    expect(rights({ enableWithdrawals: true }).withdraw.evidence).toContain("enableWithdrawals")
    expect(rights({ enableLevitation: true }).trade.evidence).toContain("enableLevitation")
    // Documented, with one power.
    const documented = answered(binance.plans.keyRights, replyOf(textOf("get_api_key_permissions")))
    expect([documented.trade.answer, documented.withdraw.answer, documented.ipRestricted.answer]).toEqual(["yes", "no", "no"])
    expect(documented.trade.evidence).toContain("enablePortfolioMarginTrading")
  })

  it("open every read or none", () => {
    const signed = Object.entries(binance.manifest.endpoints).flatMap(([endpoint, one]) => (one.signed ? [endpoint] : []))
    for (const [enableReading, answer] of [
      [true, "yes"],
      [false, "no"]
    ] as const) {
      const { reads } = rights({ enableReading })
      expect(Object.keys(reads)).toEqual(signed)
      expect(new Set(Object.values(reads).map((right) => right.answer))).toEqual(new Set([answer]))
    }
  })

  it("tell of a list of addresses", () => {
    expect(rights({}).ipRestricted.answer).toBe("yes")
    expect(rights({ ipRestrict: false }).ipRestricted.answer).toBe("no")
    expect(rights({ ipRestrict: "?" }).ipRestricted.answer).toBe("unknown")
  })

  it("are unknown where Binance does not tell", () => {
    expect(refused(binance.plans.keyRights)).toMatchObject({
      done: { trade: { answer: "unknown" }, withdraw: { answer: "unknown" }, reads: {} }
    })
  })
})

describe("the identity of an account", () => {
  it("is its number", () => {
    expect(answered(binance.plans.identity, replyOf(textOf("get_account_info")))).toEqual({ accountKey: "354937868" })
    expect(answered(binance.plans.identity, replyOf('{"balances":[],"uid":9007199254740993}'))).toEqual({ accountKey: "9007199254740993" })
  })
  it("is not told otherwise", () => {
    expect(answered(binance.plans.identity, replyWith({ balances: [] }))).toEqual({ accountKey: null })
    expect(answered(binance.plans.identity, replyWith({ balances: [], uid: "x".repeat(65) }))).toEqual({ accountKey: null })
    expect(refused(binance.plans.identity)).toEqual({ done: { accountKey: null } })
  })
})

describe("the markets", () => {
  const dimensions = answered(
    binance.streams.trades.dimensions!,
    replyWith({
      symbols: [
        { symbol: "BTCUSDT", baseAsset: "BTC", quoteAsset: "USDT", status: "TRADING" },
        { symbol: "NEWXYZ", baseAsset: "NEW", quoteAsset: "XYZ", status: "BREAK" },
        { symbol: "", baseAsset: "A", quoteAsset: "B" }
      ]
    })
  )

  it("are those that are listed, whatever their status, and those that once were", () => {
    expect(dimensions).toContainEqual({ id: "BTC/USDT", assets: ["BTC", "USDT"] })
    expect(dimensions).toContainEqual({ id: "NEW/XYZ", assets: ["NEW", "XYZ"] })
    expect(dimensions).toContainEqual({ id: "BCC/BTC", assets: ["BCC", "BTC"] })
    expect(new Set(dimensions.map(({ id }) => id)).size).toBe(dimensions.length)
  })

  it("that once were all have a name that can be taken apart", () => {
    expect(delistedMarkets.length).toBeGreaterThan(100)
    expect(delistedMarkets.filter((symbol) => marketOf(symbol) === null)).toEqual([])
    expect([...delistedMarkets].sort()).toEqual([...new Set(delistedMarkets)].sort())
  })

  it("are asked for by Binance's own name", () => {
    expect(binance.streams.trades.request({ cursor: null, window: null, dimension: "NEW/XYZ" }).query).toEqual([
      ["symbol", "NEWXYZ"],
      ["fromId", "0"],
      ["limit", "1000"]
    ])
  })
})

/** What each call of the plan answers; lists may have several pages. */
interface Replies {
  readonly flexible?: ReadonlyArray<object>
  readonly locked?: ReadonlyArray<object>
  readonly funding?: ReadonlyArray<object>
  readonly account?: ReadonlyArray<object>
}

const walk = (replies: Replies, pageSize = 100): { readonly calls: ReadonlyArray<Call>; readonly snapshot: BalanceSnapshot } => {
  const calls: Array<Call> = []
  let step: PlanStep<BalanceSnapshot> = binance.plans.balances.start
  while (!("done" in step)) {
    const { call } = step
    calls.push(call)
    const page = Number(Object.fromEntries(call.query ?? [])["current"] ?? 1)
    const rows = (all: ReadonlyArray<object> = []) => ({ rows: all.slice((page - 1) * pageSize, page * pageSize), total: all.length })
    const json = {
      balance: { balances: replies.account ?? [] },
      earn_flexible_positions: rows(replies.flexible),
      earn_locked_positions: rows(replies.locked),
      funding: replies.funding ?? []
    }[call.endpoint]
    step = binance.plans.balances.next(JSON.parse(JSON.stringify(step.state)) as Json, { reply: replyWith(json), failure: null })
  }
  return { calls, snapshot: step.done }
}

describe("balances", () => {
  const spot = (asset: string, free: string, locked = "0") => ({ asset, free, locked })

  it("are those of all wallets", () => {
    const { calls, snapshot } = walk({
      account: [spot("BTC", "0.5", "0.25"), spot("LDUSDT", "3"), spot("LDO", "7")],
      flexible: [{ asset: "USDT", totalAmount: "3" }],
      locked: [
        { asset: "USDT", amount: "10" },
        { asset: "USDT", amount: "2" }
      ],
      funding: [{ asset: "USDT", free: "1", locked: "0.5", freeze: "0.25", withdrawing: "0.125" }]
    })
    expect(calls.map(({ endpoint }) => endpoint)).toEqual([
      "balance",
      "earn_flexible_positions",
      "earn_locked_positions",
      "funding",
      "balance"
    ])
    expect(snapshot).toEqual({
      complete: true,
      quarantined: [],
      balances: [
        { wallet: "spot", asset: "BTC", total: "0.75", available: "0.5", locked: "0.25" },
        { wallet: "spot", asset: "LDO", total: "7", available: "7", locked: "0" },
        { wallet: "funding", asset: "USDT", total: "1.875", available: "1", locked: "0.875" },
        { wallet: "earn", asset: "USDT", total: "15", available: "3", locked: "12" }
      ]
    })
  })

  it("keep a receipt for which no position was read: it may be a coin, and is money either way", () => {
    expect(walk({ account: [spot("LDBTC", "1")] }).snapshot.balances).toMatchObject([{ wallet: "spot", asset: "LDBTC" }])
    // LDO is a coin, unless there were a position in an asset O.
    expect(walk({ account: [spot("LDO", "1")], flexible: [{ asset: "DO", totalAmount: "1" }] }).snapshot.balances).toHaveLength(2)
  })

  it("come from as many pages as there are", () => {
    const flexible = Array.from({ length: 230 }, (_, i) => ({ asset: `C${i}`, totalAmount: "1" }))
    const { calls, snapshot } = walk({ flexible })
    expect(calls.filter(({ endpoint }) => endpoint === "earn_flexible_positions").map(({ query }) => query?.[0]?.[1])).toEqual([
      "1",
      "2",
      "3"
    ])
    expect(snapshot.balances).toHaveLength(230)
  })

  it("are incomplete where a row could not be read, in whatever wallet", () => {
    expect(walk({}).snapshot).toEqual({ balances: [], quarantined: [], complete: true })
    expect(walk({ account: [spot("BTC", "?")] }).snapshot).toMatchObject({ complete: false, quarantined: [{ pointer: "/balances/0" }] })
    for (const replies of [{ flexible: [{}] }, { locked: [{}] }, { funding: [{}] }]) expect(walk(replies).snapshot.complete).toBe(false)
  })

  it("are none where a call is refused", () => {
    expect(refused(binance.plans.balances)).toEqual({ done: { balances: [], quarantined: [], complete: false } })
  })
})
