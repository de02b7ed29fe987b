/**
 * Is a reply an answer, and if not, what failed? Binance says no with a negative `code`, as a rule beside an HTTP status of
 * its own; the lists of fiat and P2P have a `code` of zeros even when all is well. Before Binance stands a firewall that
 * answers with pages. Total.
 */
import type { Failure, FailureCode, Json, Reply } from "@caudal/exchange"
import { failure, LosslessJson } from "@caudal/exchange"
import { readNumber } from "./parse/fields.ts"
import { keyRefused, listRefused, meaningOf } from "./errors.ts"

/** A ban of an address lasts from two minutes to three days; its reply says how long. */
const banMs = 2 * 60_000
const windowMs = 60_000

/** Calls that a key may make whatever it reads: refused, the key itself is. */
const ofEveryKey: ReadonlySet<string> = new Set(["balance", "api_restrictions"])

export const classify = (reply: Reply, endpoint: string): Failure | null => {
  const { json, status } = reply
  const code = codeIn(json)
  if (status === 418) return failed(["LOCKED_OUT", "Binance has banned this server's address for a while."], code, endpoint)
  if (status === 451) return failed(["REGION_BLOCKED", "Binance does not serve the place this call comes from."], code, endpoint)
  if (code !== null) return refused(code, status, endpoint)
  if (status < 200 || status > 299) return failed(byStatus(status), null, endpoint)
  if (json === undefined) {
    return isPage(reply)
      ? named("MAINTENANCE", "Binance sent a web page instead of data.", endpoint)
      : named("NETWORK", "Binance's answer is empty or was cut off.", endpoint)
  }
  return hasShape(json, endpoint) ? null : named("SCHEMA_DRIFT", "Binance's answer has an unknown shape.", endpoint)
}

/** The code of a refusal, as printed; `null` when there is none. */
const codeIn = (json: Json | undefined): string | null => {
  if (!LosslessJson.isObject(json)) return null
  const { code, success } = json
  const text = typeof code === "number" || typeof code === "string" ? String(code) : null
  if (text === null || !/^-?\d{1,12}$/.test(text)) return "msg" in json || success === false ? "" : null
  return /^0+$/.test(text) && success !== false && !("msg" in json) ? null : text
}

const refused = (code: string, status: number, endpoint: string): Failure => {
  const exchangeCode = code === "" ? null : code
  if (code === "-2015") return failed(ofEveryKey.has(endpoint) ? keyRefused : listRefused, exchangeCode, endpoint)
  const known = meaningOf(code)
  if (known !== undefined) return failed(known, exchangeCode, endpoint)
  const unknown = status < 200 || status > 299 ? byStatus(status) : (["SCHEMA_DRIFT", "Binance reported an unknown failure."] as const)
  return failed(unknown, exchangeCode, endpoint)
}

const pauses: Partial<Record<FailureCode, number>> = { LOCKED_OUT: banMs, RATE_LIMITED: windowMs }

const failed = ([code, message]: readonly [FailureCode, string], exchangeCode: string | null, endpoint: string): Failure =>
  named(code, message, endpoint, { exchangeCode, retryAfterMs: pauses[code] ?? null })

/** For replies that carry no code of Binance's own. */
const byStatus = (status: number): readonly [FailureCode, string] => {
  if (status === 429 || status === 420) return ["RATE_LIMITED", "Too many requests."]
  if (status === 401) return ["AUTH_INVALID", "Binance refused the credentials without saying why."]
  if (status === 403) return ["RATE_LIMITED", "The firewall before Binance stopped the call: it counts too many requests."]
  if (status === 404 || status === 410) return ["SCHEMA_DRIFT", "Binance does not have this call any more."]
  if (status === 408 || status === 504 || status === 522 || status === 524) return ["TIMEOUT", "Binance did not answer in time."]
  if (status >= 500) return ["MAINTENANCE", "Binance, or the proxy before it, failed."]
  if (status >= 300 && status < 400) return ["SCHEMA_DRIFT", "Binance wants to send the call elsewhere."]
  return ["SCHEMA_DRIFT", "Binance reported a failure in an unknown form."]
}

const named = (code: FailureCode, message: string, endpoint: string, over: Partial<Failure> = {}): Failure =>
  failure(code, `${endpoint}: ${message}`, over)

const isPage = (reply: Reply): boolean => (reply.contentType ?? "").toLowerCase().includes("html") || reply.text.trimStart().startsWith("<")

/** Where an endpoint's rows are; a list with no rows may be left out beside its total of 0. */
const keys: Readonly<Record<string, string>> = {
  balance: "balances",
  exchange_info: "symbols",
  fiat_orders: "data",
  fiat_payments: "data",
  p2p: "data",
  conversions: "list",
  dust: "userAssetDribblets"
}
const bare: ReadonlySet<string> = new Set(["trades", "deposits", "withdrawals", "funding", "klines"])

const hasShape = (json: Json, endpoint: string): boolean => {
  if (bare.has(endpoint)) return Array.isArray(json)
  if (endpoint === "book_ticker") return Array.isArray(json) || (LosslessJson.isObject(json) && "symbol" in json)
  if (!LosslessJson.isObject(json)) return false
  if (endpoint === "api_restrictions") return typeof json["enableReading"] === "boolean"
  const list = json[keys[endpoint] ?? "rows"]
  return Array.isArray(list) || ((list === undefined || list === null) && (readNumber(json["total"]) === 0 || json["moreData"] === false))
}
