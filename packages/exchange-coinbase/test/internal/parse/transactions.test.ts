import { Decimal, type EventKind, type EventStatus } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { coinbase } from "../../../src/index.ts"
import { eventOf, list, pageOf, read, transaction } from "../../fixture.ts"

const money = (amount: string, currency: string) => ({ amount: { amount, currency } })
const posted = (over: Readonly<Record<string, unknown>>, dimension?: string) =>
  eventOf(over, dimension).postings.map(({ wallet, asset, amount, role }) => `${wallet} ${asset} ${amount} ${role}`)

describe("the recorded page", () => {
  const { events, exhausted } = read("transactions", "recorded_transactions")

  it("tells of a deposit and of a withdrawal with its fee, to the digit", () => {
    expect(exhausted).toBe(true)
    expect(events.map(({ kind, at, status }) => [kind, at, status])).toEqual([
      ["withdrawal", Date.UTC(2024, 10, 3, 13, 50, 9), "settled"],
      ["deposit", Date.UTC(2024, 10, 3, 13, 32, 2), "settled"]
    ])
    expect(events[0]!.postings.map(({ amount, role }) => [amount, role])).toEqual([
      ["-0.479801", "principal"],
      ["-1.530199", "fee"]
    ])
    expect(Decimal.sum(events.flatMap(({ postings }) => postings.map(({ amount }) => amount)))).toBe("0")
  })

  it("keeps network and hash, and nobody's address", () => {
    expect(events[0]!.transfer).toEqual({
      network: "ethereum",
      txid: "123485af495b4a19521e989b3c67c14cd36e38e7eda755faf8aa4321c8f41be8",
      address: null,
      tag: null,
      rail: null,
      reference: null
    })
  })
})

it("the documented page, of times with an offset, is read", () => {
  const { events } = read("transactions", "get_transactions")
  expect(events.map(({ kind, status, at }) => [kind, status, new Date(at).toISOString()])).toEqual([
    ["trade", "pending", "2015-03-27T06:44:08.000Z"],
    ["unrecognised", "pending", "2015-03-25T01:32:35.000Z"],
    ["transfer", "settled", "2015-03-12T22:51:38.000Z"],
    ["withdrawal", "settled", "2015-03-11T20:13:35.000Z"]
  ])
})

describe("a row's kind", () => {
  it.each<[string, string, EventKind]>([
    ["buy", "1", "trade"],
    ["sell", "-1", "trade"],
    ["advanced_trade_fill", "1", "trade"],
    ["trade", "-1", "conversion"],
    ["send", "-1", "withdrawal"],
    ["send", "1", "deposit"],
    ["receive", "1", "deposit"],
    ["fiat_deposit", "1", "deposit"],
    ["fiat_withdrawal", "-1", "withdrawal"],
    ["pro_deposit", "-1", "transfer"],
    ["pro_withdrawal", "1", "transfer"],
    ["exchange_deposit", "-1", "transfer"],
    ["vault_withdrawal", "-1", "transfer"],
    ["transfer", "1", "transfer"],
    ["intx_deposit", "-1", "transfer"],
    ["staking_transfer", "-1", "staking-in"],
    ["unstaking_transfer", "1", "staking-out"],
    ["staking_reward", "1", "reward"],
    ["inflation_reward", "1", "reward"],
    ["incentives_rewards_payout", "1", "reward"],
    ["interest", "1", "interest"],
    ["incentives_shared_clawback", "-1", "correction"],
    ["clawback", "-1", "correction"],
    ["cardspend", "-1", "card"],
    ["cardbuyback", "1", "card"],
    ["subscription", "-1", "fee"],
    ["tx", "1", "unrecognised"],
    ["request", "1", "unrecognised"],
    ["quantum_swap", "1", "unrecognised"],
    ["constructor", "1", "unrecognised"]
  ])("%s of %s is %s, under its own word", (type, amount, kind) => {
    const event = eventOf({ type, ...money(amount, "BTC") })
    expect(event).toMatchObject({ kind, operation: type })
    expect(coinbase.manifest.kinds).toContain(kind)
  })

  it.each<[string, EventStatus]>([
    ["completed", "settled"],
    ["pending", "pending"],
    ["waiting_for_clearing", "pending"],
    ["waiting_for_signature", "pending"],
    ["failed", "failed"],
    ["canceled", "failed"],
    ["expired", "failed"]
  ])("is %s: %s", (status, expected) => {
    expect(eventOf({ status })).toMatchObject({ status: expected, operation: "send" })
  })

  it("of a status that nobody has listed is under way, and says so", () => {
    expect(eventOf({ status: "teleported" })).toMatchObject({ status: "pending", operation: "send/teleported" })
  })
})

