import { readFileSync } from "node:fs"
import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, it } from "vitest"
import { faultPlanSchema, parseFaultPlan } from "@caudal/exchange/simulator"
import { makeBitsoSimulator, parseAccount, personas } from "../../src/simulator/index.ts"
import { call, install } from "./client.ts"

const schema = (name: string) => JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8")) as object
const ajv = new Ajv2020({ allowUnionTypes: true })
const validator = (name: string) => ajv.compile(schema(name))
const plain = (value: unknown): any => JSON.parse(JSON.stringify(value))

describe("the schemas", () => {
  it.each(["beginner", "gap", "oddities", "trader"] as const)("take the persona %s as an account file", (name) => {
    const account = plain(personas[name]())
    const valid = validator("account")
    const head = { ...account, ledger: account.ledger.slice(0, 2000), user_trades: account.user_trades.slice(0, 2000) }
    expect(valid(head), JSON.stringify(valid.errors)).toBe(true)
    expect(parseAccount(account).client_id).toBe(account.client_id)
  })

  it("and the reader refuse the same wrong accounts", () => {
    const valid = validator("account")
    for (const wrong of [
      [],
      { ledgers: [] },
      { ledger: {} },
      { ledger: [1] },
      { balance: 5 },
      { balance: [{ total: "1" }] },
      { permissions: "all" },
      { balance: { btc: null } }
    ]) {
      expect(valid(wrong), JSON.stringify(wrong)).toBe(false)
      expect(() => parseAccount(wrong), JSON.stringify(wrong)).toThrow(TypeError)
    }
    for (const right of [
      {},
      { balance: { btc: "1" } },
      { balance: { balances: [{ currency: "btc", total: "1" }] } },
      { client_id: 5, permissions: ["balance"] }
    ]) {
      expect(valid(right), JSON.stringify(right)).toBe(true)
      expect(() => parseAccount(right)).not.toThrow()
    }
  })

  it("and the reader agree on fault plans", () => {
    expect(schema("fault-plan")).toEqual(plain(faultPlanSchema))
    const valid = validator("fault-plan")
    const rule = { route: "ledger", nth: { from: 2 }, fault: "latency", args: { ms: 10 } }
    const accepted = (plan: unknown): boolean => {
      try {
        return parseFaultPlan(plan) !== undefined
      } catch {
        return false
      }
    }
    const plans: ReadonlyArray<readonly [unknown, boolean]> = [
      [{ seed: 1, rules: [rule] }, true],
      [{ rules: [{ route: "*", fault: "down" }] }, true],
      [{ rules: [{ ...rule, nth: [1, 2] }] }, true],
      [{ rules: [{ ...rule, nth: { probability: 0.1 } }] }, true],
      [{ seed: "1", rules: [] }, false],
      [{ rules: [{ ...rule, fault: "boom" }] }, false],
      [{ rules: [{ ...rule, nth: 0 }] }, false],
      [{ rules: [{ ...rule, nth: { probability: 2 } }] }, false],
      [{ rules: [{ ...rule, args: { ms: "10" } }] }, false],
      [{ rules: [{ ...rule, args: { rows: 1 } }] }, false],
      [{ rules: [{ fault: "reset" }] }, false],
      [{}, false]
    ]
    for (const [plan, right] of plans) expect([valid(plan), accepted(plan)], JSON.stringify(plan)).toEqual([right, right])
  })

  it("take what the sandbox tells", async () => {
    const one = install(makeBitsoSimulator({ account: "oddities", faults: { seed: 0, rules: [{ route: "balance", fault: "reset" }] } }))
    await call(one, "/api/v3/ledger?limit=3")
    await call(one, "/api/v3/nothing")
    await call(one, "/api/v3/balance").catch(() => undefined)
    for (const name of ["truth", "requests"] as const) {
      const valid = validator(name)
      const told = await (await fetch(`${one.origin}/__sandbox/${name}`)).json()
      expect(valid(told), JSON.stringify(valid.errors)).toBe(true)
    }
    expect(validator("ready")({ url: "http://127.0.0.1:1", apiKey: "a", apiSecret: "b" })).toBe(true)
    expect(validator("ready")({ url: "https://bitso.com", apiKey: "a", apiSecret: "b" })).toBe(false)
  })
})
