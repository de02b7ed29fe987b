/**
 * Fills as Advanced Trade tells them: they prove and enrich what the wallets posted, joined by their order, which is all
 * that both sides name. Fills of futures and perpetuals are put aside: their money is in another account.
 */
import type { LedgerEvent, Page, Posting, ReadRow, Reply } from "@caudal/exchange"
import { Decimal, Instant, lastKept, listIn, LosslessJson, readRows } from "@caudal/exchange"
import type { Fill } from "../wire/fills.ts"
import type { Unread } from "../wire/scalars.ts"
import { type Pair, pairOf } from "./pair.ts"
import { isWord, readOptionalDecimal, readOptionalText } from "./fields.ts"

const postingsOf = (
  { base, quote }: Pair,
  buys: boolean,
  size: Decimal.Decimal,
  cost: Decimal.Decimal,
  fee: Decimal.Decimal
): ReadonlyArray<Posting> => {
  const got: Posting = { wallet: "main", asset: base, amount: buys ? size : Decimal.negate(size), role: "principal" }
  const gave: Posting = { wallet: "main", asset: quote, amount: buys ? Decimal.negate(cost) : cost, role: "principal" }
  if (Decimal.isZero(fee)) return [got, gave]
  return [got, gave, { wallet: "main", asset: quote, amount: Decimal.negate(fee), role: Decimal.isNegative(fee) ? "rebate" : "fee" }]
}

/** Rows of one market follow each other. */
const marketOf = lastKept(pairOf)

const readFill: ReadRow<LedgerEvent> = (json, pointer) => {
  const row: Unread<typeof Fill> = json
  const { entry_id: id, order_id: order, product_id: product, side, size_in_quote: inQuote } = row
  if (!isWord(id)) return "entry_id is not an id"
  if (!isWord(order)) return "order_id is not an id"
  const trade = readOptionalText(row.trade_id)
  if (trade === undefined) return "trade_id is not text"
  const type = readOptionalText(row.trade_type)
  if (type === undefined) return "trade_type is not text"
  const at = Instant.parse(row.trade_time)
  if (at === undefined) return "trade_time is not an instant"
  const price = Decimal.parse(row.price)
  if (price === undefined) return "price is not a decimal"
  const size = Decimal.parse(row.size)
  if (size === undefined) return "size is not a decimal"
  const commission = readOptionalDecimal(row.commission)
  if (commission === undefined) return "commission is not a decimal"
  if (inQuote !== undefined && inQuote !== null && typeof inQuote !== "boolean") return "size_in_quote is neither true nor false"
  if (side !== "BUY" && side !== "SELL") return "side is neither BUY nor SELL"
  const pair = typeof product === "string" ? marketOf(product) : null
  if (pair === null) return "the product is no market of the spot: its money is in an account that is not read here"

  // A size of the quote gives the base only by a division that may not end; what corrects another fill says not which.
  const telling = inQuote !== true && (type === null || type === "FILL")
  return {
    source: { stream: "fills", externalId: id, identity: "exchange" },
    refs:
      trade === null
        ? [{ type: "order", id: order }]
        : [
            { type: "order", id: order },
            { type: "trade", id: trade }
          ],
    groupId: "order:" + order,
    kind: "trade",
    at,
    rank: null,
    status: "settled",
    postings: telling ? postingsOf(pair, side === "BUY", size, Decimal.multiply(price, size), commission ?? Decimal.zero) : [],
    transfer: null,
    price: { base: pair.base, quote: pair.quote, amount: price },
    operation: type,
    pointer
  } satisfies LedgerEvent
}

export const parseFills = ({ json }: Reply): Page => {
  const rows = listIn(json, "fills")
  const { items: events, quarantined } = readRows(rows, "/fills", readFill, undefined)
  const cursor = LosslessJson.isObject(json) ? json["cursor"] : undefined
  const next = isWord(cursor) ? cursor : typeof cursor === "number" ? String(cursor) : null
  // The last page may still bear a cursor: behind it is an empty one.
  return { events, quarantined, next, exhausted: rows.length === 0 || next === null }
}
