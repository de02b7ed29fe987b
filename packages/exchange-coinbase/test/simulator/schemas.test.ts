import { readFileSync } from "node:fs"
import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, it } from "vitest"
import { makeCoinbaseSimulator, parseAccount, personaNames, personas } from "../../src/simulator/index.ts"

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
    [{ transactions: [{ id: "1" }] }],
    [{ fills: [{ price: "1" }] }],
    [{ permissions: [1] }],
    [{ holds: { USD: "x" } }],
    [{ wallets: [{ id: "1" }] }],
    [{ portfolio: 5 }]
  ])("refuses %j, and so does the simulator", (account) => {
    expect(validate(account)).toBe(false)
    expect(() => parseAccount(account)).toThrow(TypeError)
  })

  it("takes a balance that is said, as text or number", () => {
    const wallet = { id: "w-1", primary: true, currency: { code: "BTC" } }
    const account = { wallets: [wallet], balance: { "w-1": 1.5 }, holds: { BTC: "0.5" } }
    expect(validate(account)).toBe(true)
    expect(makeCoinbaseSimulator({ account: parseAccount(account) }).truth()).toMatchObject({
      wallets: [{ wallet: "main", asset: "BTC", total: "1.5", available: "1", locked: "0.5" }]
    })
    expect(() => parseAccount({ balance: { "w-1": "?" } })).toThrow(/is not a decimal/)
  })
})
