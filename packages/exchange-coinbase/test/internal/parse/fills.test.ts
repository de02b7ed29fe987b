import { describe, expect, it } from "vitest"
import { coinbase } from "../../../src/index.ts"
import { read, replyOf } from "../../fixture.ts"

const row = {
  entry_id: "e-1",
  trade_id: "t-1",
  order_id: "o-1",
  trade_time: "2023-11-26T10:19:47.504Z",
  trade_type: "FILL",
  price: "0.392",
  size: "10",
  commission: "0.03136",
  product_id: "ADA-USDT",
  size_in_quote: false,
  side: "SELL"
}
const parse = (over: object) => coinbase.streams.fills.parse(replyOf(JSON.stringify({ fills: [{ ...row, ...over }], cursor: "" })))
const posted = (over: object) => parse(over).events[0]?.postings.map(({ asset, amount, role }) => `${asset} ${amount} ${role}`)

describe("a fill", () => {
  it("recorded, sells for price times size, less the commission", () => {
    const { events } = read("fills", "recorded_fills")
    expect(events).toMatchObject([
      {
        source: { externalId: "dc7424ac5193601ae273cf704ece1667987d8c0b1077faa5fe3213e8e9efbd30" },
        groupId: "order:01b6e467-b659-432f-9490-c7cefe949564",
        at: Date.UTC(2023, 10, 26, 10, 19, 47, 504),
        price: { base: "ADA", quote: "USDT", amount: "0.392" },
        refs: [{ type: "order" }, { type: "trade", id: "19fc7eee-f4b4-40a7-8104-033da1db5311" }]
      }
    ])
    expect(events[0]!.postings.map(({ asset, amount, role }) => `${asset} ${amount} ${role}`)).toEqual([
      "ADA -10 principal",
      "USDT 3.92 principal",
      "USDT -0.03136 fee"
    ])
  })

  it("that buys gives the quote", () => {
    expect(posted({ side: "BUY" })).toEqual(["ADA 10 principal", "USDT -3.92 principal", "USDT -0.03136 fee"])
    expect(posted({ commission: "-0.01" })![2]).toBe("USDT 0.01 rebate")
    expect(posted({ commission: null })).toHaveLength(2)
  })

  it("whose size is of the quote, or that corrects another, says nothing of amounts", () => {
    expect(posted({ size_in_quote: true })).toEqual([])
    expect(parse({ trade_type: "REVERSAL" }).events[0]).toMatchObject({ postings: [], operation: "REVERSAL", groupId: "order:o-1" })
    expect(posted({ trade_type: null })).toHaveLength(3)
  })

  it("belongs to the wallets only if its market has two assets", () => {
    for (const product of ["ADA-PERP-INTX", "BIT-28JUN24-CDE", "r4njf84-0-0", "ADA", "", null]) {
      const { events, quarantined } = parse({ product_id: product })
      expect(events).toEqual([])
      expect(quarantined[0]!.reason).toContain("no market of the spot")
    }
  })

  it.each([
    ["entry_id is not an id", { entry_id: null }],
    ["order_id is not an id", { order_id: "" }],
    ["trade_id is not text", { trade_id: {} }],
    ["trade_type is not text", { trade_type: [] }],
    ["trade_time is not an instant", { trade_time: "now" }],
    ["price is not a decimal", { price: "" }],
    ["size is not a decimal", { size: null }],
    ["commission is not a decimal", { commission: "x" }],
    ["size_in_quote is neither true nor false", { size_in_quote: "no" }],
    ["side is neither BUY nor SELL", { side: "HOLD" }]
  ])("that cannot be read says why: %s", (reason, over) => {
    expect(parse(over).quarantined).toEqual([{ pointer: "/fills/0", reason }])
  })

  it("that is no object is put aside", () => {
    expect(coinbase.streams.fills.parse(replyOf('{"fills":[5],"cursor":""}')).quarantined).toHaveLength(1)
    expect(coinbase.streams.fills.parse(replyOf("[]"))).toMatchObject({ events: [], quarantined: [] })
  })
})
