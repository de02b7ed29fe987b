/** An account as data: native rows of each list, newest first. A transaction names its wallet in `resource_path`, as on the wire. */
import { amountText, isRow, makeRandom, readExact, type JsonRow } from "@caudal/exchange/simulator"
import { uuidOf } from "./rows.ts"

export interface Account {
  /** The key's portfolio; the key pair of the simulator is derived from it. */
  readonly portfolio: string
  /** Rows of `/v2/accounts` without balance. */
  readonly wallets: ReadonlyArray<JsonRow>
  readonly transactions: ReadonlyArray<JsonRow>
  /** Transactions that happened and are never served: a hole in the exchange's own history. */
  readonly transactions_missing: ReadonlyArray<JsonRow>
  readonly fills: ReadonlyArray<JsonRow>
  /** What open orders hold back, by the asset of a main wallet. */
  readonly holds: Readonly<Record<string, string>>
  /** By wallet id; a wallet that is not named holds the sum of its transactions. */
  readonly balance: Readonly<Record<string, string>>
  /** What the key may do, in Coinbase's words; absent: view. */
  readonly permissions?: ReadonlyArray<string>
}

/** The wallet that a transaction is a row of. */
export const walletIdOf = (row: JsonRow): string | undefined =>
  typeof row["resource_path"] === "string" ? /^\/v2\/accounts\/([^/]+)\/transactions\//.exec(row["resource_path"])?.[1] : undefined

export const currencyOf = (wallet: JsonRow): string => {
  const { currency } = wallet
  return isRow(currency) && typeof currency["code"] === "string" ? currency["code"] : ""
}

const refuse = (what: string): never => {
  throw new TypeError(`account: ${what}`)
}

const rowsOf = (file: JsonRow, name: string, id: string): ReadonlyArray<JsonRow> => {
  const value = file[name] ?? []
  if (!Array.isArray(value)) return refuse(`${name} is not a list`)
  const wrong = value.findIndex((row) => !isRow(row) || typeof row[id] !== "string")
  return wrong >= 0 ? refuse(`${name}[${wrong}] is not an object with ${id}`) : (value as ReadonlyArray<JsonRow>)
}

const transactionsOf = (file: JsonRow, name: string): ReadonlyArray<JsonRow> => {
  const rows = rowsOf(file, name, "id")
  const wrong = rows.findIndex((row) => walletIdOf(row) === undefined)
  return wrong >= 0 ? refuse(`${name}[${wrong}] has no resource_path that names its wallet`) : rows
}

const amounts = (file: JsonRow, name: "holds" | "balance"): Readonly<Record<string, string>> => {
  const value = file[name] ?? {}
  if (!isRow(value)) return refuse(`${name} is not amounts by name`)
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const text = amountText(one)
      return readExact(text) === undefined ? refuse(`${name} of ${key} is not a decimal`) : [key, text!]
    })
  )
}

const known: ReadonlySet<string> = new Set([
  "portfolio",
  "wallets",
  "transactions",
  "transactions_missing",
  "fills",
  "holds",
  "balance",
  "permissions",
  "$schema"
])

/** Reads an account; throws a `TypeError` that names the place that is wrong. `name` seeds an identity if none is given. */
export const parseAccount = (value: unknown, name = "account"): Account => {
  if (!isRow(value)) return refuse("an object is expected")
  const stranger = Object.keys(value).find((key) => !known.has(key))
  if (stranger !== undefined) return refuse(`${stranger} is not known`)
  const { permissions, portfolio = uuidOf(makeRandom(`portfolio:${name}`)) } = value
  if (permissions !== undefined && !(Array.isArray(permissions) && permissions.every((one) => typeof one === "string")))
    return refuse("permissions is not a list of words")
  if (typeof portfolio !== "string") return refuse("portfolio is not text")
  const wallets = rowsOf(value, "wallets", "id")
  const unnamed = wallets.findIndex((wallet) => currencyOf(wallet) === "")
  if (unnamed >= 0) return refuse(`wallets[${unnamed}] has no currency with a code`)
  return {
    portfolio,
    wallets,
    transactions: transactionsOf(value, "transactions"),
    transactions_missing: transactionsOf(value, "transactions_missing"),
    fills: rowsOf(value, "fills", "entry_id"),
    holds: amounts(value, "holds"),
    balance: amounts(value, "balance"),
    ...(permissions === undefined ? {} : { permissions: permissions as ReadonlyArray<string> })
  }
}
