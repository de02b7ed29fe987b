import { describe, expect, it } from "vitest"
import { coinbase } from "../../../src/index.ts"
import { readHoldings } from "../../../src/internal/parse/documents.ts"
import { pageOf, replyOf, textOf } from "../../fixture.ts"

const { balance, market, ticker } = coinbase.documents

describe("balances", () => {
  it("recorded, are three wallets of two assets", () => {
    expect(balance.parse(replyOf(textOf("recorded_accounts")))).toEqual({
      items: [
        { wallet: "main", asset: "MASK", total: "0", available: "0", locked: "0" },
        { wallet: "staked", asset: "ADA", total: "5.04716", available: "5.04716", locked: "0" },
        { wallet: "main", asset: "ADA", total: "22.314018", available: "22.314018", locked: "0" }
      ],
      quarantined: []
    })
  })

  it("that cannot be read say why", () => {
    const rows = [{ id: "" }, { id: "1" }, { id: "1", balance: { amount: "x", currency: "BTC" } }, 5]
    expect(balance.parse(pageOf(rows)).quarantined.map(({ pointer }) => pointer)).toEqual(["/data/0", "/data/1", "/data/2", "/data/3"])
    expect(balance.parse(replyOf("[]"))).toEqual({ items: [], quarantined: [] })
  })
})

describe("holds", () => {
  const held = (row: object) => readHoldings(replyOf(JSON.stringify({ accounts: [row] })))
  it("are told apart from what is available", () => {
    expect(readHoldings(replyOf(textOf("get_brokerage_accounts"))).items).toEqual([
      { id: "8bfc20d7-f7c6-4422-bf07-8243ca4169fe", asset: "BTC", available: "1.23", locked: "1.23" }
    ])
    expect(held({ uuid: "1", available_balance: { value: "2", currency: "BTC" } }).items[0]).toMatchObject({ available: "2", locked: "0" })
  })

  it.each([
    [{ available_balance: { value: "2", currency: "BTC" } }],
    [{ uuid: "1", available_balance: { amount: "2", currency: "BTC" } }],
    [{ uuid: "1", available_balance: { value: "2", currency: "BTC" }, hold: "2" }]
  ])("are put aside where they cannot be read: %j", (row) => {
    expect(held(row)).toMatchObject({ items: [], quarantined: [{ pointer: "/accounts/0" }] })
  })
})

describe("the catalogue", () => {
  it("documented, tells a market and its last price", () => {
    expect(market.parse(replyOf(textOf("get_products"))).items).toEqual([
      { market: "BTC-USD", base: "BTC", quote: "USD", minAmount: "0.00000001", maxAmount: "1000", priceTick: "0.00000001" }
    ])
    expect(ticker.parse(replyOf(textOf("get_products"))).items).toEqual([
      { market: "BTC-USD", base: "BTC", quote: "USD", bid: null, ask: null, last: "140.21", at: null }
    ])
  })

  const product = (over: object) =>
    replyOf(JSON.stringify({ products: [{ product_id: "A-B", base_currency_id: "A", quote_currency_id: "B", ...over }] }))
  it("takes an empty text for a number that is not there", () => {
    expect(ticker.parse(product({ price: "" })).items[0]!.last).toBeNull()
    expect(market.parse(product({ quote_increment: "0.01", price_increment: "" })).items[0]).toMatchObject({
      minAmount: null,
      priceTick: "0.01"
    })
  })

  it.each([[{ product_id: 5 }], [{ base_currency_id: "" }], [{ quote_currency_id: null }]])(
    "puts a row aside that names no market: %j",
    (over) => {
      for (const document of [market, ticker]) expect(document.parse(product(over)).quarantined).toHaveLength(1)
    }
  )

  it("puts a number aside that is none", () => {
    expect(ticker.parse(product({ price: "n/a" })).quarantined).toHaveLength(1)
    for (const name of ["base_min_size", "base_max_size", "price_increment", "quote_increment"])
      expect(market.parse(product({ [name]: "n/a" })).quarantined[0]!.reason).toBe(`${name} is not a decimal`)
  })

  it("is asked for the spot alone", () => {
    expect(market.call).toEqual({ endpoint: "products", query: [["product_type", "SPOT"]] })
  })
})
