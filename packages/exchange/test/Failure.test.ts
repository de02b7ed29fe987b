import { describe, expect, it } from "vitest"
import { type FailureCode, failure, failureCodes } from "../src/index.ts"

const mayPass = new Set<FailureCode>([
  "NONCE_REUSED",
  "RATE_LIMITED",
  "LOCKED_OUT",
  "MAINTENANCE",
  "NETWORK",
  "TIMEOUT",
  "WEB_PAGE",
  "ANSWER_CUT_OFF",
  "CURSOR_INVALID",
  "DATA_CHANGED_DURING_PAGING",
  "CLOCK_SKEW",
  "SCHEMA_DRIFT",
  "STORAGE"
])

describe("every failure is named with what to do", () => {
  it.each(failureCodes)("%s has a rule", (code) => {
    const made = failure(code, "why")
    expect(made).toEqual({
      code,
      retry: expect.stringMatching(/^(no|now|after|next-run)$/),
      who: expect.stringMatching(/^(user|exchange|adapter|host)$/),
      stops: expect.stringMatching(/^(stream|account|nothing)$/),
      retryAfterMs: null,
      exchangeCode: null,
      message: "why"
    })
    expect(made.retry !== "no").toBe(mayPass.has(code))
  })

  it("never tries a refused key again by itself, and stops the whole account", () => {
    for (const code of ["AUTH_INVALID", "AUTH_EXPIRED", "PERMISSION_EXCESS", "IP_NOT_ALLOWED", "ACCOUNT_LOCKED", "KYC_REQUIRED"] as const)
      expect(failure(code, "")).toMatchObject({ retry: "no", who: "user", stops: "account" })
  })

  it("lets one missing permission stop one stream only", () => {
    expect(failure("PERMISSION_MISSING", "")).toMatchObject({ retry: "no", who: "user", stops: "stream" })
  })

  it("waits out a refusal of the rate", () => {
    for (const code of ["RATE_LIMITED", "LOCKED_OUT"] as const) expect(failure(code, "").retry).toBe("after")
  })

  it("takes what the exchange says more exactly", () => {
    expect(failure("MAINTENANCE", "busy", { retryAfterMs: 5_000, exchangeCode: "1000" })).toMatchObject({
      code: "MAINTENANCE",
      retry: "now",
      retryAfterMs: 5_000,
      exchangeCode: "1000",
      message: "busy"
    })
  })
})
