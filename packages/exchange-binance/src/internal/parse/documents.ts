/** Replies that are not lists of events: balances, tickers, markets. */
import type { Json, Market, QuarantinedRow, Reply, Ticker, WalletBalance } from "@caudal/exchange"
import { Decimal, listIn, LosslessJson } from "@caudal/exchange"
import type * as Wire from "../wire/documents.ts"
import type { FlexiblePosition, LockedPosition } from "../wire/earn.ts"
import type { Unread } from "../wire/scalars.ts"
import { type Fields, readOptionalDecimal, readWord } from "./fields.ts"
import { marketOf } from "./market.ts"
import { readMillis } from "./time.ts"

export interface Items<A> {
  readonly items: ReadonlyArray<A>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
}

const readItems = <A extends object>(list: ReadonlyArray<Json>, at: string, read: (row: Fields) => A | string): Items<A> => {
  const items: Array<A> = []
  const quarantined: Array<QuarantinedRow> = []
  for (let i = 0; i < list.length; i++) {
    const row = list[i]
    const item = LosslessJson.isObject(row) ? read(row) : "the row is not an object"
    if (typeof item === "string") quarantined.push({ pointer: `${at}/${i}`, reason: item })
    else items.push(item)
  }
  return { items, quarantined }
}

const readBalance =
  (wallet: string) =>
  (json: Fields): WalletBalance | string => {
    const row: Unread<typeof Wire.Balance> = json
    const asset = readWord(row.asset)
    if (asset === undefined) return "asset is not a code"
    const available = Decimal.parse(row.free)
    if (available === undefined) return "free is not a decimal"
    let locked = Decimal.zero
    for (const [name, value] of [
      ["locked", row.locked],
      ["freeze", row.freeze],
      ["withdrawing", row.withdrawing]
    ] as const) {
      const held = readOptionalDecimal(value)
      if (held === undefined) return `${name} is not a decimal`
      locked = Decimal.add(locked, held ?? Decimal.zero)
    }
    return { wallet, asset, total: Decimal.add(available, locked), available, locked }
  }

/** The spot wallet. */
export const parseAccount = (reply: Reply): Items<WalletBalance> =>
  readItems(listIn(reply.json, "balances"), "/balances", readBalance("spot"))

export const parseFunding = (reply: Reply): Items<WalletBalance> => readItems(listIn(reply.json, null), "", readBalance("funding"))

const earning = (asset: string | undefined, total: Decimal.Decimal | undefined, name: string, free: boolean): WalletBalance | string => {
  if (asset === undefined) return "asset is not a code"
  if (total === undefined) return `${name} is not a decimal`
  const [available, locked] = free ? [total, Decimal.zero] : [Decimal.zero, total]
  return { wallet: "earn", asset, total, available, locked }
}

/** Flexible products can be left at any time. */
export const parseFlexible = (reply: Reply): Items<WalletBalance> =>
  readItems(listIn(reply.json, "rows"), "/rows", (json) => {
    const row: Unread<typeof FlexiblePosition> = json
    return earning(readWord(row.asset), Decimal.parse(row.totalAmount), "totalAmount", true)
  })

export const parseLocked = (reply: Reply): Items<WalletBalance> =>
  readItems(listIn(reply.json, "rows"), "/rows", (json) => {
    const row: Unread<typeof LockedPosition> = json
    return earning(readWord(row.asset), Decimal.parse(row.amount), "amount", false)
  })

/** Where nobody bids or asks Binance prints zero. */
const readOffer = (value: unknown): Decimal.Decimal | null | undefined => {
  const price = readOptionalDecimal(value)
  return price !== undefined && price !== null && Decimal.isZero(price) ? null : price
}

const readTicker = (json: Fields): Ticker | string => {
  const row: Unread<typeof Wire.Ticker> = json
  const market = typeof row.symbol === "string" ? marketOf(row.symbol) : null
  if (market === null) return "symbol does not name two known codes"
  const bid = readOffer(row.bidPrice)
  if (bid === undefined) return "bidPrice is not a decimal"
  const ask = readOffer(row.askPrice)
  if (ask === undefined) return "askPrice is not a decimal"
  const last = readOffer(row.lastPrice)
  if (last === undefined) return "lastPrice is not a decimal"
  const at = row.closeTime === undefined || row.closeTime === null ? null : readMillis(row.closeTime)
  if (at === undefined) return "closeTime is not epoch milliseconds"
  return { market: row.symbol as string, ...market, bid, ask, last, at }
}

/** All markets, or the one that was asked for. */
export const parseTicker = (reply: Reply): Items<Ticker> =>
  LosslessJson.isObject(reply.json) ? readItems([reply.json], "", readTicker) : readItems(listIn(reply.json, null), "", readTicker)

/** A value of the filter of this type; `null` where the market has no such filter. */
const filterValue = (filters: unknown, type: string, name: string): unknown => {
  const found = Array.isArray(filters)
    ? (filters as ReadonlyArray<unknown>).find((one) => LosslessJson.isObject(one) && one["filterType"] === type)
    : undefined
  return LosslessJson.isObject(found) ? found[name] : null
}

export const parseMarkets = (reply: Reply): Items<Market> =>
  readItems(listIn(reply.json, "symbols"), "/symbols", (json): Market | string => {
    const row: Unread<typeof Wire.MarketInfo> = json
    const market = readWord(row.symbol)
    if (market === undefined) return "symbol is not a name"
    const base = readWord(row.baseAsset)
    if (base === undefined) return "baseAsset is not a code"
    const quote = readWord(row.quoteAsset)
    if (quote === undefined) return "quoteAsset is not a code"
    const minAmount = readOptionalDecimal(filterValue(row.filters, "LOT_SIZE", "minQty"))
    if (minAmount === undefined) return "minQty is not a decimal"
    const maxAmount = readOptionalDecimal(filterValue(row.filters, "LOT_SIZE", "maxQty"))
    if (maxAmount === undefined) return "maxQty is not a decimal"
    const priceTick = readOptionalDecimal(filterValue(row.filters, "PRICE_FILTER", "tickSize"))
    if (priceTick === undefined) return "tickSize is not a decimal"
    return { market, base, quote, minAmount, maxAmount, priceTick }
  })
