import type { FailureCode } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bitso } from "../../src/index.ts"
import { replyOf, textOf } from "../fixture.ts"

const coded = (code: unknown) => JSON.stringify({ success: false, error: { code, message: "CANARY", details: [], errorData: null } })
const page = "<!DOCTYPE html><html><body>CANARY</body></html>"

type Case = readonly [what: string, status: number, text: string, endpoint: string, code: FailureCode, exchangeCode: string | null]

const zoo: ReadonlyArray<Case> = [
  ["recorded 0215", 401, textOf("error_invalid_nonce_or_credentials_0215"), "balance", "AUTH_INVALID", "0215"],
  ["recorded numeric 104", 400, textOf("error_nonce_too_low_104_2018"), "balance", "NONCE_REUSED", "104"],
  ["recorded numeric 20 without success", 400, textOf("error_ticker_unknown_book"), "ticker", "MARKET_GONE", "20"],
  ["recorded 0301", 400, textOf("error_order_book_unknown_book"), "ticker", "MARKET_GONE", "0301"],
  ["recorded 0301 without book", 400, textOf("error_order_book_missing_book"), "ticker", "MARKET_GONE", "0301"],
  ["the RFQ shape", 400, '{"errors":[{"code":"0202","message":"CANARY"}]}', "ledger", "PERMISSION_MISSING", "0202"],
  ["a bare-string error", 200, '{"success":false,"error":"CANARY"}', "ledger", "SCHEMA_DRIFT", null],
  ["a bare-string error without success", 401, '{"error":"CANARY"}', "ledger", "AUTH_INVALID", null],
  ["success false and nothing else", 200, '{"success":false}', "ledger", "SCHEMA_DRIFT", null],
  ["an error body with status 200", 200, coded("0202"), "ledger", "PERMISSION_MISSING", "0202"],
  ["a code that is no code", 400, coded("CANARY with spaces and more"), "ledger", "SCHEMA_DRIFT", null],
  ["a code of a known category", 400, coded("0799"), "ledger", "ACCOUNT_LOCKED", "0799"],
  ["a code of no category", 400, coded("9999"), "ledger", "SCHEMA_DRIFT", "9999"],
  ["a code of no category with 500", 500, coded("9999"), "ledger", "MAINTENANCE", "9999"],
  ["420 with its code", 420, coded("0801"), "ledger", "RATE_LIMITED", "0801"],
  ["420 with a page", 420, page, "ledger", "RATE_LIMITED", null],
  ["420 with nothing", 420, "", "ticker", "RATE_LIMITED", null],
  ["429", 429, "", "ledger", "RATE_LIMITED", null],
  ["a page with 500", 500, page, "ledger", "MAINTENANCE", null],
  ["a page with 200", 200, page, "ledger", "WEB_PAGE", null],
  ["a page with 403", 403, page, "ledger", "NETWORK", null],
  ["an empty 404, which is how a path is gone", 404, "", "ledger", "MARKET_GONE", null],
  ["410", 410, page, "ledger", "MARKET_GONE", null],
  ["a page with 404", 404, page, "ledger", "SCHEMA_DRIFT", null],
  ["an empty 200", 200, "", "ledger", "ANSWER_CUT_OFF", null],
  ["truncated JSON", 200, '{"success":true,"payload":[{"eid":"a","oper', "ledger", "ANSWER_CUT_OFF", null],
  ["a gateway's timeout", 504, "", "ledger", "TIMEOUT", null],
  ["success without payload", 200, '{"success":true}', "ledger", "SCHEMA_DRIFT", null],
  ["an object where a list was", 200, '{"success":true,"payload":{}}', "ledger", "SCHEMA_DRIFT", null],
  ["a list where an object was", 200, '{"success":true,"payload":[]}', "balance", "SCHEMA_DRIFT", null],
  ["no envelope", 200, "[]", "ledger", "SCHEMA_DRIFT", null],
  ["JSON that is no object", 200, '"CANARY"', "ledger", "SCHEMA_DRIFT", null],
  ["a redirect", 302, page, "ledger", "SCHEMA_DRIFT", null]
]

