/**
 * Is a reply an answer, and if not, what failed? Two interfaces say no in three envelopes: `{errors: [{id}]}`, `{error}` and
 * `{code, message}`; a refused key is plain text. Beside that come proxies' pages. Total.
 */
import type { Failure, FailureCode, Json, Reply } from "@caudal/exchange"
import { failure, LosslessJson } from "@caudal/exchange"
import { codeOf, meaningOf } from "./errors.ts"
import { isWord } from "./parse/fields.ts"

type Meaning = readonly [code: FailureCode, message: string]

export const classify = (reply: Reply, endpoint: string): Failure | null => {
  const { json, status } = reply
  const error = json === undefined ? undefined : errorIn(json)
  if (error !== undefined) return refused(error, status, endpoint)
  if (status < 200 || status > 299) return named(byStatus(status), null, endpoint)
  if (json === undefined) {
    return isPage(reply)
      ? named(["MAINTENANCE", "Coinbase sent a web page instead of data."], null, endpoint)
      : named(["NETWORK", "Coinbase's answer is empty or was cut off."], null, endpoint)
  }
  return hasShape(json, endpoint) ? null : named(["SCHEMA_DRIFT", "Coinbase's answer has an unknown shape."], null, endpoint)
}

/** What is printed as the error, whatever its form; `undefined` when there is none. */
const errorIn = (json: Json): unknown => {
  if (!LosslessJson.isObject(json)) return undefined
  const { errors, error, code } = json
  if (Array.isArray(errors)) {
    const [first] = errors as ReadonlyArray<Json>
    return LosslessJson.isObject(first) ? (first["id"] ?? null) : null
  }
  if (error !== undefined) return error
  return code !== undefined && (typeof code === "number" || isWord(code)) ? code : undefined
}

const lostPlace: Meaning = ["CURSOR_INVALID", "Coinbase does not know the place that this page was to start from."]
const lostWallet: Meaning = ["MARKET_GONE", "Coinbase does not know this wallet any more."]

const refused = (error: unknown, status: number, endpoint: string): Failure => {
  const code = codeOf(error)
  const known = code === null ? undefined : meaningOf(code)
  if (known === undefined)
    return named(
      status < 200 || status > 299 ? byStatus(status) : ["SCHEMA_DRIFT", "Coinbase reported an unknown failure."],
      code,
      endpoint
    )
  const list = endpoint === "transactions" || endpoint === "fills"
  // Of a list's parameters only the cursor ever changes.
  if (list && known[0] === "ADAPTER_BUG") return named(lostPlace, code, endpoint)
  return named(endpoint === "transactions" && status === 404 ? lostWallet : known, code, endpoint)
}

const named = ([code, message]: Meaning, exchangeCode: string | null, endpoint: string): Failure =>
  failure(code, `${endpoint}: ${message}`, { exchangeCode })

/** For replies that carry no error of Coinbase's own that we know. */
const byStatus = (status: number): Meaning => {
  if (status === 401) return ["AUTH_INVALID", "Coinbase refused the key, or does not let it in from this server's address."]
  if (status === 403) return ["PERMISSION_MISSING", "Coinbase does not let this key read this."]
  if (status === 402) return ["ADAPTER_BUG", "Coinbase answered as if money were to be sent."]
  if (status === 429 || status === 420) return ["RATE_LIMITED", "Too many requests."]
  if (status === 404 || status === 410) return ["SCHEMA_DRIFT", "Coinbase does not have this call any more."]
  if (status === 451) return ["REGION_BLOCKED", "Coinbase does not serve the place this call comes from."]
  if (status === 408 || status === 504 || status === 522 || status === 524) return ["TIMEOUT", "Coinbase did not answer in time."]
  if (status >= 500) return ["MAINTENANCE", "Coinbase, or the proxy before it, failed."]
  if (status >= 300 && status < 400) return ["SCHEMA_DRIFT", "Coinbase wants to send the call elsewhere."]
  return ["SCHEMA_DRIFT", "Coinbase reported a failure in an unknown form."]
}

const isPage = (reply: Reply): boolean => (reply.contentType ?? "").toLowerCase().includes("html") || reply.text.trimStart().startsWith("<")

const listName: ReadonlyMap<string, string> = new Map([
  ["holds", "accounts"],
  ["fills", "fills"],
  ["products", "products"],
  ["candles", "candles"]
])

const hasShape = (json: Json, endpoint: string): boolean => {
  if (!LosslessJson.isObject(json)) return false
  if (endpoint === "key_permissions") return typeof json["can_view"] === "boolean"
  const name = listName.get(endpoint)
  return name === undefined ? Array.isArray(json["data"]) && LosslessJson.isObject(json["pagination"]) : Array.isArray(json[name])
}
