/**
 * Is a reply an answer, and if not, what failed? Total over everything Bitso and the proxies before it have been seen to
 * send: error bodies with and without `success`, string, numeric and missing codes, bare-string errors, the `errors` list
 * of the RFQ service, HTML pages, truncated JSON, empty bodies. Messages are ours: theirs may carry anything.
 */
import type { Failure, FailureCode, Json, Reply } from "@caudal/exchange"
import { failure, LosslessJson } from "@caudal/exchange"
import { meaningOf } from "./errorCodes.ts"

/** The lock-out lasts a minute; a call that comes too early may prolong it. */
const lockoutMs = 65_000

export const classify = (reply: Reply, endpoint: string): Failure | null => {
  const { json, status } = reply
  const error = json === undefined ? null : errorOf(json)
  if (error !== null || status < 200 || status > 299) return failed(reply, error?.code ?? null, endpoint)
  if (json === undefined) {
    return isPage(reply)
      ? named("WEB_PAGE", "Bitso sent a web page instead of data.", endpoint)
      : named("ANSWER_CUT_OFF", "Bitso's answer is empty or was cut off.", endpoint)
  }
  if (!LosslessJson.isObject(json) || json["success"] !== true)
    return named("SCHEMA_DRIFT", "Bitso's answer has an unknown envelope.", endpoint)
  return hasShape(json["payload"], endpoint) ? null : named("SCHEMA_DRIFT", "Bitso's answer has an unknown shape.", endpoint)
}

/** `null`: no error body. The code may be missing from one. */
const errorOf = (json: Json): { readonly code: string | null } | null => {
  if (!LosslessJson.isObject(json)) return null
  const { error, errors } = json
  const first: unknown = error ?? (Array.isArray(errors) ? errors[0] : undefined)
  if (LosslessJson.isObject(first)) return { code: codeOf(first["code"]) }
  return (first !== undefined && first !== null) || json["success"] === false ? { code: null } : null
}

/** A code as printed; anything longer than a code is not repeated. */
const codeOf = (code: unknown): string | null => {
  const text = typeof code === "number" ? String(code) : code
  return typeof text === "string" && /^[\w.-]{1,16}$/.test(text) ? text : null
}

const failed = (reply: Reply, exchangeCode: string | null, endpoint: string): Failure => {
  const { status } = reply
  const known = exchangeCode === null ? undefined : meaningOf(exchangeCode)
  const throttled = status === 420 || status === 429
  const [code, message] = throttled && known?.[0] !== "LOCKED_OUT" ? throttling : (known ?? byStatus(status, isPage(reply)))
  const waits = code === "RATE_LIMITED" || code === "LOCKED_OUT"
  return named(code, message, endpoint, { exchangeCode, retryAfterMs: waits ? lockoutMs : null })
}

const throttling = ["RATE_LIMITED", "Too many requests: Bitso answers again in a minute."] as const

/** For failures without a code that we know. Bitso itself answers an unknown path with nothing, a proxy with a page. */
const byStatus = (status: number, page: boolean): readonly [FailureCode, string] => {
  if (status === 401) return ["AUTH_INVALID", "Bitso refused the credentials without saying why."]
  if (status === 403) return ["NETWORK", "A proxy before Bitso refused the call."]
  if (status === 410 || (status === 404 && !page)) return ["MARKET_GONE", "Bitso does not have this endpoint any more."]
  if (status === 404) return ["SCHEMA_DRIFT", "Something before Bitso does not know this endpoint."]
  if (status === 451) return ["REGION_BLOCKED", "Bitso does not serve the place this call comes from."]
  if (status === 408 || status === 504 || status === 522 || status === 524) return ["TIMEOUT", "Bitso did not answer in time."]
  if (status >= 500) return ["MAINTENANCE", "Bitso failed inside."]
  if (status >= 300 && status < 400) return ["SCHEMA_DRIFT", "Bitso wants to send the call elsewhere."]
  return ["SCHEMA_DRIFT", "Bitso reported a failure in an unknown form."]
}

const named = (code: FailureCode, message: string, endpoint: string, over: Partial<Failure> = {}): Failure =>
  failure(code, `${endpoint}: ${message}`, over)

const isPage = (reply: Reply): boolean => (reply.contentType ?? "").toLowerCase().includes("html") || reply.text.trimStart().startsWith("<")

const hasShape = (payload: Json | undefined, endpoint: string): boolean => {
  switch (endpoint) {
    case "account_status":
      return LosslessJson.isObject(payload)
    case "balance":
      return LosslessJson.isObject(payload) && Array.isArray(payload["balances"])
    case "fees":
      return LosslessJson.isObject(payload) && Array.isArray(payload["fees"])
    case "ticker":
      return Array.isArray(payload) || LosslessJson.isObject(payload)
    default:
      return Array.isArray(payload)
  }
}
