/**
 * `API-Sign: base64(HMAC-SHA512(base64 secret, path + SHA256(nonce + body)))`, where the body is the form as sent and begins
 * with the nonce. Agrees with the example of Kraken's own guide.
 */
import type { Recipe, Signable } from "@caudal/exchange"

export const sign = (request: Signable, { nonce }: { readonly nonce: string }): Recipe => {
  const body = `nonce=${nonce}${request.body === "" ? "" : `&${request.body}`}`
  return {
    headers: {
      "api-key": { secret: "apiKey" },
      "api-sign": {
        encode: "base64",
        of: {
          hmac: "sha512",
          key: { secret: "apiSecret", from: "base64" },
          of: { concat: [request.target, { hash: "sha256", of: nonce + body }] }
        }
      },
      "content-type": "application/x-www-form-urlencoded"
    },
    body
  }
}
