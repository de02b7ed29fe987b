import { createHmac } from "node:crypto"
import type { Term } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { bitso } from "../../src/index.ts"

/** A second, independent evaluator of the terms that Bitso's recipe uses. */
const evaluate = (term: Term, secrets: Record<string, string>): Buffer => {
  if (typeof term === "string") return Buffer.from(term, "utf8")
  if ("concat" in term) return Buffer.concat(term.concat.map((part) => evaluate(part, secrets)))
  if ("secret" in term) return Buffer.from(secrets[term.secret] ?? "", "utf8")
  if ("hmac" in term) return createHmac(term.hmac, evaluate(term.key, secrets)).update(evaluate(term.of, secrets)).digest()
  if ("encode" in term) return Buffer.from(evaluate(term.of, secrets).toString(term.encode === "hex" ? "hex" : "base64"))
  throw new Error("a term that Bitso does not need")
}

const authorization = (target: string, nonce: string, apiSecret: string): string => {
  const recipe = bitso.sign({ method: "GET", host: "https://bitso.com", target, body: "" }, { nonce })
  return evaluate(recipe.headers?.["authorization"] ?? "", { apiKey: "key", apiSecret }).toString("utf8")
}

describe("a signed call", () => {
  it.each([
    ["/api/v3/balance", "1731349200123123456", "test-secret", "0e28f70e7dd03ff1b0a62ed4f0a180f3f54f538e61de3f27c85c0861b1701011"],
    [
      "/api/v3/ledger?limit=100&sort=asc",
      "1731349200123123456",
      "test-secret",
      "28cc6f0174cddd87cdcb5419ce89459fd18ab461ef2f8bbdc27cd645efeb15f8"
    ],
    ["/v3/balance/", "1731349200123123456", "test-secret", "dd7e65e6d634d8a36acd57fc8c10ca89a62e5a86d78098cf1f9d6752591e1306"],
    ["/api/v3/ledger?limit=100", "1795365639782", "S", "895b2cbcdd4da2345fa2e0b42baf50e99082d4774288d4a279bb5d4e8a7b49ea"]
  ])("carries the known signature of %s", (target, nonce, secret, signature) => {
    expect(authorization(target, nonce, secret)).toBe(`Bitso key:${nonce}:${signature}`)
  })

  it("puts no secret anywhere but in the declared places", () => {
    const text = JSON.stringify(
      bitso.sign({ method: "GET", host: "https://bitso.com", target: "/api/v3/balance", body: "" }, { nonce: "1" })
    )
    expect(text.match(/"secret":"\w+"/g)).toEqual(['"secret":"apiKey"', '"secret":"apiSecret"'])
    expect(bitso.manifest.credentials.fields.map((field) => [field.name, field.appearsIn])).toEqual([
      ["apiKey", ["header:authorization"]],
      ["apiSecret", []]
    ])
  })
})
