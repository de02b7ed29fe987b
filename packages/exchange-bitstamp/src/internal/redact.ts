/**
 * Takes personal data out of a reply before anything stores, logs or reads it. Transactions, balances and markets name nobody.
 * Movements keep what is technical, and of addresses only those of a chain: a bank account is somebody's. A text that is no
 * JSON may hold half of one, so it is replaced by one that `classify` reads in the same way.
 */
import type { Json } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"

const technical: ReadonlySet<string> = new Set([
  "id",
  "datetime",
  "type",
  "currency",
  "network",
  "amount",
  "status",
  "pending_reason",
  "txid",
  "transaction_id",
  "code",
  "reason",
  "error",
  "response_code"
])
const addresses: ReadonlySet<string> = new Set(["address", "destinationAddress"])
const fiat: ReadonlySet<string> = new Set(["usd", "eur", "gbp"])

/** An object loses what is in it and stays one: a value that cannot be read is not a missing one. */
const scalar = (value: Json): Json => (typeof value === "object" && value !== null ? {} : value)

const movement = (row: Json): Json => {
  if (!LosslessJson.isObject(row)) return scalar(row)
  const { currency } = row
  const onChain = typeof currency === "string" && !fiat.has(currency.toLowerCase())
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]): Array<[string, Json]> => {
      if (technical.has(key)) return [[key, scalar(value)]]
      return onChain && addresses.has(key) && typeof value === "string" && /^\S{16,200}$/.test(value) ? [[key, value]] : []
    })
  )
}

const movements = (json: Json): Json => {
  if (Array.isArray(json)) return (json as ReadonlyArray<Json>).map(movement)
  if (!LosslessJson.isObject(json)) return null
  const kept = movement(json) as { readonly [key: string]: Json }
  const lists = Object.entries(json).filter(([, value]) => Array.isArray(value))
  return { ...kept, ...Object.fromEntries(lists.map(([key, value]) => [key, (value as ReadonlyArray<Json>).map(movement)])) }
}

export const redact = (endpoint: string, text: string): string => {
  if (endpoint !== "crypto_transactions" && endpoint !== "withdrawal_requests") return text
  try {
    return JSON.stringify(movements(LosslessJson.parse(text)))
  } catch {
    return text.trimStart().startsWith("<") ? "<html></html>" : ""
  }
}
