/**
 * Moves between the account's wallets. Margin, futures and options are no part of these books: what goes there leaves them,
 * and what comes from there enters.
 */
import type { Page, Posting, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, listIn } from "@caudal/exchange"
import type { Unread } from "../wire/scalars.ts"
import type { WalletTransfer } from "../wire/transfers.ts"
import { eventOf, principal } from "./event.ts"
import { readId, readWord } from "./fields.ts"
import { numberedPage } from "./numbered.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { statusBy } from "./status.ts"
import { readMillis } from "./time.ts"
import { ownWallet } from "./wallet.ts"

export const transferPageSize = 100

const inside = ["MAIN", "FUNDING"]
const outside = ["UMFUTURE", "CMFUTURE", "MARGIN", "OPTION", "PORTFOLIO_MARGIN"]

/** Each is a list of its own, and there is none of all. */
export const transferTypes: ReadonlyArray<string> = [
  "MAIN_FUNDING",
  "FUNDING_MAIN",
  ...inside.flatMap((own) =>
    outside.filter((other) => own === "MAIN" || other !== "PORTFOLIO_MARGIN").flatMap((other) => [`${own}_${other}`, `${other}_${own}`])
  )
]

const statusOf = statusBy(["CONFIRMED"], ["PENDING"], ["FAILED"])

const legs = (type: string, asset: string, amount: Decimal.Decimal): ReadonlyArray<Posting> => {
  const from = ownWallet(type.slice(0, type.indexOf("_")))
  const to = ownWallet(type.slice(type.lastIndexOf("_") + 1))
  return [
    ...(from === null ? [] : [principal(from, asset, Decimal.negate(amount))]),
    ...(to === null ? [] : [principal(to, asset, amount)])
  ]
}

const readTransfer: ReadEvent = (json, pointer) => {
  const row: Unread<typeof WalletTransfer> = json
  const id = readId(row.tranId)
  if (id === undefined) return "tranId is not an id"
  const asset = readWord(row.asset)
  if (asset === undefined) return "asset is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const type = readWord(row.type)
  if (type === undefined) return "type is not a word"
  const word = readWord(row.status)
  if (word === undefined) return "status is not a word"
  const at = readMillis(row.timestamp)
  if (at === undefined) return "timestamp is not epoch milliseconds"
  const { status, said } = statusOf(word)
  return eventOf("transfers", "transfer", id, {
    kind: "transfer",
    at,
    status,
    postings: legs(type, asset, amount),
    transfer: null,
    price: null,
    operation: said ?? type,
    pointer
  })
}

export const parseTransfers = (reply: Reply, request: StreamRequest): Page =>
  numberedPage(
    readEvents(listIn(reply.json, "rows"), "/rows", readTransfer, undefined, (row) => readMillis(row["timestamp"])),
    reply.json,
    transferPageSize,
    request
  )
