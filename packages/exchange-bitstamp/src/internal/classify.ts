/** Is a reply an answer, and if not, what failed? Total: web pages, cut JSON and empty bodies are replies, too. */
import type { Failure, FailureCode, Json, Reply } from "@caudal/exchange"
import { failure, LosslessJson } from "@caudal/exchange"
import { codeIn, meaningOf } from "./errors.ts"

/** Only an object with one of these is a refusal; lists are answers. */
const marks = ["error", "code", "response_code", "reason"] as const

const textIn = (value: Json | undefined): string | null => (typeof value === "string" ? value : null)

const refusalOf = (json: Json | undefined): { readonly code: string | null; readonly text: string | null } | null => {
  if (!LosslessJson.isObject(json) || (json["status"] !== "error" && !marks.some((mark) => json[mark] !== undefined))) return null
  const text = textIn(json["reason"]) ?? textIn(json["error"]) ?? textIn(json["response_explanation"])
  const printed = textIn(json["code"]) ?? textIn(json["response_code"])
  return { code: printed?.slice(0, 16) ?? (text === null ? null : codeIn(text)), text }
}

const byStatus = (status: number): readonly [FailureCode, string] => {
  if (status === 429 || status === 420) return ["RATE_LIMITED", "Too many requests."]
  if (status === 401) return ["AUTH_INVALID", "Bitstamp refused the credentials without saying why."]
  if (status === 403) return ["NETWORK", "A proxy before Bitstamp refused the call."]
  if (status === 404 || status === 410) return ["SCHEMA_DRIFT", "Bitstamp does not have this call any more."]
  if (status === 451) return ["REGION_BLOCKED", "Bitstamp does not serve the place this call comes from."]
  if (status === 408 || status === 504) return ["TIMEOUT", "Bitstamp did not answer in time."]
  if (status >= 500) return ["MAINTENANCE", "Bitstamp, or the proxy before it, failed."]
  return ["SCHEMA_DRIFT", "Bitstamp reported a failure in an unknown form."]
}

const hasShape = (json: Json, endpoint: string): boolean => {
  if (endpoint !== "crypto_transactions" && endpoint !== "ohlc") return Array.isArray(json)
  if (!LosslessJson.isObject(json)) return false
  if (endpoint === "ohlc") return LosslessJson.isObject(json["data"]) && Array.isArray(json["data"]["ohlc"])
  return Array.isArray(json["deposits"]) && Array.isArray(json["withdrawals"])
}

const lostPlace = ["CURSOR_INVALID", "Bitstamp does not know the place that this page was to start from."] as const

export const classify = ({ json, status, contentType, text }: Reply, endpoint: string): Failure | null => {
  const named = ([code, message]: readonly [FailureCode, string], exchangeCode: string | null = null): Failure =>
    failure(code, `${endpoint}: ${message}`, { exchangeCode })
  const refusal = refusalOf(json)
  if (refusal !== null) {
    const ok = status >= 200 && status <= 299
    const unknown = ok ? (["SCHEMA_DRIFT", "Bitstamp reported an unknown failure."] as const) : byStatus(status)
    const meaning = meaningOf(refusal.code, refusal.text) ?? unknown
    // Of these calls' parameters only the id to go on from ever changes.
    const lost = endpoint === "user_transactions" && meaning[0] === "ADAPTER_BUG" && refusal.code?.startsWith("400.") === true
    return named(lost ? lostPlace : meaning, refusal.code)
  }
  if (status < 200 || status > 299) return named(byStatus(status))
  if (json === undefined) {
    return (contentType ?? "").toLowerCase().includes("html") || text.trimStart().startsWith("<")
      ? named(["MAINTENANCE", "Bitstamp sent a web page instead of data."])
      : named(["NETWORK", "Bitstamp's answer is empty or was cut off."])
  }
  return hasShape(json, endpoint) ? null : named(["SCHEMA_DRIFT", "Bitstamp's answer has an unknown shape."])
}
