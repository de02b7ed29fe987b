import type { FailureCode } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { kraken } from "../../src/index.ts"
import { replyOf } from "../fixture.ts"

const error = (...errors: ReadonlyArray<unknown>) => replyOf(JSON.stringify({ error: errors }))
const codeOf = (text: string, endpoint = "ledger"): FailureCode | undefined => kraken.classify(error(text), endpoint)?.code

describe("an error of Kraken's", () => {
  it.each<[string, FailureCode]>([
    ["EAPI:Invalid key", "AUTH_INVALID"],
    ["EAPI:Invalid signature", "AUTH_INVALID"],
    ["EAPI:Invalid nonce", "NONCE_REUSED"],
    ["EAPI:Rate limit exceeded", "RATE_LIMITED"],
    ["EAPI:Bad request", "ADAPTER_BUG"],
    ["EGeneral:Permission denied", "PERMISSION_MISSING"],
    ["EGeneral:Temporary lockout", "LOCKED_OUT"],
    ["EGeneral:Internal error", "MAINTENANCE"],
    ["EGeneral:Unknown method", "SCHEMA_DRIFT"],
    ["EGeneral:Invalid arguments:ofs", "ADAPTER_BUG"],
    ["EAuth:Account temporary disabled", "ACCOUNT_LOCKED"],
    ["EAuth:Account unconfirmed", "KYC_REQUIRED"],
    ["EAuth:Something else", "AUTH_INVALID"],
    ["EService:Unavailable", "MAINTENANCE"],
    ["EService:Busy", "MAINTENANCE"],
    ["EService: Throttled: 1700000000", "RATE_LIMITED"],
    ["EService:Market in cancel_only mode", "MAINTENANCE"],
    ["EQuery:Unknown asset pair", "MARKET_GONE"],
    ["EQuery:Unknown asset", "UNKNOWN_ASSET"],
    ["EOrder:Insufficient funds", "ADAPTER_BUG"],
    ["EWeather:Rain", "SCHEMA_DRIFT"],
    ["no error we know the form of", "SCHEMA_DRIFT"]
  ])("%s is %s", (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it("names itself, and nothing beyond its second colon", () => {
    expect(kraken.classify(error("EGeneral:Invalid arguments:planted"), "ledger")).toMatchObject({
      exchangeCode: "EGeneral:Invalid arguments"
    })
    expect(JSON.stringify(kraken.classify(error("EGeneral:Invalid arguments:planted"), "ledger"))).not.toContain("planted")
    expect(kraken.classify(error("planted"), "ledger")).toMatchObject({ exchangeCode: null })
  })

  it("of a missing permission names those that the key needs, as Kraken prints them", () => {
    const message = kraken.classify(error("EGeneral:Permission denied"), "ledger")?.message
    for (const permission of kraken.manifest.credentials.tick) expect(message).toContain(permission)
  })

  it("waits as long as the counter or the lockout needs", () => {
    expect(kraken.classify(error("EAPI:Rate limit exceeded"), "ledger")).toMatchObject({ retry: "after", retryAfterMs: 45_000 })
    expect(kraken.classify(error("EGeneral:Temporary lockout"), "ledger")).toMatchObject({ retryAfterMs: 900_000, stops: "account" })
  })

  it("about the parameters of a list with a cursor is about the cursor", () => {
    expect(codeOf("EGeneral:Invalid arguments:cursor", "deposits")).toBe("CURSOR_INVALID")
    expect(codeOf("EFunding:Unknown something", "withdrawals")).toBe("CURSOR_INVALID")
  })

  it("is found behind a warning, and a warning alone is none", () => {
    expect(kraken.classify(error("WGeneral:Danger", "EAPI:Invalid key"), "balance")?.code).toBe("AUTH_INVALID")
    expect(kraken.classify(replyOf('{"error":["WGeneral:Danger"],"result":{"XXBT":"1"}}'), "balance")).toBeNull()
    expect(kraken.classify(error(5), "balance")?.code).toBe("SCHEMA_DRIFT")
    expect(kraken.classify(replyOf('{"error":"EAPI:Invalid key"}'), "balance")?.code).toBe("AUTH_INVALID")
  })
})

describe("a reply that is no answer of Kraken's", () => {
  it.each<[string, number, string, FailureCode]>([
    ["a proxy's page", 520, "<html>520</html>", "MAINTENANCE"],
    ["a page in a 200", 200, "<!DOCTYPE html>", "WEB_PAGE"],
    ["cut off", 200, '{"error":[],"result":{"led', "ANSWER_CUT_OFF"],
    ["empty", 200, "", "ANSWER_CUT_OFF"],
    ["a gateway's timeout", 504, "", "TIMEOUT"],
    ["too many, says a proxy", 429, "", "RATE_LIMITED"],
    ["unauthorised without words", 401, "", "AUTH_INVALID"],
    ["forbidden by a proxy", 403, "<html>", "NETWORK"],
    ["gone", 404, "", "SCHEMA_DRIFT"],
    ["not for this country", 451, "", "REGION_BLOCKED"],
    ["a redirect", 302, "", "SCHEMA_DRIFT"],
    ["a teapot", 418, "", "SCHEMA_DRIFT"],
    ["another envelope", 200, '{"result":{}}', "SCHEMA_DRIFT"],
    ["no object", 200, "[1]", "SCHEMA_DRIFT"],
    ["another shape", 200, '{"error":[],"result":{"rows":{}}}', "SCHEMA_DRIFT"]
  ])("(%s) is named", (_name, status, text, code) => {
    expect(kraken.classify(replyOf(text, status, null), "ledger")?.code).toBe(code)
  })

  it("never makes it throw", () => {
    const endpoints = fc.constantFrom(...Object.keys(kraken.manifest.endpoints))
    fc.assert(
      fc.property(fc.json(), endpoints, fc.integer({ min: 100, max: 599 }), (text, endpoint, status) => {
        const reply = replyOf(kraken.redact(endpoint, text), status)
        kraken.classify(reply, endpoint)
        for (const stream of Object.values(kraken.streams)) stream.parse(reply, { cursor: null, window: null, dimension: null })
        for (const document of Object.values(kraken.documents)) document.parse(reply)
      }),
      { numRuns: 500 }
    )
  })
})
