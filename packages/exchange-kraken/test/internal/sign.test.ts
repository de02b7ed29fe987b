import { createHash, createHmac } from "node:crypto"
import type { Term } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { kraken } from "../../src/index.ts"

/** The documentation's example key: it opens nothing. */
const secret = "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=="

/** A second, independent evaluator of the terms that Kraken's recipe uses. */
const evaluate = (term: Term, secrets: Record<string, string>): Buffer => {
  if (typeof term === "string") return Buffer.from(term, "utf8")
  if ("concat" in term) return Buffer.concat(term.concat.map((part) => evaluate(part, secrets)))
  if ("secret" in term) return Buffer.from(secrets[term.secret] ?? "", term.from ?? "utf8")
  if ("hash" in term) return createHash(term.hash).update(evaluate(term.of, secrets)).digest()
  if ("hmac" in term) return createHmac(term.hmac, evaluate(term.key, secrets)).update(evaluate(term.of, secrets)).digest()
  if ("encode" in term) return Buffer.from(evaluate(term.of, secrets).toString(term.encode === "hex" ? "hex" : "base64"))
  throw new Error("a term that Kraken does not need")
}

const signed = (target: string, nonce: string, body: string) => {
  const recipe = kraken.sign({ method: "POST", host: "api.kraken.com", target, body }, { nonce })
  const text = (term: Term | undefined) => evaluate(term ?? "", { apiKey: "key", apiSecret: secret }).toString("utf8")
  return {
    body: text(recipe.body),
    key: text(recipe.headers?.["api-key"]),
    signature: text(recipe.headers?.["api-sign"]),
    type: text(recipe.headers?.["content-type"])
  }
}

describe("a signed call", () => {
  it.each([
    [
      // Kraken's REST authentication guide. It signs an order; the rule is the same for reads, the only thing we send.
      "/0/private/AddOrder",
      "1616492376594",
      "ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25",
      "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ=="
    ],
    [
      "/0/private/BalanceEx",
      "1616492376595",
      "",
      "OM0gdnEGEucgLZOisxgHOP6j8kpLtzsuiTaYYKO15u2NPIvAxrATlRLCHMgbpfVbqn+mV2HKz66I5nmynDhlaQ=="
    ]
  ])("agrees with the vector of %s", (target, nonce, body, signature) => {
    expect(signed(target, nonce, body)).toEqual({
      body: `nonce=${nonce}${body === "" ? "" : `&${body}`}`,
      key: "key",
      signature,
      type: "application/x-www-form-urlencoded"
    })
  })

  it("puts no secret anywhere but in the declared places", () => {
    const text = JSON.stringify(
      kraken.sign({ method: "POST", host: "api.kraken.com", target: "/0/private/BalanceEx", body: "" }, { nonce: "1" })
    )
    expect(text.match(/"secret":"\w+"/g)).toEqual(['"secret":"apiKey"', '"secret":"apiSecret"'])
    expect(kraken.manifest.credentials.fields.map((field) => [field.name, field.appearsIn])).toEqual([
      ["apiKey", ["header:api-key"]],
      ["apiSecret", []]
    ])
    for (const { pattern } of [kraken.manifest.credentials.fields[1]!]) expect(new RegExp(`^(?:${pattern})$`).test(secret)).toBe(true)
  })
})
