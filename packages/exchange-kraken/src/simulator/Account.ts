/** An account as data: native rows of each list, newest first, with their ids (which Kraken prints as keys) in `id`. */
import { isRow, makeRandom, type JsonRow } from "@caudal/exchange/simulator"
import { parseBalance, type BalanceEntry } from "./Balances.ts"

export interface Account {
  /** The account's identity (IIBAN); the key pair of the simulator is derived from it. */
  readonly iban: string
  readonly ledger: ReadonlyArray<JsonRow>
  /** Ledger rows that happened and are never served: a hole in the exchange's own history. */
  readonly ledger_missing: ReadonlyArray<JsonRow>
  readonly trades: ReadonlyArray<JsonRow>
  readonly deposits: ReadonlyArray<JsonRow>
  readonly withdrawals: ReadonlyArray<JsonRow>
  /** What open orders hold back, by asset. */
  readonly holds: Readonly<Record<string, string>>
  /** Absent: the sum of the ledger. */
  readonly balance?: ReadonlyArray<BalanceEntry>
  /** What the key may do, in Kraken's words; absent: all that reads. */
  readonly permissions?: ReadonlyArray<string>
  /** Unix seconds between which the key sees rows; 0 or absent: no restriction. */
  readonly query_from?: number
  readonly query_to?: number
}

export const listNames = ["ledger", "trades", "deposits", "withdrawals"] as const
export type ListName = (typeof listNames)[number]

const rowsOf = (file: JsonRow, name: string, id: string): ReadonlyArray<JsonRow> => {
  const value = file[name] ?? []
  if (!Array.isArray(value)) throw new TypeError(`account: ${name} is not a list`)
  const wrong = value.findIndex((row) => !isRow(row) || typeof row[id] !== "string")
  if (wrong >= 0) throw new TypeError(`account: ${name}[${wrong}] is not an object with ${id}`)
  return value as ReadonlyArray<JsonRow>
}

const known: ReadonlySet<string> = new Set([
  ...listNames,
  "ledger_missing",
  "iban",
  "holds",
  "balance",
  "permissions",
  "query_from",
  "query_to",
  "$schema"
])

const seconds = (file: JsonRow, name: "query_from" | "query_to"): { readonly [key: string]: number } => {
  const value = file[name]
  if (value === undefined) return {}
  if (!Number.isSafeInteger(value)) throw new TypeError(`account: ${name} is not Unix seconds`)
  return { [name]: value as number }
}

/** Reads an account; throws a `TypeError` that names the place that is wrong. `name` seeds an identity if none is given. */
export const parseAccount = (value: unknown, name = "account"): Account => {
  if (!isRow(value)) throw new TypeError("account: an object is expected")
  const stranger = Object.keys(value).find((key) => !known.has(key))
  if (stranger !== undefined) throw new TypeError(`account: ${stranger} is not known`)
  const { permissions, holds = {}, iban = `AA${makeRandom(`iban:${name}`).hex(14).toUpperCase()}` } = value
  if (permissions !== undefined && !(Array.isArray(permissions) && permissions.every((one) => typeof one === "string"))) {
    throw new TypeError("account: permissions is not a list of words")
  }
  if (!isRow(holds) || !Object.values(holds).every((one) => typeof one === "string"))
    throw new TypeError("account: holds is not amounts by asset")
  if (typeof iban !== "string") throw new TypeError("account: iban is not text")
  return {
    iban,
    ledger: rowsOf(value, "ledger", "id"),
    ledger_missing: rowsOf(value, "ledger_missing", "id"),
    trades: rowsOf(value, "trades", "id"),
    deposits: rowsOf(value, "deposits", "refid"),
    withdrawals: rowsOf(value, "withdrawals", "refid"),
    holds: holds as Readonly<Record<string, string>>,
    ...(value["balance"] === undefined ? {} : { balance: parseBalance(value["balance"]) }),
    ...(permissions === undefined ? {} : { permissions: permissions as ReadonlyArray<string> }),
    ...seconds(value, "query_from"),
    ...seconds(value, "query_to")
  }
}
