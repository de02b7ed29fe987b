import {
  AccountMismatch,
  type ConnectError,
  ConsentRequired,
  ExchangeRefused,
  InvalidCredentials,
  KeyTooPowerful,
  MarketDataOnly,
  UnknownExchange
} from "@caudal/engine"
import { failure, failureCodes } from "@caudal/exchange"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { advice } from "../src/advice.ts"
import { serveFake } from "./fakeEngine.ts"

const connectWith = async (error: ConnectError, more = "") => {
  const { ask, runtime } = serveFake({ connect: Effect.fail(error) })
  const answer = await ask(`mutation { connectExchange(input: { exchange: "bitso", credentials: [{ name: "key", value: "abc" }] }) {
    __typename ... on Problem { code message who whatToDo(locale: ES) retry retryAfterSeconds exchangeCode } ${more} } }`)
  await runtime.dispose()
  expect(answer.errors).toBeUndefined()
  return answer.data.connectExchange
}

describe("connecting names every failure, who must act and what to do", () => {
  it.each(failureCodes.map((code) => [code]))("%s", async (code) => {
    const problem = await connectWith(
      new ExchangeRefused({ failure: failure(code, `because of ${code}`, { retryAfterMs: 1500, exchangeCode: "0101" }) })
    )
    expect(problem).toMatchObject({
      code,
      message: `because of ${code}`,
      whatToDo: advice[code].es,
      retryAfterSeconds: 2,
      exchangeCode: "0101"
    })
    expect(problem.who).toMatch(/^(USER|EXCHANGE|ADAPTER|HOST)$/)
  })

  it.each([
    ["AUTH_INVALID", "KeyRefused"],
    ["AUTH_EXPIRED", "KeyRefused"],
    ["PERMISSION_MISSING", "PermissionMissing"],
    ["IP_NOT_ALLOWED", "IpNotAllowed"],
    ["CLOCK_SKEW", "ClockSkew"],
    ["ACCOUNT_LOCKED", "AccountLocked"],
    ["LOCKED_OUT", "RateLimited"],
    ["MAINTENANCE", "ExchangeUnavailable"],
    ["TIMEOUT", "ExchangeUnavailable"],
    ["WEB_PAGE", "ExchangeUnavailable"],
    ["ANSWER_CUT_OFF", "ExchangeUnavailable"],
    ["SCHEMA_DRIFT", "ExchangeProblem"]
  ] as const)("%s has the type %s", async (code, type) => {
    expect((await connectWith(new ExchangeRefused({ failure: failure(code, "x") }))).__typename).toBe(type)
  })

  it.each([
    [
      new MarketDataOnly({ exchange: "Gemini" }),
      "... on MarketDataOnly { message }",
      { code: "MARKET_DATA_ONLY", who: "USER", retry: "NO" }
    ],
    [new UnknownExchange({ exchange: "kraken" }), "... on UnknownExchange { exchange }", { code: "UNKNOWN_EXCHANGE", exchange: "kraken" }],
    [
      new InvalidCredentials({ field: "secret", problem: "not-a-field" }),
      "... on InvalidCredentials { field problem }",
      { code: "INVALID_CREDENTIALS", field: "secret", problem: "NOT_A_FIELD" }
    ],
    [new KeyTooPowerful({ rights: ["withdraw"] }), "... on KeyTooPowerful { rights }", { code: "KEY_TOO_POWERFUL", rights: ["withdraw"] }],
    [
      new ConsentRequired({ unverified: ["trade"] }),
      "... on ConsentRequired { unverified }",
      { code: "CONSENT_REQUIRED", unverified: ["trade"] }
    ],
    [new AccountMismatch(), "", { code: "ACCOUNT_MISMATCH" }]
  ] as const)("%s", async (error, more, expected) => {
    expect(await connectWith(error, more)).toMatchObject({ __typename: error._tag, who: "USER", retry: "NO", ...expected })
  })

  it("refuses a credential field that is given twice", async () => {
    const { ask, runtime } = serveFake()
    const { data } =
      await ask(`mutation { connectExchange(input: { exchange: "bitso", credentials: [{ name: "key", value: "a" }, { name: "key", value: "b" }] }) {
      ... on InvalidCredentials { field problem } } }`)
    expect(data.connectExchange).toEqual({ field: "key", problem: "MALFORMED" })
    await runtime.dispose()
  })
})
