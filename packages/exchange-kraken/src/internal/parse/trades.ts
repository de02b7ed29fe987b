/**
 * Fills as TradesHistory tells them: they prove and enrich what the ledger posted. The fee is in the quote unless the order
 * asked otherwise, which the row does not say; the ledger knows. A fill on margin moves no principal, so it proves that
 * the trade happened and says nothing of amounts.
 */
import type { LedgerEvent, Page, Posting, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, lastKept } from "@caudal/exchange"
import type { Unread } from "../wire/scalars.ts"
import type { Trade } from "../wire/trades.ts"
import { walletOf } from "./assetCode.ts"
import { readOptionalDecimal, readOptionalText } from "./fields.ts"
import { type ReadRow, readPage } from "./page.ts"
import { type Pair, pairOf } from "./pair.ts"
import { readTime } from "./time.ts"

const leg = (asset: string, amount: Decimal.Decimal, role: Posting["role"]): Posting => ({ wallet: walletOf(asset), asset, amount, role })

const postingsOf = (
  { base, quote }: Pair,
  buys: boolean,
  volume: Decimal.Decimal,
  cost: Decimal.Decimal,
  fee: Decimal.Decimal
): ReadonlyArray<Posting> => {
  const got = leg(base, buys ? volume : Decimal.negate(volume), "principal")
  const gave = leg(quote, buys ? Decimal.negate(cost) : cost, "principal")
  return Decimal.isZero(fee) ? [got, gave] : [got, gave, leg(quote, Decimal.negate(fee), Decimal.isNegative(fee) ? "rebate" : "fee")]
}

/** Rows of one market follow each other. */
const marketOf = lastKept(pairOf)

const readTrade: ReadRow = (json, pointer, id) => {
  const row: Unread<typeof Trade> = json
  const order = readOptionalText(row.ordertxid)
  if (order === undefined) return "ordertxid is not text"
  const pair = typeof row.pair === "string" ? marketOf(row.pair) : null
  if (pair === null) return "pair does not name two known codes"
  const time = readTime(row.time)
  if (time === undefined) return "time is not Unix seconds"
  if (row.type !== "buy" && row.type !== "sell") return "type is neither buy nor sell"
  const price = readOptionalDecimal(row.price)
  if (price === undefined) return "price is not a decimal"
  const cost = Decimal.parse(row.cost)
  if (cost === undefined) return "cost is not a decimal"
  const fee = Decimal.parse(row.fee)
  if (fee === undefined) return "fee is not a decimal"
  const volume = Decimal.parse(row.vol)
  if (volume === undefined) return "vol is not a decimal"
  const margin = readOptionalDecimal(row.margin)
  if (margin === undefined) return "margin is not a decimal"

  const { base, quote } = pair
  const onMargin = margin !== null && !Decimal.isZero(margin)
  return {
    source: { stream: "trades", externalId: id, identity: "exchange" },
    refs:
      order === null
        ? [{ type: "trade", id }]
        : [
            { type: "trade", id },
            { type: "order", id: order }
          ],
    groupId: `trade:${id}`,
    kind: "trade",
    at: time.at,
    rank: time.rank,
    status: "settled",
    postings: onMargin ? [] : postingsOf(pair, row.type === "buy", volume, cost, fee),
    transfer: null,
    price: price === null ? null : { base, quote, amount: price },
    operation: onMargin ? "margin" : null,
    pointer
  } satisfies LedgerEvent
}

export const parseTrades = (reply: Reply, request: StreamRequest): Page => readPage(reply, request, "trades", readTrade)
