/** Replies that are not lists of events: balances, tickers, markets. All are objects by code or pair. */
import type { Market, QuarantinedRow, Reply, Ticker, WalletBalance } from "@caudal/exchange"
import { Decimal, LosslessJson, pointerKey } from "@caudal/exchange"
import type * as Wire from "../wire/documents.ts"
import type { Unread } from "../wire/scalars.ts"
import { walletOf } from "./assetCode.ts"
import { readOptionalDecimal, resultOf } from "./fields.ts"
import { pairOf } from "./pair.ts"

interface Items<A> {
  readonly items: ReadonlyArray<A>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
}

const readItems = <A extends object>(reply: Reply, read: (name: string, value: unknown) => A | string): Items<A> => {
  const result = resultOf(reply)
  if (!LosslessJson.isObject(result)) return { items: [], quarantined: [{ pointer: "/result", reason: "not an object" }] }
  const items: Array<A> = []
  const quarantined: Array<QuarantinedRow> = []
  for (const [name, value] of Object.entries(result)) {
    const item = read(name, value)
    if (typeof item === "string") quarantined.push({ pointer: `/result/${pointerKey(name)}`, reason: item })
    else items.push(item)
  }
  return { items, quarantined }
}

/** What an order holds back is locked; margin credit adds to what can be used, never to what is owned. */
export const parseBalance = (reply: Reply): Items<WalletBalance> =>
  readItems(reply, (asset, value): WalletBalance | string => {
    const wallet = walletOf(asset)
    if (!LosslessJson.isObject(value)) {
      const total = Decimal.parse(value)
      return total === undefined ? "the balance is not a decimal" : { wallet, asset, total, available: total, locked: Decimal.zero }
    }
    const row: Unread<typeof Wire.ExtendedBalance> = value
    const total = Decimal.parse(row.balance)
    if (total === undefined) return "balance is not a decimal"
    const held = readOptionalDecimal(row.hold_trade)
    if (held === undefined) return "hold_trade is not a decimal"
    if (readOptionalDecimal(row.credit) === undefined) return "credit is not a decimal"
    if (readOptionalDecimal(row.credit_used) === undefined) return "credit_used is not a decimal"
    const locked = held ?? Decimal.zero
    return { wallet, asset, total, available: Decimal.subtract(total, locked), locked }
  })

const readLevel = (value: unknown): Decimal.Decimal | null | undefined => {
  if (value === undefined || value === null) return null
  return Array.isArray(value) ? Decimal.parse(value[0]) : undefined
}

export const parseTicker = (reply: Reply): Items<Ticker> =>
  readItems(reply, (market, value): Ticker | string => {
    const pair = pairOf(market)
    if (pair === null) return "the pair does not name two known codes"
    if (!LosslessJson.isObject(value)) return "the ticker is not an object"
    const row: Unread<typeof Wire.Ticker> = value
    const ask = readLevel(row.a)
    if (ask === undefined) return "a does not begin with a decimal"
    const bid = readLevel(row.b)
    if (bid === undefined) return "b does not begin with a decimal"
    const last = readLevel(row.c)
    if (last === undefined) return "c does not begin with a decimal"
    return { market, ...pair, bid, ask, last, at: null }
  })

export const parseMarkets = (reply: Reply): Items<Market> =>
  readItems(reply, (market, value): Market | string => {
    if (!LosslessJson.isObject(value)) return "the pair is not an object"
    const row: Unread<typeof Wire.AssetPair> = value
    const { base, quote } = row
    if (typeof base !== "string" || base.length === 0) return "base is not a code"
    if (typeof quote !== "string" || quote.length === 0) return "quote is not a code"
    const minAmount = readOptionalDecimal(row.ordermin)
    if (minAmount === undefined) return "ordermin is not a decimal"
    const priceTick = readOptionalDecimal(row.tick_size)
    if (priceTick === undefined) return "tick_size is not a decimal"
    return { market, base, quote, minAmount, maxAmount: null, priceTick }
  })
