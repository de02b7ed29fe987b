import { describe, expect, it } from "vitest"
import { binance } from "../../../src/index.ts"
import { replyOf, replyWith, textOf } from "../../fixture.ts"

const { balance, market, ticker } = binance.documents

describe("documents", () => {
  it("read balances with what orders hold", () => {
    expect(balance.parse(replyOf(textOf("get_account_info")))).toEqual({
      items: [
        { wallet: "spot", asset: "BTC", total: "4723846.89208129", available: "4723846.89208129", locked: "0" },
        { wallet: "spot", asset: "LTC", total: "4763368.68006011", available: "4763368.68006011", locked: "0" }
      ],
      quarantined: []
    })
  })

  it("read offers, and day's tickers with a last price", () => {
    expect(ticker.parse(replyOf(textOf("get_book_price"))).items).toEqual([
      { market: "LTCBTC", base: "LTC", quote: "BTC", bid: "4", ask: "4.000002", last: null, at: null }
    ])
    expect(ticker.parse(replyOf(textOf("recorded_fetch_ticker"))).items).toEqual([
      { market: "BTCUSDT", base: "BTC", quote: "USDT", bid: "73369.83", ask: "73369.84", last: "73369.84", at: 1_710_328_245_391 }
    ])
    expect(ticker.parse(replyWith([{ symbol: "BCCBTC", bidPrice: "0.00000000", askPrice: "0.00000000" }])).items).toEqual([
      { market: "BCCBTC", base: "BCC", quote: "BTC", bid: null, ask: null, last: null, at: null }
    ])
  })

  it("read markets with the smallest order and step, where there is one", () => {
    expect(market.parse(replyOf(textOf("get_exchange_info"))).items).toEqual([
      { market: "ETHBTC", base: "ETH", quote: "BTC", minAmount: null, maxAmount: null, priceTick: null }
    ])
    const filters = [
      { filterType: "LOT_SIZE", minQty: "0.0001", maxQty: "9000", stepSize: "0.0001" },
      { filterType: "PRICE_FILTER", tickSize: "0.01" }
    ]
    expect(market.parse(replyWith({ symbols: [{ symbol: "A1B", baseAsset: "A1", quoteAsset: "B", filters }] })).items).toEqual([
      { market: "A1B", base: "A1", quote: "B", minAmount: "0.0001", maxAmount: "9000", priceTick: "0.01" }
    ])
  })

  it("quarantine what they cannot read, with the reason", () => {
    const unread = balance.parse(
      replyWith({ balances: [{ asset: "", free: "1" }, { asset: "A", free: "x" }, { asset: "A", free: "1", locked: "y" }, 5] })
    )
    expect(unread.items).toEqual([])
    expect(unread.quarantined).toEqual([
      { pointer: "/balances/0", reason: "asset is not a code" },
      { pointer: "/balances/1", reason: "free is not a decimal" },
      { pointer: "/balances/2", reason: "locked is not a decimal" },
      { pointer: "/balances/3", reason: "the row is not an object" }
    ])
    const offers = ticker.parse(
      replyWith([
        { symbol: "ABCXYZ" },
        { symbol: 5 },
        { symbol: "BTCUSDT", bidPrice: "x" },
        { symbol: "BTCUSDT", askPrice: "x" },
        { symbol: "BTCUSDT", lastPrice: "x" },
        { symbol: "BTCUSDT", closeTime: "x" }
      ])
    )
    expect([offers.items.length, offers.quarantined.length]).toEqual([0, 6])
    const filter = (one: object) => ({ symbol: "AB", baseAsset: "A", quoteAsset: "B", filters: [one] })
    const markets = market.parse(
      replyWith({
        symbols: [
          { symbol: "" },
          { symbol: "AB" },
          { symbol: "AB", baseAsset: "A" },
          filter({ filterType: "LOT_SIZE", minQty: "?" }),
          filter({ filterType: "LOT_SIZE", maxQty: "?" }),
          filter({ filterType: "PRICE_FILTER", tickSize: "?" })
        ]
      })
    )
    expect([markets.items.length, markets.quarantined.length]).toEqual([0, 6])
  })
})
