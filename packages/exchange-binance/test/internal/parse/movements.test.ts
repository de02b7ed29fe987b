import { describe, expect, it } from "vitest"
import { binance } from "../../../src/index.ts"
import { first, of, pageOf, read, rowOf, type StreamId } from "../../fixture.ts"

const eventOf = (stream: StreamId, row: unknown, dimension: string | null = null) => {
  const { events, quarantined } = binance.streams[stream].parse(pageOf(stream, [row]), { ...first, dimension })
  return events[0] ?? quarantined[0]!.reason
}

describe("a deposit of coins", () => {
  it("is one posting, with the way it came", () => {
    const { events, quarantined } = read("deposits", "get_deposit_history")
    expect(quarantined).toEqual([])
    expect(events[0]).toMatchObject({
      source: { stream: "deposits", identity: "exchange" },
      kind: "deposit",
      status: "pending",
      postings: [{ role: "principal" }],
      transfer: { txid: expect.any(String) as string }
    })
    expect(read("deposits", "recorded_fetch_deposits").events).toMatchObject([
      {
        source: { externalId: "4534543435" },
        at: 1_714_923_704_000,
        // The funding wallet, where Binance says so.
        postings: [{ wallet: "funding", asset: "USDT", amount: "10" }],
        transfer: { network: "TRX", txid: "435kl435jh4354j3k5", rail: null }
      }
    ])
  })

  it.each([
    [0, "pending", null],
    [1, "settled", null],
    [2, "failed", null],
    [6, "settled", null],
    [7, "failed", null],
    [8, "pending", null],
    [42, "pending", "42"],
    ["1", "settled", null]
  ])("of status %s is %s", (status, expected, operation) => {
    expect(eventOf("deposits", rowOf("recorded_fetch_deposits", { status }))).toMatchObject({ status: expected, operation })
  })

  it("from another account of Binance says so", () => {
    expect(eventOf("deposits", rowOf("recorded_fetch_deposits", { transferType: 1, walletType: 0 }))).toMatchObject({
      postings: [{ wallet: "spot" }],
      transfer: { rail: "Binance" }
    })
  })

  it.each([
    [{ id: "" }, "id"],
    [{ amount: "n/a" }, "amount"],
    [{ coin: null }, "coin"],
    [{ status: "done" }, "status"],
    [{ insertTime: "yesterday" }, "insertTime"],
    [{ transferType: "x" }, "transferType"],
    [{ walletType: {} }, "walletType"]
  ])("that cannot be read (%j) is quarantined with the reason", (over, field) => {
    expect(eventOf("deposits", rowOf("recorded_fetch_deposits", over))).toContain(field)
  })
})

describe("a withdrawal of coins", () => {
  it("takes the fee on top of what arrives", () => {
    expect(read("withdrawals", "recorded_fetch_withdrawals").events[0]).toMatchObject({
      source: { externalId: "54c1b7543534543fsdfsdf6" },
      kind: "withdrawal",
      at: Date.UTC(2024, 4, 5, 15, 38, 56),
      status: "settled",
      postings: [
        { wallet: "spot", asset: "USDT", amount: "-9", role: "principal" },
        { wallet: "spot", asset: "USDT", amount: "-1", role: "fee" }
      ]
    })
    expect(eventOf("withdrawals", rowOf("get_withdrawal_history", { transactionFee: null }))).toMatchObject({
      postings: [{ wallet: "funding", asset: "USDT", amount: "-8.91" }]
    })
  })

  it.each([
    [0, "pending"],
    [1, "failed"],
    [2, "pending"],
    [3, "failed"],
    [4, "pending"],
    [5, "failed"],
    [6, "settled"],
    [9, "pending"]
  ])("of status %i is %s", (status, expected) => {
    expect(eventOf("withdrawals", rowOf("get_withdrawal_history", { status }))).toMatchObject({ status: expected })
  })

  it.each([
    [{ applyTime: "soon" }, "applyTime"],
    [{ transactionFee: "free" }, "transactionFee"],
    [{ amount: {} }, "amount"]
  ])("that cannot be read (%j) is quarantined with the reason", (over, field) => {
    expect(eventOf("withdrawals", rowOf("get_withdrawal_history", over))).toContain(field)
  })
})

describe("money paid in or out", () => {
  const order = (over: object) => rowOf("get_fiat_deposit_withdraw_history", { status: "Successful", ...over })

  it("arrives less its fee, and leaves with the fee on top", () => {
    // Of a recorded order: 265.00 were sent, 4.77 kept, 260.23 arrived.
    const row = order({ fiatCurrency: "EUR", indicatedAmount: "265.00", amount: "260.23", totalFee: "4.77" })
    expect(eventOf("fiat_orders", row, "deposit")).toMatchObject({
      kind: "deposit",
      postings: [
        { wallet: "spot", asset: "EUR", amount: "265", role: "principal" },
        { wallet: "spot", asset: "EUR", amount: "-4.77", role: "fee" }
      ],
      transfer: { rail: "BankAccount" }
    })
    expect(eventOf("fiat_orders", row, "withdrawal")).toMatchObject({
      kind: "withdrawal",
      postings: [
        { amount: "-260.23", role: "principal" },
        { amount: "-4.77", role: "fee" }
      ]
    })
  })

  it.each([
    ["Successful", "settled", null],
    ["Finished", "settled", null],
    ["Processing", "pending", null],
    ["Refunding", "pending", null],
    ["Failed", "failed", null],
    ["Expired", "failed", null],
    ["Refunded", "failed", null],
    ["Order Partial credit Stopped", "pending", "Order Partial credit Stopped"]
  ])("with the word %s is %s", (status, expected, operation) => {
    expect(eventOf("fiat_orders", order({ status }), "deposit")).toMatchObject({ status: expected, operation })
  })

  it("is asked for as Binance calls it", () => {
    const asked = (stream: "fiat_orders" | "fiat_payments", list: string) => binance.streams[stream].request(of(list)).query?.[0]
    expect([asked("fiat_orders", "deposit"), asked("fiat_orders", "withdrawal")]).toEqual([
      ["transactionType", "0"],
      ["transactionType", "1"]
    ])
    expect([asked("fiat_payments", "buy"), asked("fiat_payments", "sell")]).toEqual([
      ["transactionType", "0"],
      ["transactionType", "1"]
    ])
  })
})

