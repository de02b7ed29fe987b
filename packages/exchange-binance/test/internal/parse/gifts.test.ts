/** What Binance gives, converts and sweeps, and what goes through Simple Earn. */
import { describe, expect, it } from "vitest"
import { binance } from "../../../src/index.ts"
import { first, pageOf, read, replyOf, rowOf, type StreamId } from "../../fixture.ts"

const eventOf = (stream: StreamId, row: unknown) => {
  const { events, quarantined } = binance.streams[stream].parse(pageOf(stream, [row]), first)
  return events[0] ?? quarantined[0]!.reason
}
const legs = (stream: StreamId, row: unknown): unknown => {
  const event = eventOf(stream, row)
  return typeof event === "string"
    ? event
    : event.postings.map(({ wallet, asset, amount, role }) => [wallet, asset, amount, role].join(" "))
}

describe("a distribution", () => {
  const dividend = (over: object) => eventOf("dividends", rowOf("get_asset_dividend_records", over))

  it.each([
    ["BHFT distribution", "airdrop"],
    ["Airdrop of something", "airdrop"],
    ["Launchpool", "reward"],
    ["BNB Vault", "reward"],
    ["Locked Staking", "reward"],
    ["ETH 2.0 Staking", "reward"],
    ["Flexible Savings", "interest"],
    ["Locked Savings", "interest"],
    ["Commission rebate", "referral"],
    ["Referral kickback", "referral"],
    ["quantum gratitude", "unrecognised"],
    [null, "unrecognised"],
    [undefined, "unrecognised"]
  ])("for %s is %s, and moves the balance", (enInfo, kind) => {
    expect(dividend({ enInfo })).toMatchObject({
      kind,
      status: "settled",
      operation: enInfo ?? null,
      postings: [{ wallet: "spot", asset: "BHFT", amount: "10", role: "principal" }]
    })
    expect(binance.manifest.kinds).toContain(kind)
  })

  it.each([
    "Simple Earn Flexible Interest",
    "Simple Earn Locked Rewards",
    "Flexible",
    "Locked",
    "Flexible Product Rewards",
    "Bonus Tiered APR Rewards"
  ])("for %s is told by Simple Earn's own lists, and moves nothing here", (enInfo) => {
    expect(dividend({ enInfo })).toMatchObject({ postings: [], operation: enInfo })
  })

  it("may be taken back", () => {
    expect(dividend({ direction: -1 })).toMatchObject({ postings: [{ amount: "-10" }] })
    expect(dividend({ direction: 1 })).toMatchObject({ postings: [{ amount: "10" }] })
    expect(dividend({ direction: "up" })).toContain("direction")
  })
})

describe("a conversion", () => {
  const conversion = (over: object) => eventOf("conversions", rowOf("get_convert_trade_history", over))

  it("is one event of two postings", () => {
    expect(read("conversions", "get_convert_trade_history").events).toMatchObject([
      {
        source: { externalId: "940708407462087195" },
        kind: "conversion",
        status: "settled",
        postings: [
          { wallet: "spot", asset: "USDT", amount: "-20" },
          { wallet: "spot", asset: "BNB", amount: "0.06154036" }
        ],
        price: { base: "USDT", quote: "BNB", amount: "0.00307702" }
      }
    ])
  })

  it("happens in the wallet that it names", () => {
    expect(conversion({ walletType: "FUNDING" })).toMatchObject({ postings: [{ wallet: "funding" }, { wallet: "funding" }] })
    expect(conversion({ walletType: "SPOT" })).toMatchObject({ postings: [{ wallet: "spot" }, { wallet: "spot" }] })
  })

  it.each([
    ["SUCCESS", "settled"],
    ["PROCESS", "pending"],
    ["ACCEPT_SUCCESS", "pending"],
    ["FAIL", "failed"],
    ["DREAMING", "pending"]
  ])("with the word %s is %s", (orderStatus, status) => {
    expect(conversion({ orderStatus })).toMatchObject({ status })
  })
})

describe("small change", () => {
  it("is one event for each coin that is swept, its charge told apart", () => {
    const { events, quarantined } = read("dust", "get_dust_log")
    expect(quarantined).toEqual([])
    expect(events).toHaveLength(4)
    expect(events[0]).toMatchObject({
      source: { externalId: "45178372831:USDT" },
      groupId: "dust:45178372831",
      kind: "conversion",
      postings: [
        { asset: "USDT", amount: "-0.0009", role: "principal" },
        { asset: "BNB", amount: "0.00045", role: "principal" },
        { asset: "BNB", amount: "-0.000009", role: "fee" }
      ]
    })
    expect(new Set(events.map(({ source }) => source.externalId)).size).toBe(events.length)
  })

  it("may be swept into something else, without a charge", () => {
    const row = { fromAsset: "EUR", amount: "0.01", transferedAmount: "0.011", operateTime: 1, targetAsset: "USDT" }
    expect(legs("dust", row)).toEqual(["spot EUR -0.01 principal", "spot USDT 0.011 principal"])
    for (const field of ["fromAsset", "amount", "transferedAmount", "operateTime", "targetAsset", "serviceChargeAmount"])
      expect(legs("dust", { ...row, [field]: {} })).toContain(field)
  })

  it.each([{}, [], null, "swept"])("of which is not told what was swept (%j) is put aside, and the other sweeps are read", (details) => {
    const sweep = (transId: number, userAssetDribbletDetails: unknown) => ({ transId, operateTime: 1, userAssetDribbletDetails })
    const text = JSON.stringify({ total: 2, userAssetDribblets: [sweep(1, details), sweep(2, [rowOf("get_dust_log")])] })
    const { events, quarantined } = binance.streams.dust.parse(replyOf(text), first)
    expect(events).toHaveLength(1)
    expect(quarantined).toEqual([{ pointer: "/userAssetDribblets/0", reason: "userAssetDribbletDetails is not a list of what was swept" }])
  })
})

