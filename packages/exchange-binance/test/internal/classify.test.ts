import type { FailureCode } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { binance } from "../../src/index.ts"
import { first, replyOf, replyWith } from "../fixture.ts"

const error = (code: unknown, status = 400) => replyOf(JSON.stringify({ code, msg: "planted" }), status)
const codeOf = (code: number, status?: number, endpoint = "deposits"): FailureCode | undefined =>
  binance.classify(error(code, status), endpoint)?.code

describe("an error of Binance's", () => {
  it.each<[number, number, FailureCode]>([
    [-1000, 500, "MAINTENANCE"],
    [-1001, 500, "MAINTENANCE"],
    [-1002, 401, "AUTH_INVALID"],
    [-1003, 429, "RATE_LIMITED"],
    [-1003, 418, "LOCKED_OUT"],
    [-1006, 500, "MAINTENANCE"],
    [-1007, 504, "TIMEOUT"],
    [-1008, 503, "MAINTENANCE"],
    [-1015, 429, "RATE_LIMITED"],
    [-1016, 503, "MAINTENANCE"],
    [-1020, 400, "SCHEMA_DRIFT"],
    [-1021, 400, "CLOCK_SKEW"],
    [-1022, 400, "AUTH_INVALID"],
    [-1099, 401, "PERMISSION_MISSING"],
    [-1100, 400, "ADAPTER_BUG"],
    [-1102, 400, "ADAPTER_BUG"],
    [-1121, 400, "MARKET_GONE"],
    [-1127, 400, "ADAPTER_BUG"],
    [-2008, 401, "AUTH_INVALID"],
    [-2014, 401, "AUTH_INVALID"],
    [-6021, 400, "ADAPTER_BUG"],
    [-9999, 400, "SCHEMA_DRIFT"],
    [-9999, 503, "MAINTENANCE"],
    [-9999, 200, "SCHEMA_DRIFT"]
  ])("%i with status %i is %s", (code, status, expected) => {
    expect(codeOf(code, status)).toBe(expected)
  })

  it("that has one code for three causes advises on all of them", () => {
    const key = binance.classify(error(-2015, 401), "balance")!
    const list = binance.classify(error(-2015, 401), "earn_flexible_rewards")!
    expect([key.code, list.code]).toEqual(["AUTH_INVALID", "PERMISSION_MISSING"])
    expect(codeOf(-2015, 401, "api_restrictions")).toBe("AUTH_INVALID")
    for (const { message, exchangeCode } of [key, list]) {
      expect(exchangeCode).toBe("-2015")
      for (const cause of [/expired/, /address/, /Enable Reading/]) expect(message).toMatch(cause)
    }
  })

  it("never repeats Binance's words, which may quote an address", () => {
    for (const endpoint of Object.keys(binance.manifest.endpoints))
      expect(JSON.stringify(binance.classify(error(-2015, 401), endpoint))).not.toContain("planted")
  })

  it("waits a minute for weight, and two where the address is banned", () => {
    expect(binance.classify(error(-1003, 429), "trades")).toMatchObject({ retry: "after", retryAfterMs: 60_000 })
    expect(binance.classify(error(-1003, 418), "trades")).toMatchObject({ retryAfterMs: 120_000 })
  })

  it("may come in a 200, in an envelope of its own", () => {
    expect(binance.classify(replyWith({ code: "100001003", message: "user not exist", success: false }), "p2p")?.code).toBe("SCHEMA_DRIFT")
    expect(binance.classify(replyWith({ code: "000000", message: "success", data: [], total: 0, success: true }), "p2p")).toBeNull()
    expect(binance.classify(replyWith({ code: "000000", success: false }), "fiat_orders")?.code).toBe("SCHEMA_DRIFT")
    expect(binance.classify(replyWith({ code: -1021, msg: "" }), "fiat_orders")?.code).toBe("CLOCK_SKEW")
  })
})

describe("an answer", () => {
  it.each([
    ["p2p", { code: "000000", total: 0, success: true }],
    ["fiat_payments", { code: "000000", data: null, total: 0 }],
    ["earn_locked_rewards", { total: 0 }],
    ["conversions", { moreData: false }],
    ["deposits", []],
    ["funding", []]
  ])("of %s without rows is one", (endpoint, json) => {
    expect(binance.classify(replyWith(json), endpoint)).toBeNull()
  })

  it.each([
    ["p2p", { code: "000000", total: 5, success: true }],
    ["dividends", { rows: {}, total: 1 }],
    ["conversions", { moreData: true }],
    ["deposits", {}],
    ["trades", { rows: [] }],
    ["balance", []],
    ["balance", { balances: {} }],
    ["dust", { total: 1 }],
    ["api_restrictions", { enableReading: "yes" }],
    ["exchange_info", { symbols: null }],
    ["book_ticker", {}]
  ])("of %s in another shape (%j) is none", (endpoint, json) => {
    expect(binance.classify(replyWith(json), endpoint)?.code).toBe("SCHEMA_DRIFT")
  })
})

describe("a reply that is no answer of Binance's", () => {
  it.each<[string, number, string, FailureCode]>([
    ["the firewall's page", 403, "<html>ERROR: The request could not be satisfied</html>", "RATE_LIMITED"],
    ["a proxy's page", 502, "<html>502</html>", "MAINTENANCE"],
    ["a page in a 200", 200, "<!DOCTYPE html>", "MAINTENANCE"],
    ["cut off", 200, '[{"id":"1"', "NETWORK"],
    ["empty", 200, "", "NETWORK"],
    ["a gateway's timeout", 504, "", "TIMEOUT"],
    ["too many", 429, "", "RATE_LIMITED"],
    ["banned without words", 418, "", "LOCKED_OUT"],
    ["unauthorised without words", 401, "", "AUTH_INVALID"],
    ["gone", 404, "", "SCHEMA_DRIFT"],
    ["not for this country", 451, '{"code":0,"msg":"Service unavailable from a restricted location"}', "REGION_BLOCKED"],
    ["a redirect", 302, "", "SCHEMA_DRIFT"],
    ["a bad request without words", 400, "", "SCHEMA_DRIFT"]
  ])("(%s) is named", (_name, status, text, code) => {
    expect(binance.classify(replyOf(text, status, null), "deposits")?.code).toBe(code)
  })

  it("never makes it throw", () => {
    const endpoints = fc.constantFrom(...Object.keys(binance.manifest.endpoints))
    const known = fc.constantFrom(
      "rows",
      "data",
      "list",
      "code",
      "total",
      "msg",
      "userAssetDribblets",
      "userAssetDribbletDetails",
      "balances",
      "symbols"
    )
    const json = fc.oneof(
      fc.json(),
      fc
        .dictionary(known, fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.array(fc.jsonValue({ maxDepth: 2 }))))
        .map((value) => JSON.stringify(value))
    )
    fc.assert(
      fc.property(json, endpoints, fc.integer({ min: 100, max: 599 }), (text, endpoint, status) => {
        const reply = replyOf(binance.redact(endpoint, text), status)
        binance.classify(reply, endpoint)
        for (const stream of Object.values(binance.streams)) stream.parse(reply, first)
        for (const document of Object.values(binance.documents)) document.parse(reply)
      }),
      { numRuns: 500 }
    )
  })
})
