/**
 * `Authorization: Bitso <key>:<nonce>:<hex of HMAC-SHA256(secret, nonce + METHOD + target + body)>`. The target is the
 * path as sent, with `/api` and the query, byte for byte.
 */
import type { Recipe, Signable } from "@caudal/exchange"

export const sign = (request: Signable, { nonce }: { readonly nonce: string }): Recipe => ({
  headers: {
    authorization: {
      concat: [
        "Bitso ",
        { secret: "apiKey" },
        ":",
        nonce,
        ":",
        {
          encode: "hex",
          of: { hmac: "sha256", key: { secret: "apiSecret" }, of: nonce + request.method + request.target + request.body }
        }
      ]
    }
  }
})
