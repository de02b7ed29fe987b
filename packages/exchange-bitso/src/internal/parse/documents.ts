/** Replies that are not lists of events: balances, tickers, markets, open orders, fee rates. */
import type { FeeRate, Json, Market, OpenOrder, QuarantinedRow, Reply, Ticker, WalletBalance } from "@caudal/exchange"
import { Decimal, Instant, LosslessJson } from "@caudal/exchange"
import type * as Wire from "../wire/documents.ts"
import type { Unread } from "../wire/scalars.ts"
import { baseOf, quoteOf } from "./book.ts"
import { readId, readOptional } from "./fields.ts"

interface Items<A> {
  readonly items: ReadonlyArray<A>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
}

const readItems = <A extends object>(rows: unknown, at: string, read: (row: { readonly [key: string]: Json }) => A | string): Items<A> => {
  const items: Array<A> = []
  const quarantined: Array<QuarantinedRow> = []
  if (!Array.isArray(rows)) return { items, quarantined: [{ pointer: at, reason: "not a list" }] }
  for (let i = 0; i < rows.length; i++) {
    const row: unknown = rows[i]
    const item = LosslessJson.isObject(row) ? read(row) : "the row is not an object"
    if (typeof item === "string") quarantined.push({ pointer: at + "/" + i, reason: item })
    else items.push(item)
  }
  return { items, quarantined }
}

const payloadOf = (reply: Reply): unknown => (LosslessJson.isObject(reply.json) ? reply.json["payload"] : undefined)

const listIn = (payload: unknown, key: string): unknown => (LosslessJson.isObject(payload) ? payload[key] : undefined)

export const parseBalance = (reply: Reply): Items<WalletBalance> =>
  readItems(listIn(payloadOf(reply), "balances"), "/payload/balances", (json): WalletBalance | string => {
    const row: Unread<typeof Wire.Balance> = json
    if (typeof row.currency !== "string" || row.currency.length === 0) return "currency is not a code"
    const available = Decimal.parse(row.available)
    if (available === undefined) return "available is not a decimal"
    const locked = Decimal.parse(row.locked)
    if (locked === undefined) return "locked is not a decimal"
    const total = readOptional(Decimal.parse, row.total)
    if (total === undefined) return "total is not a decimal"
    // A printed total is kept even where it is not the sum: the certificate must see what the exchange says.
    return { wallet: "spot", asset: row.currency, total: total ?? Decimal.add(available, locked), available, locked }
  })

/** All books in a list, or one as an object. */
export const parseTicker = (reply: Reply): Items<Ticker> => {
  const payload = payloadOf(reply)
  if (!LosslessJson.isObject(payload)) return readItems(payload, "/payload", readTicker)
  const ticker = readTicker(payload)
  return typeof ticker === "string"
    ? { items: [], quarantined: [{ pointer: "/payload", reason: ticker }] }
    : { items: [ticker], quarantined: [] }
}

const readTicker = (json: { readonly [key: string]: Json }): Ticker | string => {
  const row: Unread<typeof Wire.Ticker> = json
  const market = readBook(row.book)
  if (market === null) return "book is not a pair of codes"
  const bid = readOptional(Decimal.parse, row.bid)
  if (bid === undefined) return "bid is not a decimal"
  const ask = readOptional(Decimal.parse, row.ask)
  if (ask === undefined) return "ask is not a decimal"
  const last = readOptional(Decimal.parse, row.last)
  if (last === undefined) return "last is not a decimal"
  const at = row.created_at === undefined || row.created_at === null ? null : Instant.parse(row.created_at)
  if (at === undefined) return "created_at is not an instant"
  return { market: market.name, base: market.base, quote: market.quote, bid, ask, last, at }
}

export const parseMarkets = (reply: Reply): Items<Market> =>
  readItems(payloadOf(reply), "/payload", (json): Market | string => {
    const row: Unread<typeof Wire.AvailableBook> = json
    const market = readBook(row.book)
    if (market === null) return "book is not a pair of codes"
    const minAmount = readOptional(Decimal.parse, row.minimum_amount)
    if (minAmount === undefined) return "minimum_amount is not a decimal"
    const maxAmount = readOptional(Decimal.parse, row.maximum_amount)
    if (maxAmount === undefined) return "maximum_amount is not a decimal"
    const priceTick = readOptional(Decimal.parse, row.tick_size)
    if (priceTick === undefined) return "tick_size is not a decimal"
    return { market: market.name, base: market.base, quote: market.quote, minAmount, maxAmount, priceTick }
  })

export const parseOpenOrders = (reply: Reply): Items<OpenOrder> =>
  readItems(payloadOf(reply), "/payload", (json): OpenOrder | string => {
    const row: Unread<typeof Wire.OpenOrder> = json
    const orderId = readId(row.oid)
    if (orderId === undefined || orderId === null) return "oid is not an id"
    if (typeof row.book !== "string" || row.book.length === 0) return "book is not a word"
    if (row.side !== "buy" && row.side !== "sell") return "side is neither buy nor sell"
    const price = readOptional(Decimal.parse, row.price)
    if (price === undefined) return "price is not a decimal"
    const originalAmount = Decimal.parse(row.original_amount)
    if (originalAmount === undefined) return "original_amount is not a decimal"
    const unfilledAmount = Decimal.parse(row.unfilled_amount)
    if (unfilledAmount === undefined) return "unfilled_amount is not a decimal"
    if (typeof row.status !== "string" || row.status.length === 0) return "status is not a word"
    const createdAt = Instant.parse(row.created_at)
    if (createdAt === undefined) return "created_at is not an instant"
    return { orderId, market: row.book, side: row.side, price, originalAmount, unfilledAmount, status: row.status, createdAt }
  })

export const parseFees = (reply: Reply): Items<FeeRate> =>
  readItems(listIn(payloadOf(reply), "fees"), "/payload/fees", (json): FeeRate | string => {
    const row: Unread<typeof Wire.BookFee> = json
    if (typeof row.book !== "string" || row.book.length === 0) return "book is not a word"
    const maker = Decimal.parse(row.maker_fee_decimal ?? row.fee_decimal)
    if (maker === undefined) return "no maker rate that is a decimal"
    const taker = Decimal.parse(row.taker_fee_decimal ?? row.fee_decimal)
    if (taker === undefined) return "no taker rate that is a decimal"
    return { market: row.book, maker, taker }
  })

const readBook = (book: unknown): { readonly name: string; readonly base: string; readonly quote: string } | null => {
  if (typeof book !== "string") return null
  const base = baseOf(book)
  const quote = quoteOf(book)
  return base === null || quote === null ? null : { name: book, base, quote }
}
