import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bitstamp } from "../../src/index.ts"
import { replyOf, textOf } from "../fixture.ts"

const classify = (text: string, status = 200, endpoint = "account_balances") => bitstamp.classify(replyOf(text, status), endpoint)
const coded = (code: string) => JSON.stringify({ status: "error", reason: "words of theirs", code })

describe("a reply", () => {
  it.each([
    ["API0001", "AUTH_INVALID"],
    ["API0002", "IP_NOT_ALLOWED"],
    ["API0003", "PERMISSION_MISSING"],
    ["API0004", "NONCE_REUSED"],
    ["API0005", "AUTH_INVALID"],
    ["API0006", "ACCOUNT_LOCKED"],
    ["API0008", "AUTH_INVALID"],
    ["API0009", "KYC_REQUIRED"],
    ["API0017", "NONCE_REUSED"],
    ["API0020", "ADAPTER_BUG"]
  ])("with code %s means %s, and repeats nothing", (code, meaning) => {
    for (const status of [200, 400, 403]) {
      const failed = classify(coded(code), status)
      expect(failed).toMatchObject({ code: meaning, exchangeCode: code })
      expect(failed?.message).not.toContain("words of theirs")
    }
  })

  it("of a missing permission names those that the key needs, as Bitstamp prints them", () => {
    const message = classify(coded("API0003"), 403)?.message
    for (const permission of bitstamp.manifest.credentials.tick) expect(message).toContain(permission)
  })

  it("in the bare envelope of older calls means the same", () => {
    expect(classify(textOf("error_bare"), 403)).toMatchObject({ code: "PERMISSION_MISSING", exchangeCode: "API0003" })
    expect(classify(textOf("error_maintenance"))).toMatchObject({ code: "MAINTENANCE" })
    expect(classify('{"error":{"__all__":["something"]}}')).toMatchObject({ code: "SCHEMA_DRIFT" })
  })

  it("with a response code is told apart: a limit, a server, a place that is gone", () => {
    expect(classify(textOf("error_rate"), 400)).toMatchObject({ code: "RATE_LIMITED", retry: "after" })
    expect(classify('{"response_code":"500.002"}', 500)).toMatchObject({ code: "MAINTENANCE" })
    expect(classify('{"response_code":"400.007"}', 400)).toMatchObject({ code: "ADAPTER_BUG" })
    // Of that call's parameters only the id to go on from ever changes.
    expect(classify('{"response_code":"400.007"}', 400, "user_transactions")).toMatchObject({ code: "CURSOR_INVALID" })
  })

  it("that is no answer of Bitstamp's is told by its status and its look", () => {
    expect(classify("<html>busy</html>")).toMatchObject({ code: "MAINTENANCE" })
    expect(classify("")).toMatchObject({ code: "NETWORK" })
    expect(classify('[{"curr')).toMatchObject({ code: "NETWORK" })
    expect(classify("", 429)).toMatchObject({ code: "RATE_LIMITED" })
    expect(classify("", 502)).toMatchObject({ code: "MAINTENANCE" })
    expect(classify("", 451)).toMatchObject({ code: "REGION_BLOCKED" })
    expect(classify("{}")).toMatchObject({ code: "SCHEMA_DRIFT" })
    expect(classify("[]")).toBeNull()
    expect(classify('{"deposits":[],"withdrawals":[]}', 200, "crypto_transactions")).toBeNull()
  })

  it("of any kind is judged without an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.integer({ min: 100, max: 599 }), (text, status) => {
        const failed = classify(text, status)
        if (status < 200 || status > 299) expect(failed).not.toBeNull()
      })
    )
  })
})
