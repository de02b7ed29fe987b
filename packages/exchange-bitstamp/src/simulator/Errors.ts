/** How Bitstamp says no. Texts are those of its documentation. */
import type { Answer } from "@caudal/exchange/simulator"

const reasons: Readonly<Record<string, string>> = {
  API0001: "API key not found",
  API0002: "IP address not allowed",
  API0003: "No permission found",
  API0004: "Invalid nonce",
  API0005: "Invalid signature",
  API0006: "Your account is frozen",
  API0008: "Authentication failed",
  API0010: "Invalid version",
  API0012: "X-Auth header is required",
  API0013: "X-Auth-Signature header is required",
  API0014: "X-Auth-Nonce header is required",
  API0015: "X-Auth-Timestamp header is required",
  API0016: "X-Auth-Version header is required",
  API0017: "X-Auth-Timestamp header is out of boundaries",
  API0018: "X-Auth-Timestamp header is invalid",
  API0019: "Content-Type header is not accepted",
  API0020: "Content-Type header should not be present"
}

/** The envelope of authentication. */
export const refuse = (code: string, status = 403, reason = reasons[code] ?? "refused"): Answer => ({
  status,
  code,
  body: JSON.stringify({ status: "error", reason, code })
})

/** The envelope of requests. */
export const reject = (code: string, explanation: string, status = 400): Answer => ({
  status,
  code,
  body: JSON.stringify({ response_code: code, response_explanation: explanation })
})

export const throttled = reject("400.002", "Request rejected due to exceeded rate limit.")
export const malformed = (name: string, code: string): Answer => reject(code, `POST parameter(s) is malformed: ${name}.`)
export const success = (body: string): Answer => ({ status: 200, code: null, body })
