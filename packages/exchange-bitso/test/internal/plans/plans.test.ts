import { failure, type Failure, type Plan } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { bitso } from "../../../src/index.ts"
import { replyOf, textOf } from "../../fixture.ts"

/** Runs a plan with an answer per endpoint; the largest state and the calls are told too. */
const run = <A>(plan: Plan<A>, answers: Record<string, string | Failure>) => {
  const calls: Array<string> = []
  let step = plan.start
  let largest = 0
  while ("call" in step) {
    const { endpoint } = step.call
    calls.push(endpoint + (step.call.query ?? []).map(([name, value]) => `?${name}=${value}`).join(""))
    const answer = answers[endpoint] ?? '{"success":true,"payload":[]}'
    largest = Math.max(largest, JSON.stringify(step.state).length)
    step = plan.next(
      JSON.parse(JSON.stringify(step.state)),
      typeof answer === "string" ? { reply: replyOf(answer), failure: null } : { reply: null, failure: answer }
    )
  }
  return { done: step.done, calls, largest }
}
const denied = failure("PERMISSION_MISSING", "", { exchangeCode: "0202" })

describe("the key's rights", () => {
  it("are found by reading each list once, a row at a time", () => {
    const { done, calls, largest } = run(bitso.plans.keyRights, { ledger: denied, fees: failure("MAINTENANCE", "") })
    expect(calls).toEqual([
      "account_status",
      "balance",
      "ledger?limit=1",
      "user_trades?limit=1",
      "fundings?limit=1",
      "withdrawals?limit=1",
      "fees",
      "open_orders?limit=1"
    ])
    expect(Object.entries(done.reads).map(([endpoint, { answer }]) => `${endpoint} ${answer}`)).toEqual([
      "account_status yes",
      "balance yes",
      "ledger no",
      "user_trades yes",
      "fundings yes",
      "withdrawals yes",
      "fees unknown",
      "open_orders yes"
    ])
    expect(done.reads["ledger"]?.evidence).toContain("0202")
    expect(largest).toBeLessThan(4096)
  })

  it("to trade and to withdraw stay unknown: nothing but a write could tell", () => {
    const { done } = run(bitso.plans.keyRights, {})
    expect([done.trade.answer, done.withdraw.answer, done.ipRestricted.answer]).toEqual(["unknown", "unknown", "unknown"])
  })

  it("are not asked for again once the account refuses the key", () => {
    const { done, calls } = run(bitso.plans.keyRights, { balance: failure("IP_NOT_ALLOWED", "", { exchangeCode: "0213" }) })
    expect(calls).toEqual(["account_status", "balance"])
    expect(done.ipRestricted.answer).toBe("yes")
    expect(done.reads["withdrawals"]?.answer).toBe("unknown")
  })
})

describe("the identity", () => {
  it("is the client id, as text", () => {
    expect(run(bitso.plans.identity, { account_status: bitso.redact("account_status", textOf("get_account_status_2017")) }).done).toEqual({
      accountKey: "111111"
    })
    expect(run(bitso.plans.identity, { account_status: '{"success":true,"payload":{"client_id":1234}}' }).done).toEqual({
      accountKey: "1234"
    })
  })

  it("is unknown to a key that may not read it", () => {
    expect(run(bitso.plans.identity, { account_status: denied }).done).toEqual({ accountKey: null })
  })
})

describe("the balances", () => {
  it("are complete in one call", () => {
    const { done, calls } = run(bitso.plans.balances, { balance: textOf("get_balance_2017") })
    expect(calls).toEqual(["balance"])
    expect(done).toMatchObject({ complete: true, quarantined: [] })
    expect(done.balances).toHaveLength(5)
  })

  it("are not complete where one could not be read", () => {
    const text = textOf("get_balance_2017").replace("6.34429758", "?")
    expect(run(bitso.plans.balances, { balance: text }).done).toMatchObject({ complete: false })
  })
})
