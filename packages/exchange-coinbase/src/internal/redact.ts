/**
 * Takes personal data out of a reply before anything stores, logs or reads it: only what is listed here is kept.
 *
 * Of a transaction its money, its type and time, its chain and hash, and what it belongs to; not what the owner wrote, nor
 * Coinbase's own sentences about it, which name banks and people, nor who sent or got it and at which address. Of a wallet
 * its kind and balance; its name only where it says that the asset is staked. Of an error its code. A text that is no JSON
 * is replaced by one that `classify` reads in the same way, since half a page of transactions still holds whole names.
 */
import type { Json } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { codeOf } from "./errors.ts"
import { stakedName } from "./parse/wallets.ts"

export const redact = (endpoint: string, text: string): string => {
  // Markets and their prices know nobody.
  if (endpoint === "products" || endpoint === "candles") return text
  let json: Json
  try {
    json = LosslessJson.parse(text)
  } catch {
    return text.trimStart().startsWith("<") ? "<html></html>" : ""
  }
  if (!LosslessJson.isObject(json)) return "null"
  return JSON.stringify({ ...errorsOf(json), ...kept(endpoint, json) })
}

type Fields = { readonly [key: string]: Json }
type Keep = (value: Json) => Json

/** An object loses what is in it and stays one: a value that cannot be read is not a missing one. */
const scalar: Keep = (value) => (typeof value === "object" && value !== null ? {} : value)
const fields =
  (keep: Readonly<Record<string, Keep>>): Keep =>
  (value) =>
    LosslessJson.isObject(value)
      ? Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (Object.hasOwn(keep, key) ? [[key, keep[key]!(one)]] : [])))
      : scalar(value)
const scalars = (...names: ReadonlyArray<string>): Keep => fields(Object.fromEntries(names.map((name) => [name, scalar])))
const list =
  (keep: Keep): Keep =>
  (value) =>
    Array.isArray(value) ? (value as ReadonlyArray<Json>).map(keep) : scalar(value)

const money = scalars("amount", "currency")
const value = scalars("value", "currency")

const transaction = fields({
  id: scalar,
  type: scalar,
  status: scalar,
  created_at: scalar,
  updated_at: scalar,
  amount: money,
  native_amount: money,
  network: fields({
    status: scalar,
    name: scalar,
    network_name: scalar,
    hash: scalar,
    transaction_fee: money,
    transaction_amount: money
  }),
  trade: fields({ id: scalar, fee: money }),
  buy: fields({ id: scalar, fee: money, subtotal: money, total: money }),
  sell: fields({ id: scalar, fee: money, subtotal: money, total: money }),
  fee: money,
  advanced_trade_fill: scalars("fill_price", "product_id", "order_id", "commission", "order_side")
})

const systemName: Keep = (name) => (typeof name === "string" && stakedName.test(name) ? name : null)
const account = fields({
  id: scalar,
  type: scalar,
  primary: scalar,
  name: systemName,
  created_at: scalar,
  updated_at: scalar,
  balance: money,
  currency: (currency) => (LosslessJson.isObject(currency) ? scalars("code", "type", "exponent")(currency) : scalar(currency))
})

/** Not whose it is (`user_id`). */
const fill = scalars(
  "entry_id",
  "trade_id",
  "order_id",
  "trade_time",
  "trade_type",
  "price",
  "size",
  "commission",
  "product_id",
  "sequence_timestamp",
  "liquidity_indicator",
  "size_in_quote",
  "side",
  "cursor"
)
const holding = fields({
  uuid: scalar,
  type: scalar,
  currency: scalar,
  active: scalar,
  default: scalar,
  available_balance: value,
  hold: value
})
const pagination = scalars("ending_before", "starting_after", "limit", "order", "previous_uri", "next_uri", "next_starting_after")

const parts: Readonly<Record<string, Readonly<Record<string, Keep>>>> = {
  transactions: { data: list(transaction), pagination },
  accounts: { data: list(account), pagination },
  fills: { fills: list(fill), cursor: scalar },
  holds: { accounts: list(holding), cursor: scalar, has_next: scalar, size: scalar },
  key_permissions: { portfolio_uuid: scalar, portfolio_type: scalar }
}

const kept = (endpoint: string, json: Fields): Fields => {
  const keep = Object.hasOwn(parts, endpoint) ? parts[endpoint]! : {}
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, one]): Array<[string, Json]> => {
      if (Object.hasOwn(keep, key)) return [[key, keep[key]!(one)]]
      return endpoint === "key_permissions" && /^can_[a-z_]{1,60}$/.test(key) ? [[key, scalar(one)]] : []
    })
  )
}

const code: Keep = (printed) => codeOf(printed)

const errorsOf = ({ errors, error, code: number }: Fields): Fields => ({
  ...(errors === undefined ? {} : { errors: list(fields({ id: code }))(errors) }),
  ...(error === undefined ? {} : { error: code(error) }),
  ...(number === undefined ? {} : { code: code(number) })
})
