import type { KeyRights, Plan, Reply } from "@caudal/exchange"
import { failure } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { coinbase } from "../../../src/index.ts"
import { pageOf, replyOf, textOf } from "../../fixture.ts"

const answered = <A>(plan: Plan<A>, reply: Reply): A => {
  const step = plan.next("state" in plan.start ? plan.start.state : null, { reply, failure: null })
  if (!("done" in step)) throw new Error("not done")
  return step.done
}
const refused = <A>(plan: Plan<A>): A => {
  const step = plan.next("state" in plan.start ? plan.start.state : null, { reply: null, failure: failure("PERMISSION_MISSING", "no") })
  if (!("done" in step)) throw new Error("not done")
  return step.done
}
const readOnly = { can_view: true, can_trade: false, can_transfer: false }
const rights = (flags: object): KeyRights => answered(coinbase.plans.keyRights, replyOf(JSON.stringify(flags)))
const powers = (flags: object) => {
  const { trade, withdraw } = rights(flags)
  return [trade.answer, withdraw.answer]
}

describe("the rights of a key", () => {
  it("are what Coinbase says", () => {
    expect(powers(readOnly)).toEqual(["no", "no"])
    expect(powers({ ...readOnly, can_trade: true })).toEqual(["yes", "no"])
    expect(powers({ ...readOnly, can_transfer: true })).toEqual(["no", "yes"])
    expect(powers({ ...readOnly, can_receive: true })).toEqual(["no", "no"])
    const documented = answered(coinbase.plans.keyRights, replyOf(coinbase.redact("key_permissions", textOf("get_key_permissions"))))
    expect([documented.trade.answer, documented.withdraw.answer]).toEqual(["yes", "yes"])
  })

  it("of a flag that we do not know are too much, unless it is plainly false", () => {
    expect(powers({ ...readOnly, can_levitate: true })).toEqual(["yes", "yes"])
    expect(powers({ ...readOnly, can_levitate: "TRUE" })).toEqual(["yes", "yes"])
    expect(powers({ ...readOnly, can_levitate: false })).toEqual(["no", "no"])
    expect(rights({ ...readOnly, can_levitate: true }).withdraw.evidence).toContain("can_levitate")
  })

  it("that are not told are unknown", () => {
    expect(powers({ can_view: true })).toEqual(["unknown", "unknown"])
    const { trade, withdraw, ipRestricted, reads } = refused(coinbase.plans.keyRights)
    expect([trade.answer, withdraw.answer, ipRestricted.answer, reads]).toEqual(["unknown", "unknown", "unknown", {}])
  })

  it("open everything or nothing, and name the kind of portfolio", () => {
    const { reads } = rights({ ...readOnly, portfolio_type: "CONSUMER" })
    expect(Object.values(reads).map(({ answer }) => answer)).toEqual(["yes", "yes", "yes"])
    expect(reads["transactions"]!.evidence).toContain("CONSUMER")
    expect(Object.values(rights({ ...readOnly, can_view: false }).reads).map(({ answer }) => answer)).toEqual(["no", "no", "no"])
  })
})

describe("whose account it is", () => {
  const asc = { order: "asc", next_uri: "/v2/accounts?starting_after=w-1" }
  it("is asked of the oldest wallet", () => {
    expect(coinbase.plans.identity.start).toMatchObject({
      call: {
        endpoint: "accounts",
        query: [
          ["limit", "1"],
          ["order", "asc"]
        ]
      }
    })
    expect(answered(coinbase.plans.identity, pageOf([{ id: "w-1" }, { id: "w-2" }], asc))).toEqual({ accountKey: "w-1" })
  })

  it("is not told by a list in another order, an empty one, or an id that is none", () => {
    for (const reply of [
      pageOf([{ id: "w-1" }], { order: "desc" }),
      pageOf([{ id: "w-1" }], {}),
      pageOf([], asc),
      pageOf([{ id: 5 }], asc),
      pageOf([{ id: "x".repeat(65) }], asc),
      pageOf(["w-1"], asc)
    ])
      expect(answered(coinbase.plans.identity, reply)).toEqual({ accountKey: null })
    expect(refused(coinbase.plans.identity)).toEqual({ accountKey: null })
  })
})
