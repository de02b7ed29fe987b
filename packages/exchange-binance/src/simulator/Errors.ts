/** How Binance says no: a negative code and a sentence, beside an HTTP status of its own. */
import type { Answer } from "@caudal/exchange/simulator"

export const refuse = (code: number, msg: string, status = 400): Answer => ({
  status,
  code: String(code),
  body: JSON.stringify({ code, msg })
})

/** One answer for a bad key, a wrong address and a missing permission; it quotes the caller's address. */
export const notLetIn = (address: string): Answer =>
  refuse(-2015, `Invalid API-key, IP, or permissions for action, request ip: ${address}`, 401)
export const badFormat = refuse(-2014, "API-key format invalid.", 401)
export const badSignature = refuse(-1022, "Signature for this request is not valid.")
export const tooOld = refuse(-1021, "Timestamp for this request is outside of the recvWindow.")
export const tooEarly = refuse(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
export const missing = (name: string): Answer => refuse(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
export const illegal = (name: string): Answer => refuse(-1100, `Illegal characters found in parameter '${name}'.`)
export const badSymbol = refuse(-1121, "Invalid symbol.")
export const badInterval = refuse(-1120, "Invalid interval.")
export const tooWide = refuse(-1127, "Lookup interval is too big.")
/** Simple Earn's own. */
export const tooWideToEarn = refuse(-6021, "Query time range too large")
/** `retryAfter`: seconds. */
export const throttled = (retryAfter: number): Answer => ({
  ...refuse(-1003, "Too much request weight used; please use WebSocket Streams for live updates to avoid polling the API.", 429),
  headers: { "retry-after": String(retryAfter) }
})
export const banned = (retryAfter: number): Answer => ({
  ...refuse(-1003, "Way too much request weight used; IP banned.", 418),
  headers: { "retry-after": String(retryAfter) }
})
export const unknownPath: Answer = { status: 404, code: null, body: "" }

export const success = (body: string): Answer => ({ status: 200, code: null, body })
