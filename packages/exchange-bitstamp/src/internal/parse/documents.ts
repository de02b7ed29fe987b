/** Replies that are not lists of events: balances, tickers, markets. All are lists of objects. */
import type { Fields, Market, Reply, Ticker, WalletBalance } from "@caudal/exchange"
import { Decimal, listIn, readRows } from "@caudal/exchange"
import { readCode, readOptionalDecimal } from "./fields.ts"
import { readSeconds } from "./time.ts"

/** `{"currency": "btc", "total": "1.00", "available": "0.80", "reserved": "0.20"}`, for every currency there is. */
const readBalance = (row: Fields): WalletBalance | string => {
  const asset = readCode(row["currency"])
  if (asset === undefined) return "currency is not a code"
  const total = Decimal.parse(row["total"])
  if (total === undefined) return "total is not a decimal"
  const available = Decimal.parse(row["available"])
  if (available === undefined) return "available is not a decimal"
  const locked = Decimal.parse(row["reserved"])
  return locked === undefined ? "reserved is not a decimal" : { wallet: "spot", asset, total, available, locked }
}

/** `BTC/USD`; a perpetual is `BTC/USD-PERP`, whose second half is no currency. */
const pairOf = (name: unknown): { readonly market: string; readonly base: string; readonly quote: string } | string => {
  const [first, second, ...more] = typeof name === "string" ? name.split("/") : []
  const base = readCode(first)
  const quote = readCode(second?.replace(/-PERP$/, ""))
  return base === undefined || quote === undefined || more.length > 0
    ? "the name is not that of a pair"
    : { market: String(name), base, quote }
}

const readTicker = (row: Fields): Ticker | string => {
  const pair = pairOf(row["pair"])
  if (typeof pair === "string") return pair
  const [bid, ask, last] = [row["bid"], row["ask"], row["last"]].map(readOptionalDecimal)
  if (bid === undefined || ask === undefined || last === undefined) return "bid, ask or last is not a decimal"
  return { ...pair, bid, ask, last, at: readSeconds(row["timestamp"]) ?? null }
}

/** The least order is in the second currency; the least amount is not told. */
const readMarket = (row: Fields): Market | string => {
  const pair = pairOf(row["name"])
  if (typeof pair === "string") return pair
  const places = Number(row["counter_decimals"])
  const tick = Number.isSafeInteger(places) && places >= 0 && places <= 40 ? Decimal.parse(`1e-${places}`) : undefined
  return { ...pair, minAmount: null, maxAmount: null, priceTick: tick ?? null }
}

export const parseBalance = ({ json }: Reply) => readRows(listIn(json, null), "", readBalance, undefined)
export const parseTicker = ({ json }: Reply) => readRows(listIn(json, null), "", readTicker, undefined)
export const parseMarkets = ({ json }: Reply) => readRows(listIn(json, null), "", readMarket, undefined)
