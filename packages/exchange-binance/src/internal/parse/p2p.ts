/** Coins bought from and sold to people. They come into the funding wallet and leave it; the money never lay here. */
import type { Page, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, listIn } from "@caudal/exchange"
import type { P2pOrder } from "../wire/p2p.ts"
import type { Unread } from "../wire/scalars.ts"
import { charged, eventOf, principal } from "./event.ts"
import { readId, readOptionalDecimal, readWord } from "./fields.ts"
import { numberedPage } from "./numbered.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { statusBy } from "./status.ts"
import { readMillis } from "./time.ts"

export const p2pPageSize = 100

const statusOf = statusBy(
  ["COMPLETED"],
  ["PENDING", "TRADING", "BUYER_PAYED", "DISTRIBUTING", "IN_APPEAL"],
  ["CANCELLED", "CANCELLED_BY_SYSTEM"]
)

const readOrder: ReadEvent = (json, pointer) => {
  const row: Unread<typeof P2pOrder> = json
  const id = readId(row.orderNumber)
  if (id === undefined) return "orderNumber is not an id"
  if (row.tradeType !== "BUY" && row.tradeType !== "SELL") return "tradeType is neither BUY nor SELL"
  const asset = readWord(row.asset)
  if (asset === undefined) return "asset is not a code"
  const fiat = readWord(row.fiat)
  if (fiat === undefined) return "fiat is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const price = readOptionalDecimal(row.unitPrice)
  if (price === undefined) return "unitPrice is not a decimal"
  const commission = readOptionalDecimal(row.commission)
  if (commission === undefined) return "commission is not a decimal"
  const word = readWord(row.orderStatus)
  if (word === undefined) return "orderStatus is not a word"
  const at = readMillis(row.createTime)
  if (at === undefined) return "createTime is not epoch milliseconds"
  const { status, said } = statusOf(word)
  return eventOf("p2p", "p2p", id, {
    kind: "trade",
    at,
    status,
    postings: charged(principal("funding", asset, row.tradeType === "BUY" ? amount : Decimal.negate(amount)), commission ?? Decimal.zero),
    transfer: null,
    price: price === null ? null : { base: asset, quote: fiat, amount: price },
    operation: said ?? "P2P",
    pointer
  })
}

export const parseP2p = (reply: Reply, request: StreamRequest): Page =>
  numberedPage(
    readEvents(listIn(reply.json, "data"), "/data", readOrder, undefined, (row) => readMillis(row["createTime"])),
    reply.json,
    p2pPageSize,
    request
  )
