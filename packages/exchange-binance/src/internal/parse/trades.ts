/**
 * Fills of one market, walked from the oldest on: `fromId` is the first id that may come. The commission is paid in
 * whatever asset Binance took it from, and is a posting of the same event.
 */
import type { Json, Page, Ref, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, lastKept, listIn } from "@caudal/exchange"
import type { Unread } from "../wire/scalars.ts"
import type { Trade } from "../wire/trades.ts"
import { fee, principal } from "./event.ts"
import { readId, readOptionalId, readOptionalDecimal, readWord } from "./fields.ts"
import { type Market, marketOf } from "./market.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { readMillis } from "./time.ts"

/** A list is called by its codes, `BTC/USDT`; Binance by both without a separator. */
export const listOf = ({ base, quote }: Market): string => `${base}/${quote}`
export const symbolOf = (list: string): string => list.replace("/", "")

const marketOfList = (list: string | null): Market | null => {
  const [base, quote] = list?.split("/") ?? []
  return base === undefined || quote === undefined ? null : { base, quote }
}

/** Rows of one market follow each other. */
const marketNamed = lastKept(marketOf)

/** As the list says; a row of another market than was asked for, or in a reply of which that is not known, by its name. */
const marketIn = (symbol: string, listed: Market | null): Market | null =>
  listed !== null && symbol === listed.base + listed.quote ? listed : marketNamed(symbol)

const readTrade: ReadEvent<Market | null> = (json, pointer, listed) => {
  const row: Unread<typeof Trade> = json
  const symbol = readWord(row.symbol)
  const market = symbol === undefined ? null : marketIn(symbol, listed)
  if (symbol === undefined || market === null) return "symbol does not name two known codes"
  const id = readId(row.id)
  if (id === undefined) return "id is not an id"
  const order = readOptionalId(row.orderId)
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
  const buys = row.isBuyer
  if (typeof buys !== "boolean") return "isBuyer does not say which side"
  const { base, quote } = market
  const name = `${symbol}:${id}`
  const trade: Ref = { type: "trade", id: name }
  const bought = principal("spot", base, buys ? quantity : Decimal.negate(quantity))
  const paid = principal("spot", quote, buys ? Decimal.negate(cost) : cost)
  // Written out, since an account may have a million of these.
  return {
    source: { stream: "trades", externalId: name, identity: "exchange" },
    refs: order === null ? [trade] : [trade, { type: "order", id: `${symbol}:${order}` }],
    groupId: `trade:${name}`,
    kind: "trade",
    at,
    rank: null,
    status: "settled",
    postings: Decimal.isZero(commission) ? [bought, paid] : [bought, paid, fee("spot", commissionAsset, commission)],
    transfer: null,
    price: price === null ? null : { base, quote, amount: price },
    operation: null,
    pointer
  }
}

const digits = /^\d{1,30}$/

/** The first id to ask for: one above the last that was seen. A cursor of another spelling starts anew; rows are recognised. */
export const fromId = (cursor: string | null): string => (cursor !== null && digits.test(cursor) ? cursor : "0")

/** The highest id of a page, whole numbers apart from those that no double holds. */
const highest = (list: ReadonlyArray<Json>): bigint => {
  let small = -1
  let great = -1n
  for (const row of list) {
    const id = (row as { readonly id?: unknown } | null)?.id
    if (typeof id === "number" && Number.isSafeInteger(id)) small = Math.max(small, id)
    else if (typeof id === "string" && digits.test(id) && BigInt(id) > great) great = BigInt(id)
  }
  return BigInt(small) > great ? BigInt(small) : great
}

/** A short page is no end: only an empty one is. */
export const parseTrades = (reply: Reply, { cursor, dimension }: StreamRequest): Page => {
  const list = listIn(reply.json, null)
  const { events, quarantined } = readEvents(list, "", readTrade, marketOfList(dimension), () => undefined)
  const from = BigInt(fromId(cursor))
  const after = highest(list) + 1n
  return { events, quarantined, next: String(after > from ? after : from), exhausted: list.length === 0 }
}
