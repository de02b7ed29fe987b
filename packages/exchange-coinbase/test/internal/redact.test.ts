import { describe, expect, it } from "vitest"
import { coinbase } from "../../src/index.ts"
import { replyOf, textOf } from "../fixture.ts"

const kept = (endpoint: string, value: unknown): unknown => JSON.parse(coinbase.redact(endpoint, JSON.stringify(value)))

describe("transactions", () => {
  it("keep money, time, chain and what they belong to", () => {
    const row = {
      id: "1",
      type: "send",
      status: "completed",
      amount: { amount: "-2.01", currency: "USDT" },
      created_at: "2024-11-03T13:50:09Z",
      network: { hash: "12", network_name: "ethereum", status: "pending", transaction_fee: { amount: "1.5", currency: "USDT" } },
      advanced_trade_fill: { order_id: "o", product_id: "A-B", fill_price: "1", commission: "0", order_side: "buy" },
      trade: { id: "t" }
    }
    expect(kept("transactions", { data: [row], pagination: { next_uri: null, order: "desc" } })).toEqual({
      data: [row],
      pagination: { next_uri: null, order: "desc" }
    })
  })

  it("lose who, where, and every sentence", () => {
    const text = coinbase.redact(
      "transactions",
      JSON.stringify({
        data: [
          {
            id: "1",
            description: "planted",
            details: { title: "planted", subtitle: "planted", payment_method_name: "planted" },
            to: { resource: "email", email: "planted", address: "planted", name: "planted" },
            from: { name: "planted" },
            network: { hash: { planted: 1 }, status_description: "planted" },
            amount: { amount: "1", planted: "planted" },
            idem: "planted",
            buy: { id: "b", payment_method: { name: "planted" } },
            later: "planted"
          },
          "planted-not-a-row"
        ],
        pagination: { next_uri: null, planted: "planted" },
        planted: "planted"
      })
    )
    expect(JSON.parse(text)).toEqual({
      data: [{ id: "1", network: { hash: {} }, amount: { amount: "1" }, buy: { id: "b" } }, "planted-not-a-row"],
      pagination: { next_uri: null }
    })
  })

  it("of the recorded page keep no address", () => {
    expect(textOf("recorded_transactions")).toContain("0x22d35481")
    expect(coinbase.redact("transactions", textOf("recorded_transactions"))).not.toContain("0x22d35481")
    expect(coinbase.redact("transactions", textOf("get_transactions"))).not.toMatch(/rb@coinbase|Capital One|User 2|a6b4c2df/)
  })
})

describe("wallets", () => {
  it("keep what they are called only where that says that the asset is staked", () => {
    const names = ["Staked ADA", "Ahorros de Ana", "Staked by Ana Planta", "Staked ", 5].map((name) => ({ id: "1", name }))
    expect(kept("accounts", { data: names })).toEqual({
      data: ["Staked ADA", null, null, null, null].map((name) => ({ id: "1", name }))
    })
  })

  it("keep what the wallets are told apart by", () => {
    const text = coinbase.redact("accounts", textOf("recorded_accounts"))
    expect(coinbase.documents.balance.parse(replyOf(text))).toEqual(coinbase.documents.balance.parse(replyOf(textOf("recorded_accounts"))))
  })
})

describe("what Advanced Trade tells", () => {
  it("of fills is nobody's", () => {
    const text = coinbase.redact("fills", textOf("recorded_fills"))
    expect(textOf("recorded_fills")).toContain("dbcb91e7-2bc9-5152-bb6f-72d6677e6727")
    expect(text).not.toContain("dbcb91e7-2bc9-5152-bb6f-72d6677e6727")
    expect(coinbase.streams.fills.parse(replyOf(text)).events).toHaveLength(1)
  })

  it("of holds and of the key is what they may and hold", () => {
    expect(kept("holds", { accounts: [{ uuid: "1", name: "planted", hold: { value: "1", currency: "BTC" } }], has_next: false })).toEqual({
      accounts: [{ uuid: "1", hold: { value: "1", currency: "BTC" } }],
      has_next: false
    })
    expect(kept("key_permissions", { can_view: true, can_levitate: true, portfolio_type: "DEFAULT", owner: "planted" })).toEqual({
      can_view: true,
      can_levitate: true,
      portfolio_type: "DEFAULT"
    })
  })
})

describe("an error", () => {
  it("keeps its code and loses its words", () => {
    expect(kept("accounts", { errors: [{ id: "not_found", message: "planted", url: "planted" }] })).toEqual({
      errors: [{ id: "not_found" }]
    })
    expect(kept("holds", { error: "PERMISSION_DENIED", error_details: "planted", message: "planted" })).toEqual({
      error: "PERMISSION_DENIED"
    })
    expect(kept("holds", { code: 16, message: "planted", details: ["planted"] })).toEqual({ code: "16" })
    expect(kept("holds", { error: "planted words", code: { planted: 1 } })).toEqual({ error: null, code: null })
  })

  it("is the same to classify before and after", () => {
    for (const body of [{ errors: [{ id: "invalid_scope" }] }, { error: "RESOURCE_EXHAUSTED" }, { code: 8, message: "x" }]) {
      const text = JSON.stringify(body)
      expect(coinbase.classify(replyOf(coinbase.redact("holds", text), 400), "holds")).toEqual(
        coinbase.classify(replyOf(text, 400), "holds")
      )
    }
  })
})

it("what is no JSON is nothing, of the same meaning to classify", () => {
  expect(coinbase.redact("transactions", '{"data":[{"description":"planted')).toBe("")
  expect(coinbase.redact("transactions", "<html>planted</html>")).toBe("<html></html>")
  expect(coinbase.redact("transactions", '"planted"')).toBe("null")
  expect(coinbase.redact("anything", '{"planted":1}')).toBe("{}")
})

it("the catalogue of markets stays as it is", () => {
  expect(coinbase.redact("products", textOf("get_products"))).toBe(textOf("get_products"))
  expect(coinbase.redact("candles", textOf("get_product_candles_2023"))).toBe(textOf("get_product_candles_2023"))
})
