/**
 * Checks a signed request for real: the key in its header, the time of it, and `signature`, which is the last parameter and
 * covers query and body as they were sent.
 */
import type { Answer } from "@caudal/exchange/simulator"
import { createHmac, timingSafeEqual } from "node:crypto"
import { badFormat, badSignature, illegal, missing, notLetIn, tooEarly, tooOld } from "./Errors.ts"

export interface Credentials {
  readonly apiKey: string
  readonly apiSecret: string
}

export interface Signed {
  /** Without the question mark. */
  readonly query: string
  readonly body: string
  readonly key: string | null
}

export const sign = (secret: string, payload: string): string => createHmac("sha256", secret).update(payload).digest("hex")

const same = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const longestWindow = 60_000

/** `null`: the request is let in. `address`: what Binance takes for the caller's. */
export const makeAuthentication =
  ({ apiKey, apiSecret }: Credentials, address: string) =>
  ({ query, body, key }: Signed, now: number): Answer | null => {
    if (key === null || !/^[A-Za-z0-9]{64}$/.test(key)) return badFormat
    if (key !== apiKey) return notLetIn(address)
    const match = /^(?:(.*)&)?signature=([0-9a-fA-F]*)$/.exec(query)
    if (match === null) return missing("signature")
    const [, payload = "", signature = ""] = match
    if (!same(sign(apiSecret, payload + body), signature.toLowerCase())) return badSignature
    const fields = new URLSearchParams(payload)
    const [timestamp, window] = [fields.get("timestamp"), fields.get("recvWindow") ?? "5000"]
    if (timestamp === null || timestamp === "") return missing("timestamp")
    if (!/^\d{13}$/.test(timestamp)) return illegal("timestamp")
    if (!/^\d{1,5}(\.\d{1,3})?$/.test(window) || Number(window) > longestWindow) return illegal("recvWindow")
    if (Number(timestamp) >= now + 1000) return tooEarly
    return now - Number(timestamp) > Number(window) ? tooOld : null
  }