describe("coins bought or sold for money", () => {
  const payment = (over: object) => rowOf("get_fiat_payment_history", { status: "Completed", ...over })

  it("with a card bring coins, and take nothing that lay here", () => {
    expect(eventOf("fiat_payments", payment({}), "buy")).toMatchObject({
      kind: "trade",
      status: "settled",
      postings: [{ wallet: "spot", asset: "LUNA", amount: "4.462", role: "principal" }],
      price: { base: "LUNA", quote: "EUR", amount: "4.437472" },
      operation: "Credit Card"
    })
    expect(read("fiat_payments", "get_fiat_payment_history", of("buy")).events).toMatchObject([{ status: "failed" }])
  })

  it("from the balance take the money, its fee told apart", () => {
    expect(eventOf("fiat_payments", payment({ paymentMethod: "Cash Balance" }), "buy")).toMatchObject({
      postings: [
        { asset: "LUNA", amount: "4.462" },
        { asset: "EUR", amount: "-19.8", role: "principal" },
        { asset: "EUR", amount: "-0.2", role: "fee" }
      ]
    })
  })

  it("sold bring money less the fee", () => {
    expect(eventOf("fiat_payments", payment({ paymentMethod: undefined }), "sell")).toMatchObject({
      postings: [
        { asset: "LUNA", amount: "-4.462" },
        { asset: "EUR", amount: "20" },
        { asset: "EUR", amount: "-0.2", role: "fee" }
      ],
      operation: null
    })
  })
})

describe("an order with a person", () => {
  const order = (over: object) => rowOf("get_c2c_trade_history", over)

  it("moves coins of the funding wallet and no money", () => {
    expect(read("p2p", "get_c2c_trade_history", of("SELL")).events).toMatchObject([
      {
        kind: "trade",
        status: "settled",
        postings: [{ wallet: "funding", asset: "BUSD", amount: "-5000" }],
        price: { base: "BUSD", quote: "CNY", amount: "6.68" },
        operation: "P2P"
      }
    ])
    expect(eventOf("p2p", order({ tradeType: "BUY", commission: "0.5" }))).toMatchObject({
      postings: [
        { amount: "5000", role: "principal" },
        { amount: "-0.5", role: "fee" }
      ]
    })
  })

  it.each([
    ["COMPLETED", "settled"],
    ["TRADING", "pending"],
    ["BUYER_PAYED", "pending"],
    ["IN_APPEAL", "pending"],
    ["CANCELLED", "failed"],
    ["CANCELLED_BY_SYSTEM", "failed"],
    ["FROZEN_IN_TIME", "pending"]
  ])("with the word %s is %s", (orderStatus, status) => {
    expect(eventOf("p2p", order({ orderStatus }))).toMatchObject({ status })
  })
})

describe("a move between wallets", () => {
  const move = (type: string, over: object = {}) => eventOf("transfers", rowOf("get_transfers", { type, ...over }))
  const legs = (type: string) => {
    const event = move(type)
    return typeof event === "string" ? event : event.postings.map(({ wallet, amount }) => `${wallet} ${amount}`)
  }

  it.each([
    ["MAIN_FUNDING", ["spot -1", "funding 1"]],
    ["FUNDING_MAIN", ["funding -1", "spot 1"]],
    ["MAIN_UMFUTURE", ["spot -1"]],
    ["UMFUTURE_MAIN", ["spot 1"]],
    ["MARGIN_FUNDING", ["funding 1"]],
    ["PORTFOLIO_MARGIN_MAIN", ["spot 1"]],
    ["MAIN_PORTFOLIO_MARGIN", ["spot -1"]]
  ])("%s is %j", (type, expected) => {
    expect(legs(type)).toEqual(expected)
  })

  it("within these books adds up to nothing", () => {
    expect(move("MAIN_FUNDING")).toMatchObject({ kind: "transfer", status: "settled", source: { externalId: "11415955596" } })
    expect(move("MAIN_FUNDING", { status: "FAILED" })).toMatchObject({ status: "failed" })
    expect(move("MAIN_FUNDING", { status: "SLEEPING" })).toMatchObject({ status: "pending", operation: "SLEEPING" })
    expect(move("MAIN_FUNDING", { tranId: null })).toContain("tranId")
  })
})
