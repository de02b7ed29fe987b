/**
 * `X-Auth-Signature`: HMAC-SHA256, in hex, of everything in a row: "BITSTAMP " and the key, method, host, path, query, content
 * type, nonce, time, version and body. A call without body has no content type, neither here nor as a header.
 */
import type { Recipe, Signable, Term } from "@caudal/exchange"

const version = "v2"
const form = "application/x-www-form-urlencoded"

/** The host's number in the 36 characters of a UUID of version 4. */
export const uuidOf = (nonce: string): string => {
  const digits = nonce.padStart(30, "0").slice(-30)
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-8${digits.slice(15, 18)}-${digits.slice(18)}`
}

export const sign = (
  { method, host, target, body }: Signable,
  { nonce, time }: { readonly nonce: string; readonly time: number }
): Recipe => {
  const unique = uuidOf(nonce)
  const key: Term = { concat: ["BITSTAMP ", { secret: "apiKey" }] }
  const rest = method + host + target.replace("?", "") + (body === "" ? "" : form) + unique + String(time) + version + body
  return {
    headers: {
      "x-auth": key,
      "x-auth-nonce": unique,
      "x-auth-timestamp": String(time),
      "x-auth-version": version,
      "x-auth-signature": { encode: "hex", of: { hmac: "sha256", key: { secret: "apiSecret" }, of: { concat: [key, rest] } } },
      ...(body === "" ? {} : { "content-type": form })
    }
  }
}
