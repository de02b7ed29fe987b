/**
 * Takes personal data out of a reply before anything stores, logs or reads it.
 *
 * What is known of the key keeps its rights and limits: not its name, nor the key itself, nor anybody's address. Deposits
 * and withdrawals lose what their owner called the other side, who sent them, and the bank account of fiat; a chain's
 * address stays. Ledger and trades name nobody. A text that is no JSON is replaced by one that `classify` reads in the same
 * way, since half a page of withdrawals still holds whole names.
 */
import type { Json } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { isFiat } from "./parse/assetCode.ts"

export const redact = (endpoint: string, text: string): string => {
  switch (endpoint) {
    case "api_key_info":
      return rewrite(text, (result) => (LosslessJson.isObject(result) ? keyInfo(result) : null))
    case "deposits":
    case "withdrawals":
      return rewrite(text, movements)
    default:
      return text
  }
}

const rewrite = (text: string, keep: (result: Json) => Json): string => {
  let json: Json
  try {
    json = LosslessJson.parse(text)
  } catch {
    return text.trimStart().startsWith("<") ? "<html></html>" : ""
  }
  if (!LosslessJson.isObject(json)) return "null"
  const { error, result } = json
  return JSON.stringify({ ...(error === undefined ? {} : { error }), ...(result === undefined ? {} : { result: keep(result) }) })
}

type Fields = { readonly [key: string]: Json }

const kept: ReadonlySet<string> = new Set([
  "permissions",
  "nonce_window",
  "nonceWindow",
  "valid_until",
  "validUntil",
  "query_from",
  "queryFrom",
  "query_to",
  "queryTo",
  "iban"
])

const keyInfo = (info: Fields): Json =>
  Object.fromEntries(
    Object.entries(info).flatMap(([key, value]): Array<[string, Json]> => {
      if (kept.has(key)) return [[key, value]]
      // Whether there is a list is a right of the key; which addresses are on it is nobody's business.
      if ((key === "ip_allowlist" || key === "ipAllowlist") && Array.isArray(value))
        return [[key, value.map((one) => (one === "" ? "" : "listed"))]]
      return []
    })
  )

const technical: ReadonlySet<string> = new Set([
  "method",
  "network",
  "aclass",
  "asset",
  "refid",
  "txid",
  "amount",
  "fee",
  "time",
  "status",
  "status-prop"
])

const movements = (result: Json): Json => {
  if (Array.isArray(result)) return (result as ReadonlyArray<Json>).map(movement)
  if (!LosslessJson.isObject(result)) return null
  return Object.fromEntries(
    Object.entries(result).map(([key, value]): [string, Json] => [
      key,
      Array.isArray(value) ? (value as ReadonlyArray<Json>).map(movement) : scalar(value)
    ])
  )
}

const movement = (row: Json): Json => {
  if (!LosslessJson.isObject(row)) return scalar(row)
  const { asset, info } = row
  const address = typeof asset === "string" && !isFiat(asset) && typeof info === "string" && /^\S{16,200}$/.test(info)
  const fields = Object.entries(row).flatMap(([key, value]): Array<[string, Json]> => (technical.has(key) ? [[key, scalar(value)]] : []))
  return Object.fromEntries(address ? [...fields, ["info", info]] : fields)
}

/** An object loses what is in it and stays one: a value that cannot be read is not a missing one. */
const scalar = (value: Json): Json => (typeof value === "object" && value !== null ? {} : value)
