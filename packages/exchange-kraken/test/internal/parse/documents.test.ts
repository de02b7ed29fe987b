import { describe, expect, it } from "vitest"
import { kraken } from "../../../src/index.ts"
import { replyOf, resultReply, textOf } from "../../fixture.ts"

describe("documents", () => {
  it("read balances with what orders hold", () => {
    expect(kraken.documents.balance.parse(replyOf(textOf("post_balance_ex_2023")))).toEqual({
      items: [
        { wallet: "spot", asset: "ZUSD", total: "25435.21", available: "17185.45", locked: "8249.76" },
        { wallet: "spot", asset: "XXBT", total: "1.2435", available: "0.4012", locked: "0.8423" }
      ],
      quarantined: []
    })
  })

  it("read bare balances, each in its wallet", () => {
    const { items, quarantined } = kraken.documents.balance.parse(replyOf(textOf("post_balance_2021")))
    expect(quarantined).toEqual([])
    expect(items).toHaveLength(39)
    expect(items.filter(({ wallet }) => wallet === "earn").map(({ asset, total }) => [asset, total])).toEqual([
      ["ETH2.S", "198.39708"],
      ["USD.M", "1213029.278"]
    ])
  })

  it("read tickers and pairs with the ledger's codes", () => {
    expect(kraken.documents.ticker.parse(replyOf(textOf("get_ticker_2023"))).items).toEqual([
      { market: "XXBTZUSD", base: "XXBT", quote: "ZUSD", bid: "30300", ask: "30300.1", last: "30303.2", at: null }
    ])
    expect(kraken.documents.market.parse(replyOf(textOf("get_asset_pairs_2023"))).items[0]).toEqual({
      market: "XETHXXBT",
      base: "XETH",
      quote: "XXBT",
      minAmount: "0.01",
      maxAmount: null,
      priceTick: "0.00001"
    })
  })

  it("quarantine what they cannot read, with the reason", () => {
    const balance = kraken.documents.balance.parse(
      resultReply({
        A: { balance: "x" },
        B: "?",
        C: { balance: "1", hold_trade: "y" },
        D: { balance: "1", credit: [] },
        E: { balance: "1", credit_used: "z" }
      })
    )
    expect(balance.items).toEqual([])
    expect(balance.quarantined.map(({ pointer }) => pointer)).toEqual(["A", "B", "C", "D", "E"].map((name) => `/result/${name}`))
    const ticker = kraken.documents.ticker.parse(
      resultReply({ ODD: {}, XXBTZUSD: 5, XBTUSDT: { a: "1" }, DOTUSD: { b: ["?"] }, SOLUSD: { c: [] } })
    )
    expect(ticker.items).toEqual([])
    expect(ticker.quarantined).toHaveLength(5)
    const market = kraken.documents.market.parse(
      resultReply({
        A: 1,
        B: { base: "", quote: "x" },
        C: { base: "x" },
        D: { base: "x", quote: "y", ordermin: "?" },
        E: { base: "x", quote: "y", tick_size: "?" }
      })
    )
    expect(market.items).toEqual([])
    expect(market.quarantined).toHaveLength(5)
    expect(kraken.documents.balance.parse(resultReply([])).quarantined).toEqual([{ pointer: "/result", reason: "not an object" }])
  })
})
