import { generateKeyPairSync } from "node:crypto"
import { describe, expect, it } from "vitest"
import { makeCoinbaseSimulator, personas } from "../../src/simulator/index.ts"
import { type Attempt, call, now, tokenOf } from "./client.ts"

const beginner = (keyKind: "ES256" | "EdDSA" = "ES256") => makeCoinbaseSimulator({ account: "beginner", rateLimits: false, keyKind })

describe.each(["ES256", "EdDSA"] as const)("a token of %s", (kind) => {
  const other = kind === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("ed25519")

  it("lets its owner in, once", async () => {
    const simulator = beginner(kind)
    const uri = "GET api.coinbase.com/v2/accounts"
    const authorization = `Bearer ${tokenOf(simulator, uri)}`
    expect((await call(simulator, "/v2/accounts", { authorization })).status).toBe(200)
    expect((await call(simulator, "/v2/accounts", { authorization })).status).toBe(401)
    expect((await call(simulator, "/v2/accounts?limit=5")).status).toBe(200)
    expect((await call(simulator, "/api/v3/brokerage/key_permissions")).status).toBe(200)
  })

  it.each<[string, Attempt]>([
    ["another key's", { key: other.privateKey }],
    ["of another name", { header: { kid: "organizations/x/apiKeys/y" } }],
    ["about another name", { claims: { sub: "somebody" } }],
    ["of another issuer", { claims: { iss: "coinbase" } }],
    ["for another path", { claims: { uri: "GET api.coinbase.com/v2/accounts/1/transactions" } }],
    ["for another method", { claims: { uri: "POST api.coinbase.com/v2/accounts" } }],
    ["with a scheme", { claims: { uri: "GET https://api.coinbase.com/v2/accounts" } }],
    ["with its query", { claims: { uri: "GET api.coinbase.com/v2/accounts?limit=5" } }],
    ["for another host", { claims: { uri: "GET 127.0.0.1:4010/v2/accounts" } }],
    ["that is over", { claims: { nbf: now() - 120, exp: now() - 1 } }],
    ["that has not begun", { claims: { nbf: now() + 30, exp: now() + 60 } }],
    ["that lasts too long", { claims: { exp: now() + 600 } }],
    ["that never ends", { claims: { exp: undefined } }],
    ["without a nonce", { header: { nonce: undefined } }],
    ["with a nonce that is none", { header: { nonce: "1" } }],
    ["that calls itself unsigned", { header: { alg: "none" } }],
    ["that is none", { authorization: "Bearer x.y.z" }],
    ["of another scheme", { authorization: "Basic eA==" }],
    ["that is missing", { authorization: null }]
  ])("%s is refused in plain text", async (_what, attempt) => {
    const { status, text, json } = await call(beginner(kind), "/v2/accounts?limit=5", attempt)
    expect([status, text, json]).toEqual([401, "Unauthorized", undefined])
  })
})

describe("a simulator", () => {
  it("has the same key in every run, of the kind that is asked for", () => {
    expect(beginner().credentials).toEqual(beginner().credentials)
    expect(beginner().credentials["privateKey"]).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n/)
    expect(beginner().credentials["keyName"]).toMatch(/^organizations\/[0-9a-f-]{36}\/apiKeys\/[0-9a-f-]{36}$/)
    expect(beginner("EdDSA").credentials["privateKey"]).toMatch(/^[A-Za-z0-9+/]{86}==$/)
    expect(makeCoinbaseSimulator({ account: "gap" }).credentials).not.toEqual(beginner().credentials)
  })

  it("never writes its secret, and counts what is no read as a write", async () => {
    const simulator = beginner()
    const secret = simulator.credentials["privateKey"]!
    await call(simulator, `/v2/accounts?x=${encodeURIComponent(secret)}`)
    await call(simulator, "/v2/accounts/1/transactions", { method: "POST" })
    await call(simulator, "/api/v3/brokerage/orders", { method: "POST" })
    const { requests, counts } = simulator.requests()
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret)]) expect(JSON.stringify(requests)).not.toContain(form)
    expect(counts).toMatchObject({ total: 3, writes: 2 })
  })

  it("tells what the key may do, and opens nothing to a key that may not view", async () => {
    const powerful = makeCoinbaseSimulator({ account: "beginner", powers: ["trade", "withdraw", "levitate"] })
    expect((await call(powerful, "/api/v3/brokerage/key_permissions")).json).toMatchObject({
      can_view: true,
      can_trade: true,
      can_transfer: true,
      can_levitate: true,
      portfolio_type: "DEFAULT"
    })
    const blind = makeCoinbaseSimulator({ account: { ...personas.beginner(), permissions: [] } })
    expect((await call(blind, "/api/v3/brokerage/key_permissions")).json).toMatchObject({ can_view: false })
    expect((await call(blind, "/v2/accounts")).error).toBe("invalid_scope")
    expect((await call(blind, "/api/v3/brokerage/orders/historical/fills")).error).toBe("PERMISSION_DENIED")
  })
})
