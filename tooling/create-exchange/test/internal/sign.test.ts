import { createHmac } from "node:crypto"
import type { Term } from "@caudal/exchange"
import { expect, it } from "vitest"
import { sign } from "../../src/internal/sign.ts"

/** The terms that the recipe uses, evaluated a second time and apart from the vault. */
const evaluate = (term: Term, secrets: Readonly<Record<string, string>>): Buffer => {
  if (typeof term === "string") return Buffer.from(term)
  if ("concat" in term) return Buffer.concat(term.concat.map((part) => evaluate(part, secrets)))
  if ("secret" in term) return Buffer.from(secrets[term.secret] ?? "", term.from)
  if ("hmac" in term) return createHmac(term.hmac, evaluate(term.key, secrets)).update(evaluate(term.of, secrets)).digest()
  if ("encode" in term) return Buffer.from(evaluate(term.of, secrets).toString(term.encode))
  throw new Error("a term that this recipe does not need")
}

// To do: the example that the exchange publishes: key, request, expected signature. Without one, the layout by hand, as here.
it("a signature covers the time, the method, the target and the body", () => {
  const request = { method: "GET", host: "api.quetzal.example", target: "/v1/ledger?limit=100", body: "" } as const
  const { headers = {} } = sign(request, { nonce: "1700000000000" })
  const sent = Object.entries(headers).map(([name, term]) => [name, evaluate(term, { apiKey: "a key", apiSecret: "a secret" }).toString()])
  expect(Object.fromEntries(sent)).toEqual({
    "x-key": "a key",
    "x-time": "1700000000000",
    "x-signature": createHmac("sha256", "a secret").update("1700000000000GET/v1/ledger?limit=100").digest("hex")
  })
})
