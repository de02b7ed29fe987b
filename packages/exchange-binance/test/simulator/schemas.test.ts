import { readFileSync } from "node:fs"
import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, it } from "vitest"
import { accountFile, makeBinanceSimulator, parseAccount, personaNames, personas } from "../../src/simulator/index.ts"

const schema = JSON.parse(readFileSync(new URL("../../schemas/account.schema.json", import.meta.url), "utf8")) as object
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema)
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe("the schema of an account file", () => {
  it.each(personaNames)("takes the persona %s", (name) => {
    validate(plain(accountFile(personas[name]())))
    expect(validate.errors).toBeNull()
  })

  it.each([
    [{ nonsense: 1 }],
    [{ deposits: [{ insertTime: 1 }] }],
    [{ trades: [{ symbol: "BTCUSDT" }] }],
    [{ dust: [{ transId: 1 }] }],
    [{ missing: { weather: [] } }],
    [{ missing: { deposits: [{}] } }],
    [{ markets: [{ symbol: "AB" }] }],
    [{ unlisted: [1] }],
    [{ remembersMarkets: "some" }],
    [{ holds: { USDT: 1 } }],
    [{ flags: { enableMargin: "yes" } }],
    [{ uid: "x" }],
    [{ balance: { pocket: {} } }]
  ])("refuses %j, and so does the simulator", (account) => {
    expect(validate(account)).toBe(false)
    expect(() => parseAccount(account)).toThrow(TypeError)
  })

  it("takes a balance that is said", () => {
    const account = { balance: { spot: { BTC: "1.5" }, flexible: { USDT: 10 } } }
    expect(validate(account)).toBe(true)
    expect(makeBinanceSimulator({ account: parseAccount(account) }).truth()).toMatchObject({
      wallets: { spot: { BTC: { total: "1.5" } }, earn: { USDT: { total: "10", available: "10" } } }
    })
    expect(() => parseAccount({ balance: { spot: { BTC: "?" } } })).toThrow(/no amount/)
  })
})
