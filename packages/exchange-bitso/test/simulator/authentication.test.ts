import { describe, expect, it } from "vitest"
import { makeBitsoSimulator, type BitsoSimulatorOptions } from "../../src/simulator/index.ts"
import { sign } from "../../src/simulator/Authentication.ts"
import { call, install, nextNonce } from "./client.ts"

const refused = { success: false, error: { message: "Invalid Nonce or Invalid Credentials", code: "0201", details: [], errorData: null } }
const simulator = (options: Partial<BitsoSimulatorOptions> = {}) => install(makeBitsoSimulator({ account: "beginner", ...options }))

describe("a signature", () => {
  it("is the documented one", () => {
    expect(sign("test-secret", "1731349200123123456GET/api/v3/balance")).toBe(
      "0e28f70e7dd03ff1b0a62ed4f0a180f3f54f538e61de3f27c85c0861b1701011"
    )
    expect(sign("test-secret", "1731349200123123456GET/api/v3/ledger?limit=100&sort=asc")).toBe(
      "28cc6f0174cddd87cdcb5419ce89459fd18ab461ef2f8bbdc27cd645efeb15f8"
    )
    expect(sign("test-secret", "1731349200123123456GET/v3/balance/")).toBe(
      "dd7e65e6d634d8a36acd57fc8c10ca89a62e5a86d78098cf1f9d6752591e1306"
    )
    expect(sign("S", "1795365639782GET/api/v3/ledger?limit=100")).toBe("895b2cbcdd4da2345fa2e0b42baf50e99082d4774288d4a279bb5d4e8a7b49ea")
  })

  it("lets the documented requests in, in both spellings of the path", async () => {
    const vectors = [
      ["https://bitso.com", "/api/v3/balance", "0e28f70e7dd03ff1b0a62ed4f0a180f3f54f538e61de3f27c85c0861b1701011"],
      ["https://bitso.com", "/api/v3/ledger?limit=100&sort=asc", "28cc6f0174cddd87cdcb5419ce89459fd18ab461ef2f8bbdc27cd645efeb15f8"],
      ["https://api.bitso.com", "/v3/balance/", "dd7e65e6d634d8a36acd57fc8c10ca89a62e5a86d78098cf1f9d6752591e1306"]
    ] as const
    for (const [base, path, signature] of vectors) {
      const one = simulator({ credentials: { apiKey: "k", apiSecret: "test-secret" }, now: () => 1731349200123 })
      expect(await call(one, path, { base, authorization: `Bitso k:1731349200123123456:${signature}` })).toMatchObject({
        status: 200,
        json: { success: true }
      })
    }
  })

  it("must cover the query and the prefix as sent", async () => {
    const one = simulator()
    expect((await call(one, "/api/v3/ledger?limit=5", { signedPath: "/api/v3/ledger" })).status).toBe(401)
    expect((await call(one, "/api/v3/ledger", { signedPath: "/v3/ledger" })).status).toBe(401)
    expect((await call(one, "/api/v3/balance/", { signedPath: "/api/v3/balance" })).status).toBe(401)
    expect((await call(one, "/api/v3/ledger/?limit=5")).status).toBe(200)
  })

  it("fails with one and the same answer for a bad key, secret, nonce or form", async () => {
    const one = simulator()
    for (const attempt of [
      { key: "someone" },
      { secret: "guess" },
      { nonce: "12345" },
      { nonce: nextNonce(Date.now() - 3_600_000) },
      { authorization: "Bitso x" }
    ]) {
      expect(await call(one, "/api/v3/balance", attempt)).toMatchObject({ status: 401, json: refused })
    }
    expect((await call(simulator({ refusalCode: "0215" }), "/api/v3/balance", { secret: "guess" })).json.error.code).toBe("0215")
  })

  it("is asked for by private reads only", async () => {
    const one = simulator()
    const response = await fetch(`${one.origin}/api/v3/balance`)
    expect([response.status, ((await response.json()) as any).error.code]).toEqual([401, "0208"])
    expect((await fetch(`${one.origin}/api/v3/ticker`)).status).toBe(200)
  })
})

describe("a nonce", () => {
  it("is refused the second time", async () => {
    const one = simulator()
    const nonce = nextNonce()
    expect((await call(one, "/api/v3/balance", { nonce })).status).toBe(200)
    expect(await call(one, "/api/v3/balance", { nonce })).toMatchObject({ status: 401, json: refused })
  })

  it("may come out of order, which the log shows", async () => {
    const one = simulator()
    const [first, second] = [nextNonce(), nextNonce()]
    for (const nonce of [second, first]) expect((await call(one, "/api/v3/balance", { nonce })).status).toBe(200)
    expect(one.requests().requests.map(({ nonce, nonceRose }) => [nonce, nonceRose])).toEqual([
      [second, true],
      [first, false]
    ])
    expect(one.requests().counts.nonceViolations).toBe(1)
  })

  it("of a forged request burns nothing", async () => {
    const one = simulator()
    const nonce = nextNonce()
    await call(one, "/api/v3/balance", { nonce, secret: "guess" })
    expect((await call(one, "/api/v3/balance", { nonce })).status).toBe(200)
  })

  it("of the old scheme must rise, and can be refused altogether", async () => {
    const nonce = String(Date.now())
    expect((await call(simulator({ nonceV1: false }), "/api/v3/balance", { nonce })).status).toBe(401)
    const old = simulator()
    expect((await call(old, "/api/v3/balance", { nonce })).status).toBe(200)
    expect((await call(old, "/api/v3/balance", { nonce })).status).toBe(401)
    expect((await call(old, "/api/v3/balance", { nonce: String(Number(nonce) - 1) })).status).toBe(401)
  })

  it("is held against the exchange's clock", async () => {
    const ahead = simulator({ clockSkewMs: 3_600_000 })
    const seen = await call(ahead, "/api/v3/balance")
    expect(seen.status).toBe(401)
    expect(Date.parse(seen.headers.get("date")!) - Date.now()).toBeGreaterThan(3_500_000)
    expect((await call(ahead, "/api/v3/balance", { nonce: nextNonce(Date.now() + 3_600_000) })).status).toBe(200)
  })
})

describe("a permission that is missing", () => {
  it("closes its reads with 0202 and no others", async () => {
    const { parseAccount } = await import("../../src/simulator/index.ts")
    const one = simulator({ account: parseAccount({ permissions: ["balance", "account_status"] }) })
    expect((await call(one, "/api/v3/balance")).status).toBe(200)
    for (const path of ["ledger", "ledger/trades", "user_trades", "fundings", "withdrawals/abc"]) {
      expect(await call(one, `/api/v3/${path}`)).toMatchObject({ status: 401, json: { error: { code: "0202" } } })
    }
  })
})

describe("the request log", () => {
  it("holds neither secret nor signature, even when a client leaks them", async () => {
    const one = simulator()
    const secret = one.credentials["apiSecret"]!
    await call(one, `/api/v3/ledger?marker=${secret}`)
    await call(one, "/api/v3/balance")
    const text = JSON.stringify(one.requests())
    expect(text).not.toContain(secret)
    expect(text).not.toMatch(/[0-9a-f]{64}/)
    expect(text).toContain("[apiSecret]")
  })

  it("shows writes", async () => {
    const one = simulator()
    expect((await call(one, "/api/v3/open_orders", { method: "DELETE" })).json.error.code).toBe("0901")
    expect(one.requests().counts.writes).toBe(1)
  })
})
