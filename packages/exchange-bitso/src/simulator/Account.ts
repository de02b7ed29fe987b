/** An account as data: native rows of each list, newest first, exactly as the exchange would print them. */
import { isRow, makeRandom, type JsonRow } from "@caudal/exchange/simulator"
import { parseBalance, type BalanceEntry } from "./Balances.ts"

export interface Account {
  /** The account's identity; the key pair of the simulator is derived from it. */
  readonly client_id: string
  readonly ledger: ReadonlyArray<JsonRow>
  /** Ledger rows that happened and are never served: a hole in the exchange's own history. */
  readonly ledger_missing: ReadonlyArray<JsonRow>
  readonly user_trades: ReadonlyArray<JsonRow>
  readonly fundings: ReadonlyArray<JsonRow>
  readonly withdrawals: ReadonlyArray<JsonRow>
  readonly open_orders: ReadonlyArray<JsonRow>
  /** Absent: the sum of the ledger, locked by the open orders. */
  readonly balance?: ReadonlyArray<BalanceEntry>
  /** The endpoints the key may read; absent: all. */
  readonly permissions?: ReadonlyArray<string>
}

export const listNames = ["ledger", "user_trades", "fundings", "withdrawals", "open_orders"] as const
export type ListName = (typeof listNames)[number]

const rowsOf = (file: JsonRow, name: string): ReadonlyArray<JsonRow> => {
  const value = file[name] ?? []
  if (!Array.isArray(value)) throw new TypeError(`account: ${name} is not a list`)
  const wrong = value.findIndex((row) => !isRow(row))
  if (wrong >= 0) throw new TypeError(`account: ${name}[${wrong}] is not an object`)
  return value as ReadonlyArray<JsonRow>
}

const known: ReadonlySet<string> = new Set([...listNames, "ledger_missing", "client_id", "balance", "permissions", "$schema"])

/** Reads an account; throws a `TypeError` that names the place that is wrong. `name` seeds a client id if none is given. */
export const parseAccount = (value: unknown, name = "account"): Account => {
  if (!isRow(value)) throw new TypeError("account: an object is expected")
  const stranger = Object.keys(value).find((key) => !known.has(key))
  if (stranger !== undefined) throw new TypeError(`account: ${stranger} is not known`)
  const permissions = value["permissions"]
  if (permissions !== undefined && !(Array.isArray(permissions) && permissions.every((one) => typeof one === "string"))) {
    throw new TypeError("account: permissions is not a list of endpoint names")
  }
  const clientId = value["client_id"] ?? makeRandom(`client:${name}`).int(100_000, 999_999)
  if (typeof clientId !== "string" && typeof clientId !== "number") throw new TypeError("account: client_id is not text")
  return {
    client_id: String(clientId),
    ledger: rowsOf(value, "ledger"),
    ledger_missing: rowsOf(value, "ledger_missing"),
    user_trades: rowsOf(value, "user_trades"),
    fundings: rowsOf(value, "fundings"),
    withdrawals: rowsOf(value, "withdrawals"),
    open_orders: rowsOf(value, "open_orders"),
    ...(value["balance"] === undefined ? {} : { balance: parseBalance(value["balance"]) }),
    ...(permissions === undefined ? {} : { permissions: permissions as ReadonlyArray<string> })
  }
}
