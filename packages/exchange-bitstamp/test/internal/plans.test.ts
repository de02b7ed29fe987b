import { failure, type Plan, type PlanOutcome, type PlanStep } from "@caudal/exchange"
import { expect, it } from "vitest"
import { bitstamp } from "../../src/index.ts"
import { replyOf } from "../fixture.ts"

const ran = <A>(plan: Plan<A>, outcome: (endpoint: string) => PlanOutcome): A => {
  let step: PlanStep<A> = plan.start
  for (let calls = 0; calls < 10; calls++) {
    if ("done" in step) return step.done
    // What the host keeps between calls is JSON.
    step = plan.next(JSON.parse(JSON.stringify(step.state)), outcome(step.call.endpoint))
  }
  throw new Error("the plan has no end")
}
const answered = (text: string): PlanOutcome => ({ reply: replyOf(text), failure: null })
const refused: PlanOutcome = { reply: null, failure: failure("PERMISSION_MISSING", "x", { exchangeCode: "API0003" }) }

it("each read is tried once, and what a key may change is never known", () => {
  const asked: Array<string> = []
  const rights = ran(bitstamp.plans.keyRights, (endpoint) => {
    asked.push(endpoint)
    if (endpoint === "crypto_transactions") return refused
    return endpoint === "withdrawal_requests" ? { reply: null, failure: failure("NETWORK", "x") } : answered("[]")
  })
  expect(asked).toEqual(["account_balances", "user_transactions", "crypto_transactions", "withdrawal_requests"])
  expect(Object.entries(rights.reads).map(([name, { answer }]) => [name, answer])).toEqual([
    ["account_balances", "yes"],
    ["user_transactions", "yes"],
    ["crypto_transactions", "no"],
    ["withdrawal_requests", "unknown"]
  ])
  expect([rights.trade.answer, rights.withdraw.answer, rights.ipRestricted.answer]).toEqual(["unknown", "unknown", "unknown"])
})

it("balances are complete unless a row cannot be read, and none without an answer", () => {
  const row = { currency: "BTC", total: "1.50", available: 1.2, reserved: "0.30" }
  const read = (rows: ReadonlyArray<unknown>) => ran(bitstamp.plans.balances, () => answered(JSON.stringify(rows)))
  expect(read([row])).toEqual({
    balances: [{ wallet: "spot", asset: "btc", total: "1.5", available: "1.2", locked: "0.3" }],
    quarantined: [],
    complete: true
  })
  expect(read([row, { ...row, total: "much" }])).toMatchObject({ complete: false, quarantined: [{ pointer: "/1" }] })
  expect(ran(bitstamp.plans.balances, () => refused)).toMatchObject({ balances: [], complete: false })
})

it("the account has no name", () => expect(ran(bitstamp.plans.identity, () => refused)).toEqual({ accountKey: null }))
