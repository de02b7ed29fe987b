/**
 * How a request is signed, as a description: the vault evaluates it, and this code never sees the secret.
 * `test/internal/sign.test.ts` must agree with an example that the exchange itself publishes.
 */
import type { Recipe, Signable } from "@caudal/exchange"

export const sign = ({ method, target, body }: Signable, { nonce }: { readonly nonce: string }): Recipe => ({
  headers: {
    "x-key": { secret: "apiKey" },
    "x-time": nonce,
    "x-signature": { encode: "hex", of: { hmac: "sha256", key: { secret: "apiSecret" }, of: nonce + method + target + body } }
  }
})
