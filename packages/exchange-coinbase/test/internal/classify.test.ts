import type { FailureCode } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { coinbase } from "../../src/index.ts"
import { pageOf, replyOf, textOf } from "../fixture.ts"

const app = (id: unknown, status: number, endpoint = "accounts") =>
  coinbase.classify(replyOf(JSON.stringify({ errors: [{ id, message: "planted" }] }), status), endpoint)
const trade = (error: unknown, status: number, endpoint = "holds") =>
  coinbase.classify(replyOf(JSON.stringify({ error, error_details: "planted", message: "planted" }), status), endpoint)
const plain = (status: number, text = "", endpoint = "accounts") => coinbase.classify(replyOf(text, status, "text/plain"), endpoint)

describe("an error of the app's", () => {
  it.each<[string, number, FailureCode]>([
    ["authentication_error", 401, "AUTH_INVALID"],
    ["revoked_token", 401, "AUTH_EXPIRED"],
    ["expired_token", 401, "AUTH_EXPIRED"],
    ["invalid_scope", 403, "PERMISSION_MISSING"],
    ["not_found", 404, "SCHEMA_DRIFT"],
    ["rate_limit_exceeded", 429, "RATE_LIMITED"],
    ["internal_server_error", 500, "MAINTENANCE"],
    ["invalid_request", 400, "ADAPTER_BUG"],
    ["identity_verification_required", 400, "KYC_REQUIRED"],
    ["error_from_the_future", 400, "SCHEMA_DRIFT"],
    ["error_from_the_future", 503, "MAINTENANCE"]
  ])("%s (%i) is %s", (id, status, code) => {
    expect(app(id, status)).toMatchObject({ code, exchangeCode: id })
  })

  it("counts in a reply that calls itself well, too", () => {
    expect(app("rate_limit_exceeded", 200)?.code).toBe("RATE_LIMITED")
    expect(app("error_from_the_future", 200)?.code).toBe("SCHEMA_DRIFT")
    expect(coinbase.classify(replyOf('{"errors":[]}'), "accounts")?.code).toBe("SCHEMA_DRIFT")
  })
})

describe("an error of Advanced Trade's", () => {
  it.each<[unknown, number, FailureCode]>([
    ["PERMISSION_DENIED", 403, "PERMISSION_MISSING"],
    ["UNAUTHENTICATED", 401, "AUTH_INVALID"],
    ["unauthorized", 401, "AUTH_INVALID"],
    ["RESOURCE_EXHAUSTED", 429, "RATE_LIMITED"],
    ["resource_exhausted", 429, "RATE_LIMITED"],
    ["INVALID_ARGUMENT", 400, "ADAPTER_BUG"],
    ["INTERNAL", 500, "MAINTENANCE"],
    ["DEADLINE_EXCEEDED", 504, "TIMEOUT"],
    ["Something else.", 500, "MAINTENANCE"]
  ])("%s (%i) is %s", (error, status, code) => {
    expect(trade(error, status)?.code).toBe(code)
  })

  it.each<[number, FailureCode]>([
    [16, "AUTH_INVALID"],
    [7, "PERMISSION_MISSING"],
    [8, "RATE_LIMITED"],
    [13, "MAINTENANCE"],
    [99, "SCHEMA_DRIFT"]
  ])("in the form of gRPC, number %i, is %s", (code, expected) => {
    const reply = replyOf(JSON.stringify({ code, message: "planted", details: [] }), 400)
    expect(coinbase.classify(reply, "holds")).toMatchObject({ code: expected, exchangeCode: String(code) })
  })
})

describe("a reply without an error of its own", () => {
  it.each<[number, FailureCode]>([
    [401, "AUTH_INVALID"],
    [403, "PERMISSION_MISSING"],
    [404, "SCHEMA_DRIFT"],
    [408, "TIMEOUT"],
    [420, "RATE_LIMITED"],
    [429, "RATE_LIMITED"],
    [451, "REGION_BLOCKED"],
    [502, "MAINTENANCE"],
    [504, "TIMEOUT"],
    [302, "SCHEMA_DRIFT"],
    [418, "SCHEMA_DRIFT"]
  ])("with status %i is %s", (status, code) => {
    expect(plain(status)?.code).toBe(code)
  })

  it("is plain text where the key is refused, and then names no code: there is nothing to try again", () => {
    expect(plain(401, "Unauthorized")).toMatchObject({ code: "AUTH_INVALID", exchangeCode: null, who: "user" })
  })

  it("is told apart where it is a page, cut off, or empty", () => {
    expect(coinbase.classify(replyOf("<html>", 200, "text/html"), "accounts")?.code).toBe("MAINTENANCE")
    expect(plain(200, '{"data":[')?.code).toBe("NETWORK")
    expect(plain(200)?.code).toBe("NETWORK")
  })
})

describe("a list", () => {
  it("says of its parameters only that the place to start from is lost", () => {
    expect(app("invalid_request", 400, "transactions")?.code).toBe("CURSOR_INVALID")
    expect(app("param_required", 400, "transactions")?.code).toBe("CURSOR_INVALID")
    expect(trade("INVALID_ARGUMENT", 400, "fills")?.code).toBe("CURSOR_INVALID")
  })

  it("of a wallet that is gone is gone, and nothing else", () => {
    expect(app("not_found", 404, "transactions")).toMatchObject({ code: "MARKET_GONE" })
    expect(trade("NOT_FOUND", 404, "fills")?.code).toBe("SCHEMA_DRIFT")
  })
})

describe("an answer", () => {
  it.each([
    ["transactions", pageOf([])],
    ["accounts", replyOf(textOf("recorded_accounts"))],
    ["fills", replyOf(textOf("recorded_fills"))],
    ["holds", replyOf(textOf("get_brokerage_accounts"))],
    ["products", replyOf(textOf("get_products"))],
    ["key_permissions", replyOf(textOf("get_key_permissions"))]
  ])("of %s is one", (endpoint, reply) => {
    expect(coinbase.classify(reply, endpoint)).toBeNull()
  })

  it.each([
    ["transactions", '{"data":[]}'],
    ["accounts", '{"data":{},"pagination":{}}'],
    ["fills", '{"cursor":""}'],
    ["holds", '{"data":[],"pagination":{}}'],
    ["products", "[]"],
    ["key_permissions", '{"can_trade":false}']
  ])("of %s is none without what makes it one", (endpoint, text) => {
    expect(coinbase.classify(replyOf(text), endpoint)?.code).toBe("SCHEMA_DRIFT")
  })
})

it("is total, and never repeats what the exchange wrote", () => {
  const endpoints = fc.constantFrom(...Object.keys(coinbase.manifest.endpoints), "unknown")
  fc.assert(
    fc.property(endpoints, fc.integer({ min: 100, max: 599 }), fc.oneof(fc.json(), fc.string()), (endpoint, status, text) => {
      const failed = coinbase.classify(replyOf(text, status), endpoint)
      expect(failed === null || failed.message.length > 0).toBe(true)
    }),
    { numRuns: 500 }
  )
  expect(JSON.stringify([app("planted words", 400), trade("planted words", 400), trade({ planted: 1 }, 400)])).not.toContain("planted")
})
