import { createHmac } from "node:crypto"
import type { Term } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bitstamp } from "../../src/index.ts"
import { uuidOf } from "../../src/internal/sign.ts"

/** A second, independent evaluator of the terms that Bitstamp's recipe uses. */
const evaluate = (term: Term, secrets: Record<string, string>): Buffer => {
  if (typeof term === "string") return Buffer.from(term, "utf8")
  if ("concat" in term) return Buffer.concat(term.concat.map((part) => evaluate(part, secrets)))
  if ("secret" in term) return Buffer.from(secrets[term.secret] ?? "")
  if ("hmac" in term) return createHmac(term.hmac, evaluate(term.key, secrets)).update(evaluate(term.of, secrets)).digest()
  if ("encode" in term) return Buffer.from(evaluate(term.of, secrets).toString(term.encode === "hex" ? "hex" : "base64"))
  throw new Error("a term that Bitstamp does not need")
}

const secrets = { apiKey: "dummykey", apiSecret: "dummysecret" }
const time = 1_567_755_304_968
const signed = (body: string, nonce = "1567755304968000000") => {
  const request = { method: "POST", host: "www.bitstamp.net", target: "/api/v2/user_transactions/", body } as const
  const headers = bitstamp.sign(request, { nonce, time }).headers ?? {}
  return Object.fromEntries(Object.entries(headers).map(([name, term]) => [name, evaluate(term, secrets).toString("utf8")]))
}

describe("a signed call", () => {
  it("says the same as the layout of the documentation, computed by hand", () => {
    const body = "offset=0&limit=1000"
    const nonce = uuidOf("1567755304968000000")
    const text = `BITSTAMP dummykeyPOSTwww.bitstamp.net/api/v2/user_transactions/application/x-www-form-urlencoded${nonce}${time}v2${body}`
    expect(signed(body)).toEqual({
      "x-auth": "BITSTAMP dummykey",
      "x-auth-nonce": nonce,
      "x-auth-timestamp": String(time),
      "x-auth-version": "v2",
      "x-auth-signature": createHmac("sha256", "dummysecret").update(text).digest("hex"),
      "content-type": "application/x-www-form-urlencoded"
    })
  })

  it("agrees with a vector whose nonce is a random one", () => {
    // Computed apart from this code, for nonce f93c979d-b00d-43a9-9b9c-fd4cd9547fa6 in place of ours.
    const text =
      "BITSTAMP dummykeyPOSTwww.bitstamp.net/api/v2/user_transactions/application/x-www-form-urlencodedf93c979d-b00d-43a9-9b9c-fd4cd9547fa61567755304968v2offset=0&limit=1000"
    const recipe = bitstamp.sign(
      { method: "POST", host: "www.bitstamp.net", target: "/api/v2/user_transactions/", body: "offset=0&limit=1000" },
      { nonce: "1", time }
    ).headers?.["x-auth-signature"]
    const random = JSON.parse(JSON.stringify(recipe).replace(uuidOf("1"), "f93c979d-b00d-43a9-9b9c-fd4cd9547fa6")) as Term
    expect(evaluate(random, secrets).toString()).toBe("b63f30e8888f5a3c1441e2612e45d80ca73fc44c7cbd2d2b5152b5dfedede5c9")
    expect(createHmac("sha256", "dummysecret").update(text).digest("hex")).toBe(
      "b63f30e8888f5a3c1441e2612e45d80ca73fc44c7cbd2d2b5152b5dfedede5c9"
    )
  })

  it("without a body has no content type, neither as a header nor in what is signed", () => {
    const headers = signed("")
    expect(headers["content-type"]).toBeUndefined()
    const text = `BITSTAMP dummykeyPOSTwww.bitstamp.net/api/v2/user_transactions/${headers["x-auth-nonce"]}${time}v2`
    expect(headers["x-auth-signature"]).toBe(createHmac("sha256", "dummysecret").update(text).digest("hex"))
  })

  it("has 36 characters of a UUID for a nonce, another for every number", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }), fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }), (a, b) => {
        const [x, y] = [uuidOf(String(a)), uuidOf(String(b))]
        expect(x).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(x === y).toBe(a === b)
      })
    )
  })

  it("puts no secret anywhere but in the declared places", () => {
    const text = JSON.stringify(bitstamp.sign({ method: "POST", host: "h", target: "/", body: "" }, { nonce: "1", time }))
    expect(text.match(/"secret":"apiSecret"/g)).toHaveLength(1)
    expect(bitstamp.manifest.credentials.fields.map(({ name, appearsIn }) => [name, appearsIn])).toEqual([
      ["apiKey", ["header:x-auth", "header:x-auth-signature"]],
      ["apiSecret", []]
    ])
  })
})
