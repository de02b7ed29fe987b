import { describe, expect, it } from "vitest"
import { bitso } from "../../../src/index.ts"
import { replyOf, textOf } from "../../fixture.ts"

const items = (document: keyof typeof bitso.documents, fixture: string) => {
  const { items, quarantined } = bitso.documents[document].parse(replyOf(textOf(fixture)))
  expect(quarantined).toEqual([])
  return items
}

describe("documents", () => {
  it("tell balances whatever their padding", () => {
    expect(items("balance", "get_balance_2017")).toContainEqual({
      wallet: "spot",
      asset: "mxn",
      total: "15000.0010021",
      available: "15000.0010021",
      locked: "0"
    })
    expect(items("balance", "get_balance_2017")).toHaveLength(5)
    expect(items("balance", "get_balance_2022")).toHaveLength(2)
  })

  it("add up a total that is missing, and keep one that does not add up", () => {
    const balances = [
      { currency: "a", available: "1.50", locked: 2 },
      { currency: "b", available: "1", locked: "2", total: "7.0" },
      { currency: "c", available: "?", locked: "2" }
    ]
    const { items, quarantined } = bitso.documents.balance.parse(replyOf(JSON.stringify({ success: true, payload: { balances } })))
    expect(items.map(({ total }) => total)).toEqual(["3.5", "7"])
    expect(quarantined).toEqual([{ pointer: "/payload/balances/2", reason: "available is not a decimal" }])
  })

  it("tell one ticker or all", () => {
    expect(items("ticker", "get_ticker_2017")).toHaveLength(6)
    expect(items("ticker", "get_ticker_2022_one_book")).toEqual([
      {
        market: "btc_usdt",
        base: "btc",
        quote: "usdt",
        bid: "37039.66",
        ask: "37083.62",
        last: "37051.96",
        at: Date.UTC(2022, 0, 28, 17, 3, 29)
      }
    ])
  })

  it("tell markets of 2017 and of 2026", () => {
    expect(items("market", "get_available_books_2017")[0]).toEqual({
      market: "btc_mxn",
      base: "btc",
      quote: "mxn",
      minAmount: "0.00015",
      maxAmount: "500",
      priceTick: null
    })
    const markets = items("market", "get_available_books_2026")
    expect(markets).toHaveLength(6)
    expect(markets[0]).toHaveProperty("priceTick", "1")
  })

  it("tell open orders, with an unfilled amount that is a bare number too", () => {
    expect(items("order", "get_open_orders_documented")).toHaveLength(3)
    const text = textOf("get_open_orders_documented").replace('"0.00500000"', "0")
    expect(bitso.documents.order.parse(replyOf(text)).items[0]).toMatchObject({
      unfilledAmount: "0",
      side: "buy",
      status: "partially filled"
    })
  })

  it("tell fee rates as fractions", () => {
    expect(items("fee", "get_fees_2022")).toEqual([{ market: "btc_mxn", maker: "0.005", taker: "0.0065" }])
    const old = { success: true, payload: { fees: [{ book: "btc_mxn", fee_decimal: "0.0080" }] } }
    expect(bitso.documents.fee.parse(replyOf(JSON.stringify(old))).items).toEqual([{ market: "btc_mxn", maker: "0.008", taker: "0.008" }])
  })
})
