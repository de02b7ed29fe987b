import { createHmac } from "node:crypto"
import type { Term } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { binance } from "../../src/index.ts"

/** The key pair of Binance's own documentation: it opens nothing. */
const apiKey = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
const apiSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"

/** A second, independent evaluator of the terms that Binance's recipe uses. */
const evaluate = (term: Term, secrets: Record<string, string>): Buffer => {
  if (typeof term === "string") return Buffer.from(term, "utf8")
  if ("secret" in term) return Buffer.from(secrets[term.secret] ?? "", term.from ?? "utf8")
  if ("hmac" in term) return createHmac(term.hmac, evaluate(term.key, secrets)).update(evaluate(term.of, secrets)).digest()
  if ("encode" in term) return Buffer.from(evaluate(term.of, secrets).toString(term.encode === "hex" ? "hex" : "base64"))
  throw new Error("a term that Binance does not need")
}

const signed = (target: string, body = "") => {
  const recipe = binance.sign({ method: body === "" ? "GET" : "POST", host: "api.binance.com", target, body }, { time: 1_499_827_319_559 })
  const text = (term: Term | undefined) => evaluate(term ?? "", { apiKey, apiSecret }).toString("utf8")
  return {
    key: text(recipe.headers?.["x-mbx-apikey"]),
    query: Object.entries(recipe.query ?? {}).map(([name, term]) => [name, text(term)])
  }
}

const order = (symbol: string) => `/api/v3/order?symbol=${symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1`

describe("a signed call", () => {
  // Binance signs an order; the rule is the same for reads, the only thing we send.
  it.each([
    [order("LTCBTC"), "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"],
    [order("%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96"), "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"]
  ])("agrees with the vector of %s", (target, signature) => {
    expect(signed(target)).toEqual({
      key: apiKey,
      query: [
        ["recvWindow", "5000"],
        ["timestamp", "1499827319559"],
        ["signature", signature]
      ]
    })
  })

  it("covers a body behind the query, without anything between", () => {
    const rest = "recvWindow=5000&timestamp=1499827319559"
    const expected = createHmac("sha256", apiSecret).update(`symbol=LTCBTC&${rest}quantity=1`).digest("hex")
    expect(signed("/api/v3/order?symbol=LTCBTC", "quantity=1").query.at(-1)).toEqual(["signature", expected])
  })

  it("of a target without parameters begins with its own", () => {
    const expected = createHmac("sha256", apiSecret).update("recvWindow=5000&timestamp=1499827319559").digest("hex")
    expect(signed("/sapi/v1/account/apiRestrictions").query.at(-1)).toEqual(["signature", expected])
  })

  it("puts no secret anywhere but in the declared places", () => {
    const text = JSON.stringify(binance.sign({ method: "GET", host: "api.binance.com", target: "/api/v3/account", body: "" }, { time: 1 }))
    expect(text.match(/"secret":"\w+"/g)).toEqual(['"secret":"apiKey"', '"secret":"apiSecret"'])
    const { fields } = binance.manifest.credentials
    expect(fields.map((field) => [field.name, field.appearsIn])).toEqual([
      ["apiKey", ["header:x-mbx-apikey"]],
      ["apiSecret", []]
    ])
    for (const [i, value] of [apiKey, apiSecret].entries()) expect(new RegExp(`^(?:${fields[i]!.pattern})$`).test(value)).toBe(true)
  })
})
