/**
 * Fills of one market, walked from the oldest on: `fromId` is the first id that may come. The commission is paid in
 * whatever asset Binance took it from, and is a posting of the same event.
 */
import type { Page, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import type { Unread } from "../wire/scalars.ts"
import type { Trade } from "../wire/trades.ts"
import { charge, eventOf, principal } from "./event.ts"
import { readId, readOptionalDecimal, readWord } from "./fields.ts"
import { type Market, marketOf } from "./market.ts"
import { listIn, type ReadRow, readRows } from "./rows.ts"
import { readMillis } from "./time.ts"

/** A list is called by its codes, `BTC/USDT`; Binance by both without a separator. */
export const listOf = ({ base, quote }: Market): string => `${base}/${quote}`
export const symbolOf = (list: string): string => list.replace("/", "")

const marketOfList = (list: string | null): Market | null => {
  const [base, quote] = list?.split("/") ?? []
  return base === undefined || quote === undefined ? null : { base, quote }
}

/** As the list says; a row of another market than was asked for, or in a reply of which that is not known, by its name. */
const marketIn = (symbol: string, listed: Market | null): Market | null =>
  listed !== null && symbol === listed.base + listed.quote ? listed : marketOf(symbol)

const readTrade: ReadRow<Market | null> = (json, pointer, listed) => {
  const row: Unread<typeof Trade> = json
  const market = typeof row.symbol === "string" ? marketIn(row.symbol, listed) : null
  if (market === null) return "symbol does not name two known codes"
  const id = readId(row.id)
  if (id === undefined) return "id is not an id"
  const order = row.orderId === undefined || row.orderId === null ? null : readId(row.orderId)
  if (order === undefined) return "orderId is not an id"
  const price = readOptionalDecimal(row.price)
  if (price === undefined) return "price is not a decimal"
  const quantity = Decimal.parse(row.qty)
  if (quantity === undefined) return "qty is not a decimal"
  const cost = Decimal.parse(row.quoteQty)
  if (cost === undefined) return "quoteQty is not a decimal"
  const commission = Decimal.parse(row.commission)
  if (commission === undefined) return "commission is not a decimal"
  const commissionAsset = readWord(row.commissionAsset)
  if (commissionAsset === undefined) return "commissionAsset is not a code"
  const at = readMillis(row.time)
  if (at === undefined) return "time is not epoch milliseconds"
  if (typeof row.isBuyer !== "boolean") return "isBuyer does not say which side"
  const { base, quote } = market
  const buys = row.isBuyer
  const name = `${row.symbol as string}:${id}`
  return eventOf("trades", "trade", name, {
    refs: [{ type: "trade", id: name }, ...(order === null ? [] : [{ type: "order", id: `${row.symbol as string}:${order}` }])],
    kind: "trade",
    at,
    status: "settled",
    postings: [
      principal("spot", base, buys ? quantity : Decimal.negate(quantity)),
      principal("spot", quote, buys ? Decimal.negate(cost) : cost),
      ...charge("spot", commissionAsset, commission)
    ],
    price: price === null ? null : { base, quote, amount: price },
    pointer
  })
}

const digits = /^\d{1,30}$/

/** The first id to ask for: one above the last that was seen. A cursor of another spelling starts anew; rows are recognised. */
export const fromId = (cursor: string | null): string => (cursor !== null && digits.test(cursor) ? cursor : "0")

/** A short page is no end: only an empty one is. */
export const parseTrades = (reply: Reply, { cursor, dimension }: StreamRequest): Page => {
  const list = listIn(reply.json, null)
  const { events, quarantined } = readRows(list, "", readTrade, marketOfList(dimension), () => undefined)
  let next = BigInt(fromId(cursor))
  for (const row of list) {
    const id = readId((row as { readonly id?: unknown } | null)?.id)
    if (id !== undefined && digits.test(id) && BigInt(id) >= next) next = BigInt(id) + 1n
  }
  return { events, quarantined, next: String(next), exhausted: list.length === 0 }
}
