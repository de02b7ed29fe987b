import { describe, expect, it } from "vitest"
import { binance } from "../../../src/index.ts"
import { first, of, pageOf, read, rowOf } from "../../fixture.ts"

const trade = (over: object = {}, dimension: string | null = null) => {
  const { events, quarantined } = binance.streams.trades.parse(pageOf("trades", [rowOf("get_user_trades", over)]), { ...first, dimension })
  return events[0] ?? quarantined[0]!.reason
}

describe("a fill", () => {
  it("is one event of three postings: what was bought, what was paid, and the commission", () => {
    expect(read("trades", "get_user_trades", of("BNB/BTC")).events).toEqual([
      {
        source: { stream: "trades", externalId: "BNBBTC:28457", identity: "exchange" },
        refs: [
          { type: "trade", id: "BNBBTC:28457" },
          { type: "order", id: "BNBBTC:100234" }
        ],
        groupId: "trade:BNBBTC:28457",
        kind: "trade",
        at: 1_499_865_549_590,
        rank: null,
        status: "settled",
        postings: [
          { wallet: "spot", asset: "BNB", amount: "12", role: "principal" },
          { wallet: "spot", asset: "BTC", amount: "-48.000012", role: "principal" },
          { wallet: "spot", asset: "BNB", amount: "-10.1", role: "fee" }
        ],
        transfer: null,
        price: { base: "BNB", quote: "BTC", amount: "4.000001" },
        operation: null,
        pointer: "/0"
      }
    ])
  })

  it("sold is the other way round, the commission in whatever asset", () => {
    expect(trade({ isBuyer: false, commissionAsset: "EUR", commission: "0.5" })).toMatchObject({
      postings: [
        { asset: "BNB", amount: "-12" },
        { asset: "BTC", amount: "48.000012" },
        { asset: "EUR", amount: "-0.5", role: "fee" }
      ]
    })
    expect(trade({ commission: "0.00000000" })).toMatchObject({ postings: [{}, {}] })
    expect(trade({ commission: "-0.5" })).toMatchObject({ postings: [{}, {}, { amount: "0.5", role: "rebate" }] })
  })

  it("is told apart from one of another market with the same id", () => {
    const [one, other] = [trade(), trade({ symbol: "ETHBTC" })]
    expect(one).not.toEqual(other)
    expect(other).toMatchObject({ source: { externalId: "ETHBTC:28457" } })
  })

  it("takes its codes from the list it came in; from its name where that is not known", () => {
    // A name that could be taken apart in two ways.
    expect(trade({ symbol: "BTCTUSD" }, "BTCT/USD")).toMatchObject({ price: { base: "BTCT", quote: "USD" } })
    expect(trade({ symbol: "BTCTUSD" })).toMatchObject({ price: { base: "BTC", quote: "TUSD" } })
    expect(trade({ symbol: "LDOQUX" }, "LDO/QUX")).toMatchObject({ price: { base: "LDO", quote: "QUX" } })
    expect(trade({ symbol: "LDOQUX" })).toContain("symbol")
    expect(trade({ symbol: "ETHBTC" }, "BNB/BTC")).toMatchObject({ price: { base: "ETH" } })
  })

  it.each([
    [{ symbol: 5 }, "symbol"],
    [{ id: null }, "id"],
    [{ orderId: {} }, "orderId"],
    [{ price: "high" }, "price"],
    [{ qty: "" }, "qty"],
    [{ quoteQty: null }, "quoteQty"],
    [{ commission: [] }, "commission"],
    [{ commissionAsset: "" }, "commissionAsset"],
    [{ time: "now" }, "time"],
    [{ isBuyer: "yes" }, "isBuyer"]
  ])("that cannot be read (%j) is quarantined with the reason", (over, field) => {
    expect(trade(over)).toContain(field)
  })

  it("of futures is none", () => {
    expect(read("trades", "recorded_fetch_my_trades").events).toEqual([])
    expect(read("trades", "get_margin_user_trades").quarantined).toEqual([{ pointer: "/0", reason: "quoteQty is not a decimal" }])
  })
})
