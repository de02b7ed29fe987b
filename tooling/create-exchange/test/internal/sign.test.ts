import { expect, it } from "vitest"
import { sign } from "../../src/internal/sign.ts"

// To do: the example that the exchange publishes, evaluated: key, request, expected signature.
it("a signature covers the time, the method, the target and the body", () => {
  const request = { method: "GET", host: "api.quetzal.example", target: "/v1/ledger?limit=100", body: "" } as const
  expect(sign(request, { nonce: "1700000000000" }).headers).toEqual({
    "x-key": { secret: "apiKey" },
    "x-time": "1700000000000",
    "x-signature": { encode: "hex", of: { hmac: "sha256", key: { secret: "apiSecret" }, of: "1700000000000GET/v1/ledger?limit=100" } }
  })
})
