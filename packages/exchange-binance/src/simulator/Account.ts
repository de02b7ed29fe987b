/** An account as data: native rows of each list, newest first, and the markets that its trades name. */
import { isRow, makeRandom, type JsonRow } from "@caudal/exchange/simulator"
import { parseBalance, type BalanceEntry } from "./Balances.ts"
import { listNames, lists, type ListName, type MarketRow } from "./lists.ts"

export type Lists = Readonly<Record<ListName, ReadonlyArray<JsonRow>>>

export interface Account {
  /** The account's number; the key pair of the simulator is derived from it. */
  readonly uid: number
  readonly lists: Lists
  /** Rows that happened and are never served: a hole in the exchange's own history. */
  readonly missing: Lists
  /** Markets of the account's trades beside those that are always listed. */
  readonly markets: ReadonlyArray<MarketRow>
  /** Markets that the catalogue leaves out, though their fills are still shown. */
  readonly unlisted: ReadonlyArray<string>
  /** Of markets that nobody knows any more, Binance answers with nothing instead of refusing. */
  readonly remembersMarkets: boolean
  /** What open orders hold back in the spot wallet, by asset. */
  readonly holds: Readonly<Record<string, string>>
  /** Absent: the sum of the lists. */
  readonly balance?: ReadonlyArray<BalanceEntry>
  /** Flags of the key beside those of one that only reads. */
  readonly flags: Readonly<Record<string, boolean>>
}

const rowsOf = (file: JsonRow, name: ListName, where: string): ReadonlyArray<JsonRow> => {
  const value = file[name] ?? []
  if (!Array.isArray(value)) throw new TypeError(`account: ${where}${name} is not a list`)
  const wrong = value.findIndex((row) => !isRow(row) || row[lists[name].id] === undefined)
  if (wrong >= 0) throw new TypeError(`account: ${where}${name}[${wrong}] is not an object with ${lists[name].id}`)
  if (name === "dust" && !value.every((row) => isRow(row) && Array.isArray(row["userAssetDribbletDetails"])))
    throw new TypeError(`account: ${where}dust has a row without userAssetDribbletDetails`)
  return value as ReadonlyArray<JsonRow>
}

const listsOf = (file: JsonRow, where = ""): Lists =>
  Object.fromEntries(listNames.map((name) => [name, rowsOf(file, name, where)])) as Record<ListName, ReadonlyArray<JsonRow>>

const known: ReadonlySet<string> = new Set([
  ...listNames,
  "uid",
  "missing",
  "markets",
  "unlisted",
  "remembersMarkets",
  "holds",
  "balance",
  "flags",
  "$schema"
])

const isTextual = (value: unknown): value is Readonly<Record<string, string>> =>
  isRow(value) && Object.values(value).every((one) => typeof one === "string")

const marketsOf = (value: unknown): ReadonlyArray<MarketRow> => {
  const valid =
    Array.isArray(value) &&
    value.every((one) => isTextual(one) && ["symbol", "baseAsset", "quoteAsset", "status"].every((name) => name in one))
  if (!valid) throw new TypeError("account: markets is not a list of {symbol, baseAsset, quoteAsset, status}")
  return value as ReadonlyArray<MarketRow>
}

/** Reads an account; throws a `TypeError` that names the place that is wrong. `name` seeds an identity if none is given. */
export const parseAccount = (value: unknown, name = "account"): Account => {
  if (!isRow(value)) throw new TypeError("account: an object is expected")
  const stranger = Object.keys(value).find((key) => !known.has(key))
  if (stranger !== undefined) throw new TypeError(`account: ${stranger} is not known`)
  const {
    uid = makeRandom(`uid:${name}`).int(10_000_000, 999_999_999),
    missing = {},
    markets = [],
    unlisted = [],
    remembersMarkets = false,
    holds = {},
    flags = {}
  } = value
  if (typeof uid !== "number" || !Number.isSafeInteger(uid)) throw new TypeError("account: uid is not a whole number")
  if (!isRow(missing)) throw new TypeError("account: missing is not lists of rows")
  const unknown = Object.keys(missing).find((key) => !listNames.includes(key as ListName))
  if (unknown !== undefined) throw new TypeError(`account: missing.${unknown} is not known`)
  if (!Array.isArray(unlisted) || !unlisted.every((one) => typeof one === "string"))
    throw new TypeError("account: unlisted is not a list of markets")
  if (typeof remembersMarkets !== "boolean") throw new TypeError("account: remembersMarkets is not true or false")
  if (!isTextual(holds)) throw new TypeError("account: holds is not amounts by asset")
  if (!isRow(flags) || !Object.values(flags).every((one) => typeof one === "boolean"))
    throw new TypeError("account: flags is not flags by name")
  return {
    uid,
    lists: listsOf(value),
    missing: listsOf(missing, "missing."),
    markets: marketsOf(markets),
    unlisted: unlisted as ReadonlyArray<string>,
    remembersMarkets,
    holds,
    flags: flags as Readonly<Record<string, boolean>>,
    ...(value["balance"] === undefined ? {} : { balance: parseBalance(value["balance"]) })
  }
}

/** As an account file has it: the lists beside everything else. */
export const accountFile = ({ lists: rows, ...rest }: Account): JsonRow => ({ ...rows, ...rest })