describe("a fill", () => {
  const fill = (over: Readonly<Record<string, unknown>> = {}) => ({
    type: "advanced_trade_fill",
    advanced_trade_fill: {
      fill_price: "2.819",
      product_id: "FIL-USD",
      order_id: "o-1",
      commission: "6.290000872",
      order_side: "buy",
      ...over
    }
  })

  // What a user really paid: see SOURCE.md.
  it("charges its commission once, in the quote's wallet", () => {
    expect(posted({ ...fill(), ...money("557.822", "FIL") })).toEqual(["main FIL 557.822 principal"])
    expect(posted({ ...fill(), ...money("-1572.500218", "USD") })).toEqual(["main USD -1572.500218 principal", "main USD -6.290000872 fee"])
  })

  it("sold brings what is left of the quote", () => {
    const sold = fill({ product_id: "BTC-USDC", commission: "49.0792", order_side: "sell" })
    expect(posted({ ...sold, ...money("-0.1", "BTC") })).toEqual(["main BTC -0.1 principal"])
    expect(posted({ ...sold, ...money("12269.8", "USDC") })).toEqual(["main USDC 12269.8 principal", "main USDC -49.0792 fee"])
  })

  it("in a USD market that settles in USDC charges the USDC", () => {
    expect(posted({ ...fill(), ...money("-1572.500218", "USDC") })[1]).toBe("main USDC -6.290000872 fee")
  })

  it("bears a rebate as one, and no fee of nothing", () => {
    expect(posted({ ...fill({ commission: "-0.01" }), ...money("-5", "USD") })).toEqual(["main USD -5 principal", "main USD 0.01 rebate"])
    expect(posted({ ...fill({ commission: "0" }), ...money("-5", "USD") })).toEqual(["main USD -5 principal"])
    expect(posted({ ...fill({ commission: null }), ...money("-5", "USD") })).toEqual(["main USD -5 principal"])
  })

  it("needs no side, since amounts are signed", () => {
    expect(posted({ ...fill({ order_side: undefined }), ...money("557.822", "FIL") })).toEqual(["main FIL 557.822 principal"])
  })

  it("of a product that names no two codes charges nothing, and still moves", () => {
    for (const product of [null, "FIL", "FIL-USD-PERP", "-USD", 5])
      expect(posted({ ...fill({ product_id: product }), ...money("-5", "USD") })).toEqual(["main USD -5 principal"])
    expect(posted({ type: "advanced_trade_fill", advanced_trade_fill: null, ...money("-5", "USD") })).toEqual(["main USD -5 principal"])
  })

  it("is joined to its other side by the order", () => {
    const [base, quote] = [
      eventOf({ ...fill(), ...money("557.822", "FIL") }),
      eventOf({ ...fill(), ...money("-1572.5", "USD"), id: "other" })
    ]
    expect(base.groupId).toBe("order:o-1")
    expect(quote.groupId).toBe("order:o-1")
    expect(base.price).toEqual({ base: "FIL", quote: "USD", amount: "2.819" })
  })
})

describe("rows of two wallets", () => {
  it("of one conversion are joined by its id", () => {
    const rows = [money("-0.1", "ETH"), money("170.5", "USDC")].map((amount, n) =>
      eventOf({ id: `row-${n}`, type: "trade", trade: { id: "t-9", resource: "trade" }, ...amount }, `main:${n}`)
    )
    expect(rows.map(({ groupId }) => groupId)).toEqual(["conversion:t-9", "conversion:t-9"])
    expect(eventOf({ type: "trade", trade: null }).groupId).toBeNull()
  })

  it("that move an asset into staking add up to nothing", () => {
    const rows = [
      ...posted({ type: "staking_transfer", ...money("-5", "ADA") }, "main:1"),
      ...posted({ type: "staking_transfer", ...money("5", "ADA") }, "staked:2")
    ]
    expect(rows).toEqual(["main ADA -5 principal", "staked ADA 5 principal"])
  })

  it("lie where their list lies", () => {
    expect(posted(money("1", "BTC"), "vault:9")).toEqual(["vault BTC 1 principal"])
    expect(eventOf(money("1", "BTC"), null).postings[0]!.wallet).toBe("main")
  })
})