describe("what goes into Simple Earn", () => {
  const subscription = (over: object) => rowOf("get_flexible_subscription_records", over)

  it("leaves one wallet for another", () => {
    expect(read("earn_flexible_subscriptions", "get_flexible_subscription_records").events[0]).toMatchObject({
      kind: "staking-in",
      status: "settled",
      postings: [
        { wallet: "spot", asset: "USDT", amount: "-100" },
        { wallet: "earn", asset: "USDT", amount: "100" }
      ]
    })
    expect(legs("earn_flexible_subscriptions", subscription({ sourceAccount: "FUNDING" }))).toEqual([
      "funding USDT -100 principal",
      "earn USDT 100 principal"
    ])
    expect(legs("earn_flexible_subscriptions", subscription({ sourceAccount: "SPOTANDFUNDING" }))).toEqual([
      "spot USDT -30 principal",
      "funding USDT -70 principal",
      "earn USDT 100 principal"
    ])
  })

  it("from a product stays where it is", () => {
    for (const type of ["CONVERT", "TRANSFER"])
      expect(legs("earn_flexible_subscriptions", subscription({ type }))).toEqual(["earn USDT -100 principal", "earn USDT 100 principal"])
  })

  it.each([
    ["NORMAL", "staking-in"],
    ["AUTO", "staking-in"],
    ["TRANSFER", "transfer"],
    ["PURRING", "unrecognised"]
  ])("of type %s is %s", (type, kind) => {
    expect(eventOf("earn_locked_subscriptions", subscription({ type }))).toMatchObject({ kind, operation: type })
  })

  it.each([
    ["SUCCESS", "settled"],
    ["PURCHASING", "pending"],
    ["FAILED", "failed"],
    [null, "settled"]
  ])("with the word %s is %s", (word, status) => {
    expect(eventOf("earn_flexible_subscriptions", subscription({ status: word }))).toMatchObject({ status })
  })
})

describe("what comes out of Simple Earn", () => {
  it("leaves as much as it was, and arrives as what is left of it", () => {
    expect(legs("earn_flexible_redemptions", rowOf("get_flexible_redemption_records"))).toEqual([
      "earn USDT -10.54 principal",
      "spot USDT 10.54 principal"
    ])
    expect(legs("earn_locked_redemptions", rowOf("get_locked_redemption_records", { amount: "90", originalAmount: "100" }))).toEqual([
      "earn BNB -100 principal",
      "spot BNB 90 principal"
    ])
    expect(legs("earn_flexible_redemptions", rowOf("get_flexible_redemption_records", { destAccount: "FUNDING" }))).toEqual([
      "earn USDT -10.54 principal",
      "funding USDT 10.54 principal"
    ])
  })

  it("may go on as a flexible product", () => {
    expect(eventOf("earn_locked_redemptions", rowOf("get_locked_redemption_records", { type: "NEW_TRANSFERRED" }))).toMatchObject({
      kind: "transfer",
      postings: [{ wallet: "earn" }, { wallet: "earn" }]
    })
  })
})

describe("what Simple Earn pays", () => {
  const flexible = (over: object) => eventOf("earn_flexible_rewards", rowOf("get_flexible_reward_records", over))

  it.each([
    ["REALTIME", "earn", "interest"],
    ["BONUS", "spot", "interest"],
    ["REWARDS", "spot", "interest"],
    ["AFTERGLOW", "spot", "unrecognised"]
  ])("as %s arrives in %s as %s", (type, wallet, kind) => {
    expect(flexible({ type })).toMatchObject({ kind, postings: [{ wallet, role: "principal" }], source: { identity: "content" } })
  })

  it("is paid out of locked products to the spot wallet", () => {
    const paid = { kind: "reward", postings: [{ wallet: "spot", asset: "BNB" }], source: { identity: "content" } }
    expect(read("earn_locked_rewards", "get_locked_reward_records").events).toMatchObject([
      { ...paid, operation: "Locked Rewards" },
      { ...paid, operation: "Boost Rewards" }
    ])
  })

  it("is told apart by all that a row says", () => {
    const ids = [{}, { rewards: "9" }, { time: 5 }, { asset: "X" }, { type: "REALTIME" }, { projectId: "Y" }].map((over) => {
      const event = flexible(over)
      return typeof event === "string" ? event : event.source.externalId
    })
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each([
    ["earn_flexible_rewards", { rewards: "x" }, "rewards"],
    ["earn_flexible_rewards", { type: "" }, "type"],
    ["earn_flexible_rewards", { projectId: {} }, "projectId"],
    ["earn_locked_rewards", { amount: null }, "amount"],
    ["earn_locked_rewards", { positionId: {} }, "positionId"]
  ] as const)("%s that cannot be read (%j) is quarantined with the reason", (stream, over, field) => {
    const fixture = stream === "earn_locked_rewards" ? "get_locked_reward_records" : "get_flexible_reward_records"
    expect(eventOf(stream, rowOf(fixture, over))).toContain(field)
  })
})
