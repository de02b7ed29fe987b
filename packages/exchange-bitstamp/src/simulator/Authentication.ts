/**
 * Checks the five `X-Auth` headers for real: key, version, a nonce of 36 characters that was not used for 150 seconds, a time
 * within 150 seconds, and HMAC-SHA256 of everything. With a body there must be a content type, without one there must be none.
 */
import { createHmac, timingSafeEqual } from "node:crypto"
import type { Answer, ReadRequest, Verdict } from "@caudal/exchange/simulator"
import { refuse } from "./Errors.ts"

const windowMs = 150_000

export interface Credentials {
  readonly apiKey: string
  readonly apiSecret: string
}

const same = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const required = [
  ["x-auth-signature", "API0013"],
  ["x-auth-nonce", "API0014"],
  ["x-auth-timestamp", "API0015"],
  ["x-auth-version", "API0016"]
] as const

const malformed = ({ headers, body }: ReadRequest): string | null => {
  if (headers.get("x-auth") === null) return "API0012"
  const missing = required.find(([name]) => headers.get(name) === null)
  if (missing !== undefined) return missing[1]
  if (headers.get("x-auth-version") !== "v2") return "API0010"
  const type = headers.get("content-type") ?? ""
  if (body === "" && type !== "") return "API0020"
  if (body !== "" && type !== "application/x-www-form-urlencoded") return "API0019"
  return /^\d{13}$/.test(headers.get("x-auth-timestamp") ?? "") ? null : "API0018"
}

export const makeAuthentication = ({ apiKey, apiSecret }: Credentials): ((request: ReadRequest) => Verdict) => {
  const seen = new Map<string, number>()
  const used = (nonce: string, at: number): boolean => {
    for (const [old, since] of seen) {
      if (at - since <= windowMs) break
      seen.delete(old)
    }
    const again = seen.has(nonce)
    if (!again) seen.set(nonce, at)
    return again
  }
  return (request) => {
    const { headers, method, host, target, body, at } = request
    const nonce = headers.get("x-auth-nonce")
    const verdict = (refusal: Answer | null, fresh: boolean | null = null): Verdict => ({ refusal, nonce, nonceRose: fresh })
    const wrong = malformed(request)
    if (wrong !== null) return verdict(refuse(wrong))
    if (headers.get("x-auth") !== `BITSTAMP ${apiKey}`) return verdict(refuse("API0001"))
    const time = headers.get("x-auth-timestamp")!
    const signed = `BITSTAMP ${apiKey}${method}${host}${target.replace("?", "")}${headers.get("content-type") ?? ""}${nonce}${time}v2${body}`
    // A forged request must not burn nonces of the key's owner.
    if (!same(createHmac("sha256", apiSecret).update(signed).digest("hex"), headers.get("x-auth-signature")!))
      return verdict(refuse("API0005"))
    if (Math.abs(Number(time) - at) > windowMs) return verdict(refuse("API0017"), true)
    const fresh = /^[0-9a-z-]{36}$/.test(nonce!) && !used(nonce!, at)
    return verdict(fresh ? null : refuse("API0004"), fresh)
  }
}
