import { Decimal } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { kraken } from "../../../src/index.ts"
import { first, ledgerRow, pageOf, read } from "../../fixture.ts"

const eventOf = (over: Readonly<Record<string, unknown>>) =>
  kraken.streams.ledger.parse(pageOf("ledger", { "LID-1": ledgerRow(over) }), first).events[0]!

describe("a ledger row", () => {
  it("is one event of two postings: what moved, and the fee", () => {
    const { events, quarantined } = read("ledger", "post_ledgers_2021")
    expect(quarantined).toEqual([])
    expect(events).toHaveLength(15)
    expect(events[0]).toEqual({
      source: { stream: "ledger", externalId: "L4UESK-KG3EQ-UFO4T5", identity: "exchange" },
      refs: [{ type: "trade", id: "TJKLXF-PGMUI-4NTLXU" }],
      groupId: "trade:TJKLXF-PGMUI-4NTLXU",
      kind: "trade",
      at: 1_610_464_484_178,
      rank: 700_000,
      status: "settled",
      postings: [
        { wallet: "spot", asset: "ZGBP", amount: "-24.5", role: "principal" },
        { wallet: "spot", asset: "ZGBP", amount: "-0.049", role: "fee" }
      ],
      transfer: null,
      price: null,
      operation: "trade",
      pointer: "/result/ledger/L4UESK-KG3EQ-UFO4T5"
    })
  })

  it("changes the balance by what Kraken's running balance changes", () => {
    const rows = Object.values((JSON.parse(JSON.stringify(read("ledger", "post_ledgers_2021"))) as { events: ReadonlyArray<any> }).events)
    const balances = ["459567.9171", "459592.4661"]
    const change = Decimal.sum(rows[0].postings.map((posting: { amount: Decimal.Decimal }) => posting.amount))
    expect(Decimal.add(Decimal.make(balances[1]!), change)).toBe(balances[0])
  })

  it.each([
    ["trade", "tradespot", "1", "trade"],
    ["margin", "", "1", "trade"],
    ["settled", "", "1", "trade"],
    ["rollover", "", "0", "funding-payment"],
    ["deposit", "", "1", "deposit"],
    ["withdrawal", "", "-1", "withdrawal"],
    ["transfer", "", "1", "transfer"],
    ["transfer", "spottofutures", "-1", "transfer"],
    ["transfer", "spottostaking", "-1", "staking-in"],
    ["transfer", "stakingfromspot", "1", "staking-in"],
    ["transfer", "stakingtospot", "-1", "staking-out"],
    ["transfer", "spotfromstaking", "1", "staking-out"],
    ["staking", "", "1", "reward"],
    ["staking", "", "-1", "unrecognised"],
    ["earn", "reward", "1", "reward"],
    ["earn", "allocation", "-1", "staking-in"],
    ["earn", "deallocation", "1", "staking-out"],
    ["earn", "migration", "1", "transfer"],
    ["earn", "something", "1", "unrecognised"],
    ["spend", "", "-1", "conversion"],
    ["receive", "", "1", "conversion"],
    ["adjustment", "", "1", "correction"],
    ["invite bonus", "", "1", "referral"],
    ["nfttrade", "", "-1", "unrecognised"],
    ["a new thing", "", "1", "unrecognised"],
    [null, null, "1", "unrecognised"]
  ])("of type %s/%s and amount %s is %s", (type, subtype, amount, kind) => {
    expect(eventOf({ type, subtype, amount, fee: "0" })).toMatchObject({ kind, postings: [{ asset: "ZGBP", amount, role: "principal" }] })
    expect(kraken.manifest.kinds).toContain(kind)
  })

  it("joins its group by reference", () => {
    const groups = ["trade", "margin", "deposit", "withdrawal", "spend", "receive", "rollover", "earn"].map(
      (type) => eventOf({ type, refid: "R1" }).groupId
    )
    expect(groups).toEqual([
      "trade:R1",
      "trade:R1",
      "deposit:R1",
      "withdrawal:R1",
      "conversion:R1",
      "conversion:R1",
      "position:R1",
      "reference:R1"
    ])
    expect(eventOf({ refid: "" })).toMatchObject({ groupId: null, refs: [] })
  })

  it("may only charge, or give back", () => {
    expect(eventOf({ amount: "0.0000", fee: "10.0000" }).postings).toEqual([{ wallet: "spot", asset: "ZGBP", amount: "-10", role: "fee" }])
    expect(eventOf({ amount: "0.0000", fee: "-1.5" }).postings).toEqual([{ wallet: "spot", asset: "ZGBP", amount: "1.5", role: "rebate" }])
    expect(eventOf({ amount: "0.0000", fee: "0" }).postings).toEqual([{ wallet: "spot", asset: "ZGBP", amount: "0", role: "principal" }])
  })

  it("keeps the code as printed, and its wallet", () => {
    expect(eventOf({ asset: "DOT28.S" }).postings[0]).toMatchObject({ wallet: "earn", asset: "DOT28.S" })
  })

  it.each([
    [{ refid: [] }, "refid"],
    [{ time: "yesterday" }, "time"],
    [{ type: {} }, "type"],
    [{ subtype: {} }, "subtype"],
    [{ asset: "" }, "asset"],
    [{ amount: "n/a" }, "amount"],
    [{ fee: "free" }, "fee"],
    // Without it the change of the balance is not known.
    [{ fee: undefined }, "fee"],
    [{ fee: null }, "fee"]
  ])("that cannot be read (%j) is quarantined with the reason", (over, field) => {
    const { events, quarantined } = kraken.streams.ledger.parse(
      pageOf("ledger", { "L~/1": ledgerRow(over), L2: ledgerRow(), L3: 5 }),
      first
    )
    expect(events).toHaveLength(1)
    expect(quarantined[0]).toEqual({ pointer: "/result/ledger/L~0~11", reason: expect.stringContaining(field) as string })
    expect(quarantined[1]?.reason).toBe("the row is not an object")
  })
})
