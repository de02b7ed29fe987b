import { describe, expect, it } from "vitest"
import { coinbase } from "../../src/index.ts"

const time = 1_700_000_000_999
const signed = (target: string, host = "api.coinbase.com") =>
  coinbase.sign({ method: "GET", host, target, body: "" }, { time }) as unknown as {
    headers: { authorization: { concat: [string, { jwt: string; key: object; header: object; claims: Record<string, unknown> }] } }
  }
const tokenOf = (target: string, host?: string) => signed(target, host).headers.authorization.concat[1]

describe("a token", () => {
  it("is a bearer's, signed by whatever the key is made for, under its name", () => {
    expect(signed("/v2/accounts").headers.authorization.concat[0]).toBe("Bearer ")
    expect(tokenOf("/v2/accounts")).toMatchObject({
      jwt: "by-key",
      key: { secret: "privateKey" },
      header: { typ: "JWT", kid: { secret: "keyName" }, nonce: { encode: "hex", of: { random: 16 } } },
      claims: { sub: { secret: "keyName" }, iss: "cdp" }
    })
  })

  it("is for one method and path, without the query", () => {
    expect(tokenOf("/v2/accounts?limit=100&starting_after=x").claims["uri"]).toBe("GET api.coinbase.com/v2/accounts")
    expect(tokenOf("/api/v3/brokerage/orders/historical/fills?cursor=1").claims["uri"]).toBe(
      "GET api.coinbase.com/api/v3/brokerage/orders/historical/fills"
    )
  })

  it("names Coinbase wherever the request really goes", () => {
    expect(tokenOf("/v2/accounts", "127.0.0.1:4010").claims["uri"]).toBe("GET api.coinbase.com/v2/accounts")
  })

  it("lasts two minutes, and begins early enough for a clock that runs behind", () => {
    const { nbf, exp } = tokenOf("/v2/accounts").claims as { nbf: number; exp: number }
    expect(exp - nbf).toBe(120)
    const { toleranceMs } = coinbase.manifest.clock
    expect(nbf * 1000).toBeLessThanOrEqual(time - toleranceMs)
    expect(exp * 1000).toBeGreaterThan(time + toleranceMs)
  })
})