const codes: ReadonlyArray<readonly [string, FailureCode]> = [
  ["0101", "MAINTENANCE"],
  ["0201", "AUTH_INVALID"],
  ["0202", "PERMISSION_MISSING"],
  ["0203", "AUTH_EXPIRED"],
  ["0206", "NONCE_REUSED"],
  ["0207", "NONCE_REUSED"],
  ["0208", "ADAPTER_BUG"],
  ["0213", "IP_NOT_ALLOWED"],
  ["0215", "AUTH_INVALID"],
  ["0216", "ACCOUNT_LOCKED"],
  ["0304", "ADAPTER_BUG"],
  ["0312", "CURSOR_INVALID"],
  ["0320", "CURSOR_INVALID"],
  ["0326", "AUTH_EXPIRED"],
  ["0327", "REGION_BLOCKED"],
  ["0328", "REGION_BLOCKED"],
  ["0701", "KYC_REQUIRED"],
  ["0705", "ACCOUNT_LOCKED"],
  ["0709", "KYC_REQUIRED"],
  ["0801", "RATE_LIMITED"],
  ["0802", "LOCKED_OUT"],
  ["1000", "MAINTENANCE"],
  ["1003", "TIMEOUT"],
  ["1004", "MARKET_GONE"],
  ["1101", "MAINTENANCE"],
  ["1401", "CURSOR_INVALID"]
]

describe("a failure", () => {
  it.each(zoo)("is named: %s (%i)", (_what, status, text, endpoint, code, exchangeCode) => {
    const failure = bitso.classify(replyOf(text, status, text === page ? "text/html" : "application/json"), endpoint)
    expect(failure).toMatchObject({ code, exchangeCode })
    expect(failure?.message).not.toContain("CANARY")
    expect(failure?.message).toContain(endpoint)
  })

  it.each(codes)("with code %s is %s, printed as text or as a number", (code, expected) => {
    expect(bitso.classify(replyOf(coded(code), 400), "ledger")?.code).toBe(expected)
  })

  it("of credentials names all four causes, since Bitso does not tell them apart", () => {
    for (const code of ["0201", "0215"]) {
      const message = bitso.classify(replyOf(coded(code), 401), "balance")?.message ?? ""
      for (const cause of ["key", "secret", "nonce", "clock", "IP"]) expect(message).toContain(cause)
    }
  })

  it("by throttling says how long to wait", () => {
    expect(bitso.classify(replyOf(coded("0801"), 420), "ledger")).toMatchObject({ retry: "after", retryAfterMs: 65_000 })
    expect(bitso.classify(replyOf("", 500), "ledger")?.retryAfterMs).toBeNull()
  })

  it("is not seen in an answer", () => {
    expect(bitso.classify(replyOf('{"payload":[],"success":true}'), "ledger")).toBeNull()
    for (const [endpoint, fixture] of [
      ["account_status", "get_account_status_2017"],
      ["balance", "get_balance_2017"],
      ["fees", "get_fees_2022"],
      ["ticker", "get_ticker_2017"],
      ["ticker", "get_ticker_2022_one_book"],
      ["available_books", "get_available_books_2026"],
      ["open_orders", "get_open_orders_documented"],
      ["ledger", "get_ledger_2017"]
    ] as const) {
      expect(bitso.classify(replyOf(bitso.redact(endpoint, textOf(fixture))), endpoint)).toBeNull()
    }
  })

  it("of any JSON whatever is a value, and what passes can be parsed", () => {
    const wild = fc.oneof(
      fc.jsonValue(),
      fc.record({ success: fc.jsonValue(), payload: fc.jsonValue(), error: fc.jsonValue(), errors: fc.jsonValue() }, { requiredKeys: [] }),
      fc.record({ success: fc.constant(true), payload: fc.array(fc.jsonValue()) })
    )
    fc.assert(
      fc.property(
        wild,
        fc.integer({ min: 100, max: 599 }),
        fc.constantFrom(...Object.keys(bitso.manifest.endpoints), "?"),
        (json, status, endpoint) => {
          const text = JSON.stringify(json)
          const reply = replyOf(bitso.redact(endpoint, text), status)
          bitso.classify(reply, endpoint)
          const again = replyOf(text, status)
          for (const stream of Object.values(bitso.streams)) stream.parse(again, { cursor: null, window: null, dimension: null })
          for (const document of Object.values(bitso.documents)) document.parse(again)
          for (const plan of Object.values(bitso.plans)) plan.next(json as never, { reply: again, failure: null })
        }
      ),
      { numRuns: 1000 }
    )
  })
})
