/** Replies that are not lists of events: balances, holds, tickers, markets. */
import type { Json, Market, QuarantinedRow, Reply, Ticker, WalletBalance } from "@caudal/exchange"
import { Decimal, LosslessJson } from "@caudal/exchange"
import type * as Wire from "../wire/documents.ts"
import type { Unread } from "../wire/scalars.ts"
import { type Fields, isWord, readSum } from "./fields.ts"
import { listed } from "./page.ts"
import { walletOf } from "./wallets.ts"

export interface Items<A> {
  readonly items: ReadonlyArray<A>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
}

const readItems = <A extends object>(rows: ReadonlyArray<Json>, at: string, read: (row: Fields) => A | string): Items<A> => {
  const items: Array<A> = []
  const quarantined: Array<QuarantinedRow> = []
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    const item = LosslessJson.isObject(row) ? read(row) : "the row is not an object"
    if (typeof item === "string") quarantined.push({ pointer: `${at}/${i}`, reason: item })
    else items.push(item)
  }
  return { items, quarantined }
}

const rowsIn = ({ json }: Reply, name: string): ReadonlyArray<Json> => {
  const rows = LosslessJson.isObject(json) ? json[name] : undefined
  return Array.isArray(rows) ? rows : []
}

/** A wallet with the id by which Coinbase names it. */
export interface Account extends WalletBalance {
  readonly id: string
}

/** The wallets of a page of `/v2/accounts`. What of them is held back is told elsewhere. */
export const readAccounts = (reply: Reply): Items<Account> =>
  readItems(listed(reply).rows, "/data", (json): Account | string => {
    const row: Unread<typeof Wire.Account> = json
    if (!isWord(row.id)) return "id is not an id"
    const balance = readSum(row.balance)
    if (balance === undefined) return "balance is not a decimal of a currency"
    const { amount, currency } = balance
    return { id: row.id, wallet: walletOf(row), asset: currency, total: amount, available: amount, locked: Decimal.zero }
  })

/** What can be traded with, and what orders hold back, by the same ids. */
export const readHoldings = (reply: Reply): Items<Pick<Account, "id" | "asset" | "available" | "locked">> =>
  readItems(rowsIn(reply, "accounts"), "/accounts", (json) => {
    const row: Unread<typeof Wire.Holding> = json
    if (!isWord(row.uuid)) return "uuid is not an id"
    const available = readSum(row.available_balance, "value")
    if (available === undefined) return "available_balance is not a decimal of a currency"
    const hold = row.hold === undefined || row.hold === null ? null : readSum(row.hold, "value")
    if (hold === undefined) return "hold is not a decimal of a currency"
    return { id: row.uuid, asset: available.currency, available: available.amount, locked: hold?.amount ?? Decimal.zero }
  })

export const parseBalance = (reply: Reply): Items<WalletBalance> => {
  const { items, quarantined } = readAccounts(reply)
  return { items: items.map(({ id: _id, ...balance }) => balance), quarantined }
}

/** A number that is missing, null or an empty text where there is none. */
const readNumber = (value: unknown): Decimal.Decimal | null | undefined =>
  value === undefined || value === null || value === "" ? null : Decimal.parse(value)

const productOf = (json: Fields): { readonly market: string; readonly base: string; readonly quote: string } | string => {
  const row: Unread<typeof Wire.Ticker> = json
  if (!isWord(row.product_id)) return "product_id is not an id"
  if (!isWord(row.base_currency_id)) return "base_currency_id is not a code"
  if (!isWord(row.quote_currency_id)) return "quote_currency_id is not a code"
  return { market: row.product_id, base: row.base_currency_id, quote: row.quote_currency_id }
}

/** The catalogue shows the last price alone, and not when it was paid. */
export const parseTicker = (reply: Reply): Items<Ticker> =>
  readItems(rowsIn(reply, "products"), "/products", (row) => {
    const product = productOf(row)
    if (typeof product === "string") return product
    const last = readNumber(row["price"])
    if (last === undefined) return "price is not a decimal"
    return { ...product, bid: null, ask: null, last, at: null }
  })

export const parseMarkets = (reply: Reply): Items<Market> =>
  readItems(rowsIn(reply, "products"), "/products", (json) => {
    const product = productOf(json)
    if (typeof product === "string") return product
    const row: Unread<typeof Wire.Market> = json
    const minAmount = readNumber(row.base_min_size)
    if (minAmount === undefined) return "base_min_size is not a decimal"
    const maxAmount = readNumber(row.base_max_size)
    if (maxAmount === undefined) return "base_max_size is not a decimal"
    const increment = readNumber(row.price_increment)
    if (increment === undefined) return "price_increment is not a decimal"
    const quoteIncrement = readNumber(row.quote_increment)
    if (quoteIncrement === undefined) return "quote_increment is not a decimal"
    return { ...product, minAmount, maxAmount, priceTick: increment ?? quoteIncrement }
  })
