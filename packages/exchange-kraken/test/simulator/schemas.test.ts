import { readFileSync } from "node:fs"
import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, it } from "vitest"
import { makeKrakenSimulator, parseAccount, personaNames, personas } from "../../src/simulator/index.ts"

const schema = JSON.parse(readFileSync(new URL("../../schemas/account.schema.json", import.meta.url), "utf8")) as object
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema)
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe("the schema of an account file", () => {
  it.each(personaNames)("takes the persona %s", (name) => {
    validate(plain(personas[name]()))
    expect(validate.errors).toBeNull()
  })

  it.each([
    [{ nonsense: 1 }],
    [{ ledger: [{ time: 1 }] }],
    [{ deposits: [{ time: 1 }] }],
    [{ permissions: [1] }],
    [{ holds: { ZUSD: 1 } }],
    [{ query_from: "x" }],
    [{ iban: 5 }]
  ])("refuses %j, and so does the simulator", (account) => {
    expect(validate(account)).toBe(false)
    expect(() => parseAccount(account)).toThrow(TypeError)
  })

  it("takes a balance that is said, in either form", () => {
    const account = { balance: { XXBT: "1.5", ZUSD: { balance: "10", hold_trade: "4" } } }
    expect(validate(account)).toBe(true)
    expect(makeKrakenSimulator({ account: parseAccount(account) }).truth()).toMatchObject({
      balances: { XXBT: { total: "1.5", available: "1.5" }, ZUSD: { total: "10", available: "6", locked: "4" } }
    })
    expect(() => parseAccount({ balance: { XXBT: "?" } })).toThrow(/no readable balance/)
  })
})
