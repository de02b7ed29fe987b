import type { KeyRights, Plan, Reply } from "@caudal/exchange"
import { failure } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { kraken } from "../../../src/index.ts"
import { replyOf, resultReply, textOf } from "../../fixture.ts"

const answered = <A>(plan: Plan<A>, reply: Reply): A => {
  const step = plan.next("state" in plan.start ? plan.start.state : null, { reply, failure: null })
  if (!("done" in step)) throw new Error("not done")
  return step.done
}
const refused = <A>(plan: Plan<A>) => plan.next(null, { reply: null, failure: failure("PERMISSION_MISSING", "no") })
const rights = (info: object): KeyRights => answered(kraken.plans.keyRights, resultReply({ permissions: [], ...info }))
const powers = (...permissions: ReadonlyArray<string>) => {
  const { trade, withdraw } = rights({ permissions })
  return [trade.answer, withdraw.answer]
}
const readOnly = ["query-funds", "query-open-trades", "query-closed-trades", "query-ledger", "export-data", "create-ws-token"]

describe("the rights of a key", () => {
  it("are what Kraken lists", () => {
    expect(powers(...readOnly)).toEqual(["no", "no"])
    expect(powers("query-ledger", "withdraw-funds")).toEqual(["no", "yes"])
    expect(powers("modify-trades")).toEqual(["yes", "no"])
    expect(powers("close-trades")).toEqual(["yes", "no"])
    expect(powers("earn-funds")).toEqual(["yes", "no"])
    expect(powers("add-funds")).toEqual(["no", "no"])
    const documented = answered(kraken.plans.keyRights, replyOf(kraken.redact("api_key_info", textOf("post_get_api_key_info_2026"))))
    expect([documented.trade.answer, documented.withdraw.answer, documented.ipRestricted.answer]).toEqual(["yes", "yes", "no"])
    expect(documented.history).toBeUndefined()
  })

  it("of a name that we do not know are too much", () => {
    const { trade, withdraw } = rights({ permissions: ["query-ledger", "teleport-funds"] })
    expect([trade.answer, withdraw.answer]).toEqual(["yes", "yes"])
    expect(trade.evidence).toContain("teleport-funds")
  })

  it("open reads by name", () => {
    const { reads } = rights({ permissions: ["query-ledger", "query-open-trades"] })
    expect(Object.fromEntries(Object.entries(reads).map(([endpoint, { answer }]) => [endpoint, answer]))).toEqual({
      balance: "no",
      ledger: "yes",
      trades: "yes",
      deposits: "unknown",
      withdrawals: "unknown"
    })
  })

  it("tell of a list of addresses, in either spelling", () => {
    expect(rights({ ip_allowlist: [""] }).ipRestricted.answer).toBe("no")
    expect(rights({ ipAllowlist: ["listed"] }).ipRestricted.answer).toBe("yes")
    expect(rights({}).ipRestricted.answer).toBe("unknown")
  })

  it("tell when a key sees only a part of the history", () => {
    expect(rights({ query_from: "1672531200", query_to: "0" }).history).toEqual({ from: 1_672_531_200_000, to: null })
    expect(rights({ queryFrom: 0, queryTo: 1_700_000_000 }).history).toEqual({ from: null, to: 1_700_000_000_000 })
    expect(rights({ query_from: "0", query_to: 0 }).history).toBeUndefined()
    expect(rights({ query_from: "soon" }).history).toBeUndefined()
  })

  it("are unknown where Kraken does not tell", () => {
    expect(refused(kraken.plans.keyRights)).toMatchObject({
      done: { trade: { answer: "unknown" }, withdraw: { answer: "unknown" }, reads: {} }
    })
  })
})

describe("the identity of an account", () => {
  it("is its number", () => {
    expect(answered(kraken.plans.identity, resultReply({ permissions: [], iban: "AA06 N84G WFP2 3EYA" }))).toEqual({
      accountKey: "AA06N84GWFP23EYA"
    })
  })
  it("is not told otherwise", () => {
    expect(answered(kraken.plans.identity, resultReply({ permissions: [] }))).toEqual({ accountKey: null })
    expect(answered(kraken.plans.identity, resultReply({ permissions: [], iban: "x".repeat(65) }))).toEqual({ accountKey: null })
    expect(refused(kraken.plans.identity)).toEqual({ done: { accountKey: null } })
  })
})

describe("balances", () => {
  it("are complete unless a row could not be read", () => {
    expect(answered(kraken.plans.balances, replyOf(textOf("post_balance_ex_2023")))).toMatchObject({
      complete: true,
      balances: [{ asset: "ZUSD" }, { asset: "XXBT" }]
    })
    expect(answered(kraken.plans.balances, resultReply({ XXBT: { balance: "?" } }))).toMatchObject({ complete: false, balances: [] })
    expect(refused(kraken.plans.balances)).toEqual({ done: { balances: [], quarantined: [], complete: false } })
  })
})
