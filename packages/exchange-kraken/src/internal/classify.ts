/**
 * Is a reply an answer, and if not, what failed? Kraken says no in an HTTP 200 whose `error` list is not empty; what starts
 * with W is only a warning. Beside that come proxies' pages and statuses (520, 525 and 504 are usual). Total.
 */
import type { Failure, FailureCode, Json, Reply } from "@caudal/exchange"
import { failure, LosslessJson } from "@caudal/exchange"
import { codeOf, meaningOf } from "./errors.ts"

/** How long the counter takes to come down from full; a lockout lasts longer. */
const counterMs = 45_000
const lockoutMs = 15 * 60_000

export const classify = (reply: Reply, endpoint: string): Failure | null => {
  const { json, status } = reply
  const error = json === undefined ? null : errorOf(json)
  if (error !== null) return refused(error, status, endpoint)
  if (status < 200 || status > 299) return failed(byStatus(status), null, endpoint)
  if (json === undefined) {
    return isPage(reply)
      ? named("WEB_PAGE", "Kraken sent a web page instead of data.", endpoint)
      : named("ANSWER_CUT_OFF", "Kraken's answer is empty or was cut off.", endpoint)
  }
  if (!LosslessJson.isObject(json) || !Array.isArray(json["error"]))
    return named("SCHEMA_DRIFT", "Kraken's answer has an unknown envelope.", endpoint)
  return hasShape(json["result"], endpoint) ? null : named("SCHEMA_DRIFT", "Kraken's answer has an unknown shape.", endpoint)
}

/** The first error that is no warning; `null` when there is none. */
const errorOf = (json: Json): string | null => {
  const listed = LosslessJson.isObject(json) ? json["error"] : undefined
  const errors: ReadonlyArray<unknown> = Array.isArray(listed) ? listed : typeof listed === "string" ? [listed] : []
  const first = errors.find((error) => typeof error !== "string" || !error.startsWith("W"))
  return first === undefined ? null : typeof first === "string" ? first : ""
}

const refused = (error: string, status: number, endpoint: string): Failure => {
  const exchangeCode = codeOf(error)
  const known = exchangeCode === null ? undefined : meaningOf(exchangeCode)
  // Of these calls' parameters only the cursor ever changes.
  if (known?.[0] === "ADAPTER_BUG" && (endpoint === "deposits" || endpoint === "withdrawals"))
    return failed(lostPlace, exchangeCode, endpoint)
  if (known !== undefined) return failed(known, exchangeCode, endpoint)
  const unknown = status < 200 || status > 299 ? byStatus(status) : (["SCHEMA_DRIFT", "Kraken reported an unknown failure."] as const)
  return failed(unknown, exchangeCode, endpoint)
}

const lostPlace = ["CURSOR_INVALID", "Kraken does not know the place that this page was to start from."] as const

const failed = ([code, message]: readonly [FailureCode, string], exchangeCode: string | null, endpoint: string): Failure =>
  named(code, message, endpoint, {
    exchangeCode,
    retryAfterMs: code === "LOCKED_OUT" ? lockoutMs : code === "RATE_LIMITED" ? counterMs : null
  })

/** For replies that carry no error of Kraken's own. */
const byStatus = (status: number): readonly [FailureCode, string] => {
  if (status === 429 || status === 420) return ["RATE_LIMITED", "A proxy before Kraken counts too many requests."]
  if (status === 401) return ["AUTH_INVALID", "Kraken refused the credentials without saying why."]
  if (status === 403) return ["NETWORK", "A proxy before Kraken refused the call."]
  if (status === 404 || status === 410) return ["SCHEMA_DRIFT", "Kraken does not have this call any more."]
  if (status === 451) return ["REGION_BLOCKED", "Kraken does not serve the place this call comes from."]
  if (status === 408 || status === 504 || status === 522 || status === 524) return ["TIMEOUT", "Kraken did not answer in time."]
  if (status >= 500) return ["MAINTENANCE", "Kraken, or the proxy before it, failed."]
  if (status >= 300 && status < 400) return ["SCHEMA_DRIFT", "Kraken wants to send the call elsewhere."]
  return ["SCHEMA_DRIFT", "Kraken reported a failure in an unknown form."]
}

const named = (code: FailureCode, message: string, endpoint: string, over: Partial<Failure> = {}): Failure =>
  failure(code, `${endpoint}: ${message}`, over)

const isPage = (reply: Reply): boolean => (reply.contentType ?? "").toLowerCase().includes("html") || reply.text.trimStart().startsWith("<")

const hasShape = (result: Json | undefined, endpoint: string): boolean => {
  switch (endpoint) {
    case "ledger":
    case "trades": {
      const rows = LosslessJson.isObject(result) ? result[endpoint] : undefined
      return LosslessJson.isObject(rows) || (Array.isArray(rows) && rows.length === 0)
    }
    case "deposits":
    case "withdrawals":
      return Array.isArray(result) || (LosslessJson.isObject(result) && Object.values(result).some(Array.isArray))
    case "api_key_info":
      return LosslessJson.isObject(result) && Array.isArray(result["permissions"])
    default:
      return LosslessJson.isObject(result)
  }
}
