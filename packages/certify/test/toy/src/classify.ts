/** Is a reply an answer, and if not, what failed? */
import { type Failure, type FailureCode, failure, LosslessJson, type Reply } from "@caudal/exchange"

const codes: Readonly<Record<string, FailureCode>> = {
  BAD_KEY: "AUTH_INVALID",
  KEY_EXPIRED: "AUTH_EXPIRED",
  NO_PERMISSION: "PERMISSION_MISSING",
  BAD_IP: "IP_NOT_ALLOWED",
  STALE_NONCE: "NONCE_REUSED",
  TOO_FAST: "RATE_LIMITED",
  BAD_CURSOR: "CURSOR_INVALID"
}

const byStatus = (status: number): FailureCode =>
  status === 401 ? "AUTH_INVALID" : status === 408 || status === 504 ? "TIMEOUT" : status >= 500 ? "MAINTENANCE" : "SCHEMA_DRIFT"

export const classify = (reply: Reply, endpoint: string): Failure | null => {
  const { json, status } = reply
  const named = (code: FailureCode, exchangeCode: string | null = null) =>
    failure(code, `${endpoint}: Pond refused the call.`, { exchangeCode })
  if (status === 429 || status === 420) return named("RATE_LIMITED")
  const error = LosslessJson.isObject(json) ? json["error"] : undefined
  if (LosslessJson.isObject(error)) {
    const code = typeof error["code"] === "string" ? error["code"] : ""
    return named(codes[code] ?? byStatus(status), code.slice(0, 16))
  }
  if (status < 200 || status > 299) return named(byStatus(status))
  if (json === undefined) return named(reply.text.trimStart().startsWith("<") ? "WEB_PAGE" : "ANSWER_CUT_OFF")
  return LosslessJson.isObject(json) ? null : named("SCHEMA_DRIFT")
}
