import { describe, expect, it } from "vitest"
import { bitso } from "../../../src/index.ts"
import { first, listReply, read } from "../../fixture.ts"

const trade = (over: object) => ({
  book: "btc_mxn",
  created_at: "2021-11-24T12:31:03+0000",
  major: "-0.5",
  minor: "100",
  fees_amount: "0.1",
  fees_currency: "mxn",
  oid: "o",
  tid: "7",
  price: "200",
  ...over
})

describe("the trade list", () => {
  it("tells legs, fee and price of a fill", () => {
    expect(read("user_trades", "get_user_trades_2021").events[0]).toEqual({
      source: { stream: "user_trades", externalId: "52559051", identity: "exchange" },
      refs: [
        { type: "trade", id: "52559051" },
        { type: "order", id: "djTzMIWx2Vi3iMjl" }
      ],
      groupId: "trade:52559051",
      kind: "trade",
      at: Date.UTC(2021, 10, 24, 12, 31, 3),
      rank: 52559051,
      status: "settled",
      postings: [
        { wallet: "spot", asset: "btc", amount: "-0.0002", role: "principal" },
        { wallet: "spot", asset: "usdt", amount: "11.30356", role: "principal" },
        { wallet: "spot", asset: "usdt", amount: "-0.01119052", role: "fee" }
      ],
      transfer: null,
      price: { base: "btc", quote: "usdt", amount: "56517.8" },
      operation: null,
      pointer: "/payload/0"
    })
  })

  it("takes a fee as a cost whatever its sign, and names assets by the book where they are not named", () => {
    for (const fees_amount of ["0.1", "-0.1"]) {
      const { events } = bitso.streams.user_trades.parse(listReply(trade({ fees_amount })), first)
      expect(events[0]?.postings.map(({ asset, amount }) => asset + " " + amount)).toEqual(["btc -0.5", "mxn 100", "mxn -0.1"])
    }
  })

  it("posts no fee of zero", () => {
    const { events } = bitso.streams.user_trades.parse(listReply(trade({ fees_amount: "0.00000000", fees_currency: null })), first)
    expect(events[0]?.postings).toHaveLength(2)
  })

  it("ranks by trade id only where a number holds it, and keeps every id whole", () => {
    const ids = ["9007199254740991", "9007199254740993", "abc", 12]
    const { events, next } = bitso.streams.user_trades.parse(listReply(...ids.map((tid) => trade({ tid, origin_id: "mine" }))), first)
    expect(events.map(({ rank, source }) => [rank, source.externalId])).toEqual([
      [9007199254740991, "9007199254740991"],
      [null, "9007199254740993"],
      [null, "abc"],
      [12, "12"]
    ])
    expect(events[0]?.refs.at(-1)).toEqual({ type: "origin", id: "mine" })
    expect(next).toBe("12")
  })

  it("agrees with the ledger of the same account, trade by trade", () => {
    const ledger = new Map<string, Array<string>>()
    for (const { groupId, postings } of read("ledger", "get_ledger_2017").events) {
      const legs = postings.map(({ asset, amount }) => asset + " " + amount)
      ledger.set(groupId ?? "", [...(ledger.get(groupId ?? "") ?? []), ...legs])
    }
    const shared = read("user_trades", "get_user_trades_2017").events.filter(({ groupId }) => ledger.has(groupId ?? ""))
    expect(shared.length).toBe(5)
    for (const { groupId, postings } of shared) {
      expect(postings.map(({ asset, amount }) => asset + " " + amount).sort()).toEqual(ledger.get(groupId ?? "")?.sort())
    }
  })
})
