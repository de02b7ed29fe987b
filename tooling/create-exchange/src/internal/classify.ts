/** Is a reply an answer, and if not, what failed? Total: web pages, cut JSON and empty bodies are replies, too. */
import type { Failure, FailureCode, Reply } from "@caudal/exchange"
import { failure, LosslessJson } from "@caudal/exchange"

/** Quetzal's own codes. One that is not listed is judged by the HTTP status. */
const codes: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ["KEY", "AUTH_INVALID"],
  ["KEY_EXPIRED", "AUTH_EXPIRED"],
  ["ADDRESS", "IP_NOT_ALLOWED"],
  ["PERMISSION", "PERMISSION_MISSING"],
  ["TIME", "NONCE_REUSED"],
  ["LIMIT", "RATE_LIMITED"],
  ["CURSOR", "CURSOR_INVALID"]
])

const byStatus = (status: number): FailureCode => {
  if (status === 429 || status === 420) return "RATE_LIMITED"
  if (status === 401) return "AUTH_INVALID"
  if (status === 408 || status === 504) return "TIMEOUT"
  return status >= 500 ? "MAINTENANCE" : "SCHEMA_DRIFT"
}

/** The exchange's words are never repeated: they may hold anything. */
const words: Readonly<Partial<Record<FailureCode, string>>> = {
  AUTH_INVALID: "Quetzal refused the key.",
  PERMISSION_MISSING: "The key lacks the permission for this list.",
  RATE_LIMITED: "Too many requests.",
  MAINTENANCE: "Quetzal, or a proxy before it, failed.",
  WEB_PAGE: "Quetzal sent a web page instead of data.",
  ANSWER_CUT_OFF: "Quetzal's answer is empty or was cut off."
}

export const classify = ({ json, status, text }: Reply, endpoint: string): Failure | null => {
  const named = (code: FailureCode, exchangeCode: string | null = null): Failure =>
    failure(code, `${endpoint}: ${words[code] ?? "Quetzal did not answer the call."}`, { exchangeCode })
  const error = LosslessJson.isObject(json) ? json["error"] : undefined
  if (error !== undefined) {
    const printed = LosslessJson.isObject(error) && typeof error["code"] === "string" ? error["code"].slice(0, 32) : null
    return named(codes.get(printed ?? "") ?? byStatus(status), printed)
  }
  if (status < 200 || status > 299) return named(byStatus(status))
  if (json === undefined) return named(text.trimStart().startsWith("<") ? "WEB_PAGE" : "ANSWER_CUT_OFF")
  return LosslessJson.isObject(json) && Array.isArray(json["rows"]) ? null : named("SCHEMA_DRIFT")
}
