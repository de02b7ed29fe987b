import { Decimal } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { bitso } from "../../../src/index.ts"
import { first, listReply, read, replyOf } from "../../fixture.ts"

const row = (over: object) => ({
  eid: "0123456789abcdef0123456789abcdef",
  operation: "trade",
  created_at: "2022-06-08T12:21:42+0000",
  balance_updates: [{ currency: "btc", amount: "1" }],
  details: {},
  ...over
})
const one = (over: object) => {
  const page = bitso.streams.ledger.parse(listReply(row(over)), first)
  expect(page.quarantined).toEqual([])
  const event = page.events[0]
  if (event === undefined) throw new Error("no event")
  return event
}

describe("the ledger", () => {
  it("sums to the balances that the account of 2017 had", () => {
    const sums = new Map<string, Decimal.Decimal>()
    for (const { postings } of read("ledger", "get_ledger_2017").events) {
      for (const { asset, amount } of postings) sums.set(asset, Decimal.add(sums.get(asset) ?? Decimal.zero, amount))
    }
    expect(Object.fromEntries(sums)).toEqual({ xrp: "7.82817456", btc: "-3.20690715", eth: "4.69168995", mxn: "-15024.7800228" })
  })

  it("ties a fee row to its trade or withdrawal without joining them", () => {
    const [fee, trade, cost, withdrawal] = read("ledger", "get_ledger_2017").events
    expect([fee?.kind, trade?.kind, cost?.kind, withdrawal?.kind]).toEqual(["fee", "trade", "fee", "withdrawal"])
    expect(fee?.groupId).toBe("trade:1082340")
    expect(trade?.groupId).toBe("trade:1082340")
    expect(cost?.groupId).toBe("withdrawal:5846de3223baf452e6be8fc7a24246c5")
    expect(withdrawal?.groupId).toBe(cost?.groupId)
    expect(fee?.postings).toEqual([{ wallet: "spot", asset: "xrp", amount: "-0.06313044", role: "fee" }])
    expect(trade?.refs).toEqual([
      { type: "trade", id: "1082340" },
      { type: "order", id: "O688rrV8Mvm02dr1" }
    ])
  })

  it.each([
    ["quoted_order", { qid: "q1", oid: "o1" }, "conversion", "conversion:q1"],
    ["quoted_order", { oid: "o1" }, "conversion", "conversion:o1"],
    ["funding", { fid: "f1", method: "rewards" }, "reward", "funding:f1"],
    ["funding", { fid: "f1", method: "adm" }, "correction", "funding:f1"],
    ["funding", { fid: "f1", method: "btc" }, "deposit", "funding:f1"],
    ["staking_magic", { oid: "o1" }, "unrecognised", null],
    ["staking_magic", "not an object", "unrecognised", null],
    [null, null, "unrecognised", null]
  ])("reads %s with %j as %s, and always moves the balance", (operation, details, kind, groupId) => {
    const event = one({ operation, details })
    expect(event).toMatchObject({ kind, groupId, operation, status: "settled" })
    expect(event.postings).toEqual([{ wallet: "spot", asset: "btc", amount: "1", role: "principal" }])
  })

  it("keeps a row that moves nothing, and a fee with the sign the exchange printed", () => {
    expect(one({ balance_updates: [] }).postings).toEqual([])
    expect(one({ operation: "fee", balance_updates: [{ currency: "eth", amount: "0.04917771" }] }).postings[0]).toMatchObject({
      amount: "0.04917771",
      role: "fee"
    })
  })

  it("keeps trade ids beyond 2^53, printed or as numbers", () => {
    const text = JSON.stringify({ success: true, payload: [row({ details: { tid: "?" } })] }).replace('"?"', "90071992547409931")
    const page = bitso.streams.ledger.parse(replyOf(text), first)
    expect(page.events[0]?.groupId).toBe("trade:90071992547409931")
    expect(one({ details: { tid: 51756 } }).groupId).toBe("trade:51756")
  })

  it("names a row without id by its content, whatever the order of its keys and the spelling of its numbers", () => {
    const bare = { operation: "x", created_at: "2022-06-08T12:21:42+0000", balance_updates: [], details: { tid: 51757, oid: "o" } }
    const same = { details: { oid: "o", tid: "51757" }, balance_updates: [], created_at: "2022-06-08T12:21:42+0000", operation: "x" }
    const other = { ...bare, operation: "y" }
    const [a, b, c] = bitso.streams.ledger.parse(listReply(bare, same, other), first).events.map((event) => event.source)
    expect(a?.identity).toBe("content")
    expect(a?.externalId).toMatch(/^row:[0-9a-f]{32}$/)
    expect(b).toEqual(a)
    expect(c?.externalId).not.toBe(a?.externalId)
  })

  it.each([
    [{ created_at: "2022-02-30T12:21:42+0000" }, "created_at is not an instant"],
    [{ balance_updates: [{ currency: "btc", amount: "much" }] }, "the amount of a balance update is not a decimal"],
    [{ balance_updates: [{ currency: null, amount: "1" }] }, "the currency of a balance update is not a code"],
    [{ balance_updates: {} }, "balance_updates is not a list"],
    [{ eid: {} }, "eid is not an id"]
  ])("quarantines a row with %j alone", (over, reason) => {
    const page = bitso.streams.ledger.parse(listReply(row({ eid: "a" }), row(over), row({ eid: "b" })), first)
    expect(page.quarantined).toEqual([{ pointer: "/payload/1", reason }])
    expect(page.events.map((event) => [event.source.externalId, event.pointer])).toEqual([
      ["a", "/payload/0"],
      ["b", "/payload/2"]
    ])
  })

  it.each([
    ["1.0E-5", "0.00001"],
    ["-1.0E-5", "-0.00001"],
    ["3.561364590000000000", "3.56136459"],
    ["123456789012345.678901234567890", "123456789012345.67890123456789"],
    ["-0.00", "0"],
    ["875", "875"],
    ["-875.00000000", "-875"]
  ])("reads the amount %s exactly, in quotes or bare", (printed, exact) => {
    for (const spelling of [JSON.stringify(printed), printed]) {
      const template = row({ balance_updates: [{ currency: "eth", amount: "?" }] })
      const text = JSON.stringify({ success: true, payload: [template] }).replace('"?"', spelling)
      const { events } = bitso.streams.ledger.parse(replyOf(text), first)
      expect(events[0]?.postings[0]?.amount).toBe(exact)
    }
  })
})
