import { describe, expect, it } from "vitest"
import { bitso } from "../../../src/index.ts"
import { first, listReply, read } from "../../fixture.ts"

const movement = (over: object) => ({
  fid: "f",
  wid: "w",
  status: "complete",
  created_at: "2022-06-08T12:02:49+0000",
  currency: "btc",
  method: "btc",
  amount: "2.50",
  ...over
})

describe("fundings and withdrawals", () => {
  it("tell what came in, and how", () => {
    expect(read("fundings", "get_fundings_2022").events[0]).toMatchObject({
      kind: "deposit",
      groupId: "funding:6112c6369100d6ecceb7f54f17cf0511",
      status: "settled",
      postings: [{ wallet: "spot", asset: "btc", amount: "0.0008", role: "principal" }],
      transfer: {
        network: "btc",
        txid: "327f3838531f211485ec59f9d0a119fea1595591e274d942b2c10b9b8262eb1d",
        address: "3N2vbcYKhogs6RoTb4eYCUJ3beRSqLgSif",
        tag: null,
        rail: "Bitcoin",
        reference: null
      }
    })
  })

  it("tell the gross amount that went out", () => {
    expect(read("withdrawals", "get_withdrawals_2017").events[0]).toMatchObject({
      kind: "withdrawal",
      groupId: "withdrawal:5846de3223baf452e6be8fc7a24246c5",
      postings: [{ asset: "btc", amount: "-3.20690715" }],
      transfer: { address: "3CmiU3V1xP2TSBsCjMhMmmwjxrjL2AgCfz" }
    })
  })

  it.each([
    ["complete", "settled", null],
    ["pending", "pending", null],
    ["in_progress", "pending", null],
    ["processing", "pending", null],
    ["failed", "failed", null],
    ["cancelled", "failed", null],
    ["reviewed_by_moon", "pending", "reviewed_by_moon"]
  ])("read the status %s as %s", (word, status, operation) => {
    for (const stream of ["fundings", "withdrawals"] as const) {
      expect(bitso.streams[stream].parse(listReply(movement({ status: word })), first).events[0]).toMatchObject({ status, operation })
    }
  })

  it("never guess which way a negative amount went", () => {
    for (const stream of ["fundings", "withdrawals"] as const) {
      const page = bitso.streams[stream].parse(listReply(movement({ amount: "-2.50" })), first)
      expect(page.events).toEqual([])
      expect(page.quarantined).toMatchObject([{ reason: "amount is negative" }])
      expect(bitso.streams[stream].parse(listReply(movement({ amount: "0" })), first).events).toHaveLength(1)
    }
  })

  it("read tags and rails of every network", () => {
    const details = { address: "r9", destination_tag: 64136557, ripple_transaction_hash: "33EA" }
    const { events } = bitso.streams.withdrawals.parse(listReply(movement({ method: "rp", details })), first)
    expect(events[0]?.transfer).toEqual({ network: null, txid: "33EA", address: "r9", tag: "64136557", rail: "rp", reference: null })
  })

  it("keep nobody's name", () => {
    const text = JSON.stringify([read("fundings", "get_fundings_documented_2016"), read("withdrawals", "get_withdrawals_documented_2016")])
    expect(text).not.toMatch(/RUSSELL|WHITEHEAD|BANAMEX|012610001967722183|regalo|viernes/)
    expect(text).toContain("BNET01001604080002076841")
  })
})
