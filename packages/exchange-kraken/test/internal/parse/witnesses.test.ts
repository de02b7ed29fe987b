import { describe, expect, it } from "vitest"
import { kraken } from "../../../src/index.ts"
import { first, pageOf, read, readReply, resultReply } from "../../fixture.ts"

const trade = {
  ordertxid: "OQCLML-BW3P3-BUCMWZ",
  pair: "XXBTZUSD",
  time: 1_616_667_796.8802,
  type: "buy",
  ordertype: "limit",
  price: "30010.00000",
  cost: "600.20000",
  fee: "1.20000",
  vol: "0.02000000",
  margin: "0.00000"
}
const tradeOf = (over: object) => kraken.streams.trades.parse(pageOf("trades", { T1: { ...trade, ...over } }), first)

describe("a fill", () => {
  it("says what was paid for what, and joins the ledger by its id", () => {
    expect(tradeOf({}).events[0]).toMatchObject({
      source: { stream: "trades", externalId: "T1" },
      refs: [
        { type: "trade", id: "T1" },
        { type: "order", id: "OQCLML-BW3P3-BUCMWZ" }
      ],
      groupId: "trade:T1",
      postings: [
        { asset: "XXBT", amount: "0.02", role: "principal" },
        { asset: "ZUSD", amount: "-600.2", role: "principal" },
        { asset: "ZUSD", amount: "-1.2", role: "fee" }
      ],
      price: { base: "XXBT", quote: "ZUSD", amount: "30010" }
    })
    expect(tradeOf({ type: "sell", fee: "0.00000" }).events[0]?.postings.map(({ amount }) => amount)).toEqual(["-0.02", "600.2"])
  })

  it("on margin says that it happened, not what moved", () => {
    expect(tradeOf({ margin: "120.04000" }).events[0]).toMatchObject({ groupId: "trade:T1", postings: [], operation: "margin" })
  })

  it.each([
    [{ pair: "ABCXYZ" }, "pair"],
    [{ type: "gift" }, "type"],
    [{ cost: null }, "cost"],
    [{ vol: "" }, "vol"],
    [{ fee: [] }, "fee"],
    [{ time: {} }, "time"],
    [{ price: "high" }, "price"],
    [{ margin: "x" }, "margin"],
    [{ ordertxid: {} }, "ordertxid"]
  ])("that cannot be read (%j) is quarantined with the reason", (over, field) => {
    const { events, quarantined } = tradeOf(over)
    expect(events).toEqual([])
    expect(quarantined[0]?.reason).toContain(field)
  })
})

describe("deposits and withdrawals", () => {
  it("join the ledger by reference, fee included", () => {
    const { events, quarantined } = read("withdrawals", "post_withdraw_status_2023")
    expect(quarantined).toEqual([])
    expect(events.map(({ status, groupId }) => [status, groupId])).toEqual([
      ["pending", "withdrawal:FTQcuak-V6Za8qrWnhzTx67yYHz8Tg"],
      ["failed", "withdrawal:FTQcuak-V6Za8qrPnhsTx47yYLz8Tg"]
    ])
    expect(events[0]).toMatchObject({
      postings: [
        { asset: "XXBT", amount: "-0.72485", role: "principal" },
        { asset: "XXBT", amount: "-0.0002", role: "fee" }
      ],
      transfer: { rail: "Bitcoin", txid: expect.any(String) as string, network: null }
    })
  })

  it("take what is on hold as under way and what was sent back as failed", () => {
    expect(read("deposits", "post_deposit_status_2023").events.map(({ status }) => status)).toEqual(["failed", "pending"])
    expect(read("deposits", "post_deposit_status_2019").events.map(({ status, rank }) => [status, rank])).toEqual([
      ["settled", null],
      ["pending", null]
    ])
  })

  it("keep a word they do not know, and read old and new envelopes", () => {
    const row = { method: "X", asset: "XXBT", refid: "R", amount: "1", time: 5, status: "Teleported" }
    expect(kraken.streams.deposits.parse(resultReply([row]), first).events[0]).toMatchObject({ status: "pending", operation: "Teleported" })
    const page = kraken.streams.deposits.parse(resultReply({ deposits: [row, { ...row, refid: "" }, 1], next_cursor: null }), first)
    expect(page).toMatchObject({ next: null, exhausted: true })
    expect(page.events[0]?.pointer).toBe("/result/deposits/0")
    expect(page.quarantined).toEqual([
      { pointer: "/result/deposits/1", reason: "refid is not an id" },
      { pointer: "/result/deposits/2", reason: "the row is not an object" }
    ])
    for (const field of ["asset", "amount", "fee", "time", "status"]) {
      const bad = kraken.streams.deposits.parse(resultReply([{ ...row, [field]: {} }]), first)
      expect(bad.quarantined[0]?.reason).toContain(field)
    }
  })

  it("keep a chain's address and nobody's name or account", () => {
    const text = JSON.stringify({
      error: [],
      result: {
        withdrawals: [
          { asset: "ZEUR", refid: "R1", amount: "1", time: 1, status: "Success", info: "NL91ABNA0417164300", key: "Ana" },
          {
            asset: "XXBT",
            refid: "R2",
            amount: "1",
            time: 1,
            status: "Success",
            info: "bc1qm32pq0000000000",
            key: "Vault of Ana",
            originators: ["Ana"]
          }
        ]
      }
    })
    const { events } = readReply("withdrawals", text)
    expect(events.map(({ transfer }) => transfer?.address)).toEqual([null, "bc1qm32pq0000000000"])
    expect(kraken.redact("withdrawals", text)).not.toMatch(/Ana|NL91/)
  })
})
