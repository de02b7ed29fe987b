/**
 * Checks `API-Key` and `API-Sign` for real: base64(HMAC-SHA512(secret, path + SHA256(nonce + body))). The nonce must be
 * above every one before it.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto"

export interface Credentials {
  readonly apiKey: string
  /** Base64. */
  readonly apiSecret: string
}

export interface Signed {
  readonly path: string
  readonly body: string
  readonly key: string | null
  readonly signature: string | null
}

export interface Verdict {
  /** The error, or `null` when the request is let in. */
  readonly refusal: "EAPI:Invalid key" | "EAPI:Invalid signature" | "EAPI:Invalid nonce" | null
  readonly nonce: string | null
  readonly nonceRose: boolean | null
}

/** Above what any client uses: a nonce has 64 bits. */
const most = 2n ** 64n

export const sign = (secret: string, path: string, nonce: string, body: string): string =>
  createHmac("sha512", Buffer.from(secret, "base64"))
    .update(path)
    .update(
      createHash("sha256")
        .update(nonce + body)
        .digest()
    )
    .digest("base64")

const same = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export const makeAuthentication = ({ apiKey, apiSecret }: Credentials) => {
  let highest = -1n
  return ({ path, body, key, signature }: Signed): Verdict => {
    const text = new URLSearchParams(body).get("nonce")
    const nonce = text !== null && /^\d{1,20}$/.test(text) && BigInt(text) < most ? text : null
    if (key !== apiKey) return { refusal: "EAPI:Invalid key", nonce, nonceRose: null }
    // A forged request must not burn nonces of the key's owner.
    if (signature === null || !same(sign(apiSecret, path, text ?? "", body), signature))
      return { refusal: "EAPI:Invalid signature", nonce, nonceRose: null }
    const nonceRose = nonce !== null && BigInt(nonce) > highest
    if (nonceRose) highest = BigInt(nonce)
    return { refusal: nonceRose ? null : "EAPI:Invalid nonce", nonce, nonceRose }
  }
}