describe("what a send tells twice", () => {
  it.each(["exchange_deposit", "exchange_withdrawal"])("as %s is kept, and moves nothing", (type) => {
    expect(eventOf({ type, ...money("-0.25", "BTC") })).toMatchObject({
      kind: "transfer",
      operation: type,
      status: "settled",
      postings: []
    })
  })
})

describe("a network's fee", () => {
  const paid = (amount: string, fee: unknown) => ({ ...money(amount, "BTC"), network: { transaction_fee: fee } })
  it.each([
    ["is part of what left", "-0.0102", { amount: "0.0002", currency: "BTC" }, ["main BTC -0.01 principal", "main BTC -0.0002 fee"]],
    ["may be all of it", "-0.0002", { amount: "0.0002", currency: "BTC" }, ["main BTC -0.0002 fee"]],
    ["of nothing is none", "-0.0102", { amount: "0", currency: "BTC" }, ["main BTC -0.0102 principal"]],
    ["of more than left is not this row's", "-0.001", { amount: "0.002", currency: "BTC" }, ["main BTC -0.001 principal"]],
    ["in another asset is not this row's", "-0.001", { amount: "0.0001", currency: "ETH" }, ["main BTC -0.001 principal"]],
    ["of what came in was somebody else's", "0.001", { amount: "0.0001", currency: "BTC" }, ["main BTC 0.001 principal"]],
    ["that cannot be read hides no money", "-0.001", "n/a", ["main BTC -0.001 principal"]]
  ])("%s", (_what, amount, fee, expected) => {
    expect(posted(paid(amount, fee))).toEqual(expected)
  })
})

it("whatever a row is, its postings are its amount, less a commission in the quote", () => {
  const text = fc.stringMatching(/^-?\d{1,20}\.\d{1,18}$/)
  fc.assert(
    fc.property(
      text,
      text,
      fc.constantFrom("send", "advanced_trade_fill", "subscription", "tx", "trade", "new_thing"),
      fc.boolean(),
      (amount, fee, type, isQuote) => {
        const { postings } = eventOf({
          type,
          ...money(amount, isQuote ? "USD" : "BTC"),
          network: { transaction_fee: { amount: fee, currency: "BTC" } },
          advanced_trade_fill: type === "advanced_trade_fill" ? { product_id: "BTC-USD", commission: fee } : null
        })
        const charged = type === "advanced_trade_fill" && isQuote ? Decimal.make(fee) : Decimal.zero
        expect(Decimal.sum(postings.map((one) => one.amount))).toBe(Decimal.subtract(Decimal.make(amount), charged))
      }
    )
  )
})

describe("a row that cannot be read", () => {
  it.each([
    ["id is not an id", { id: 5 }],
    ["type is not a word", { type: "" }],
    ["status is not a word", { status: null }],
    ["amount is not a decimal of a currency", { amount: { amount: "n/a", currency: "BTC" } }],
    ["amount is not a decimal of a currency", { amount: { amount: "1" } }],
    ["created_at is not an instant", { created_at: "yesterday" }],
    ["commission is not a decimal", { advanced_trade_fill: { commission: "n/a" } }],
    ["fill_price is not a decimal", { advanced_trade_fill: { fill_price: {} } }],
    ["advanced_trade_fill is not an object", { advanced_trade_fill: "x" }]
  ])("says why: %s", (reason, over) => {
    const page = pageOf([transaction(), transaction(over), "row"])
    const { events, quarantined } = coinbase.streams.transactions.parse(page, list("main:1"))
    expect(events).toHaveLength(1)
    expect(quarantined).toEqual([
      { pointer: "/data/1", reason },
      { pointer: "/data/2", reason: "the row is not an object" }
    ])
  })
})
