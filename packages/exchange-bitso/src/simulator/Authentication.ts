/**
 * Checks `Authorization: Bitso <key>:<nonce>:<signature>` for real. The signature covers nonce, method, the path as it
 * was received with its query, and the body.
 */
import { createHmac, timingSafeEqual } from "node:crypto"
import { makeNonceStore } from "@caudal/exchange/simulator"

export interface Credentials {
  readonly apiKey: string
  readonly apiSecret: string
}

export interface AuthenticationOptions {
  readonly credentials: Credentials
  /** How far a nonce's clock may be from ours, either way. */
  readonly nonceWindowMs: number
  /** Also accept the old scheme: 13 digits, strictly increasing. */
  readonly nonceV1: boolean
}

export interface Signed {
  readonly method: string
  /** Path and query as received. */
  readonly target: string
  readonly body: string
  readonly authorization: string | null
}

export interface Verdict {
  readonly accepted: boolean
  readonly nonce: string | null
  readonly nonceRose: boolean | null
}

const header = /^Bitso ([^:\s]+):(\d{1,19}):([0-9a-f]{64})$/
/** What can be seen of a nonce when the header is wrong otherwise: for the log only. */
const nonceOf = (authorization: string): string | null => /^Bitso [^:\s]*:(\d{1,19}):/.exec(authorization)?.[1] ?? null

export const sign = (secret: string, message: string): string => createHmac("sha256", secret).update(message).digest("hex")

export const makeAuthentication = (options: AuthenticationOptions, now: () => number) => {
  const { apiKey, apiSecret } = options.credentials
  const nonces = makeNonceStore(2 * options.nonceWindowMs, now)

  const nonceAccepted = (nonce: string, fresh: boolean, rose: boolean, at: number): boolean => {
    if (nonce.length < 14) return options.nonceV1 && nonce.length === 13 && rose
    return fresh && Math.abs(Number(nonce.slice(0, 13)) - at) <= options.nonceWindowMs
  }

  /** `at`: the exchange's clock for this request. */
  return ({ method, target, body, authorization }: Signed, at: number): Verdict => {
    const parts = authorization === null ? null : header.exec(authorization)
    if (parts === null) return { accepted: false, nonce: authorization === null ? null : nonceOf(authorization), nonceRose: null }
    const [, key = "", nonce = "", signature = ""] = parts
    if (key !== apiKey) return { accepted: false, nonce, nonceRose: null }
    const expected = sign(apiSecret, nonce + method + target + body)
    const genuine = timingSafeEqual(Buffer.from(expected), Buffer.from(signature))
    // A forged request must not burn nonces of the key's owner.
    if (!genuine) return { accepted: false, nonce, nonceRose: null }
    const { fresh, rose } = nonces.use(nonce)
    return { accepted: nonceAccepted(nonce, fresh, rose, at), nonce, nonceRose: rose }
  }
}
