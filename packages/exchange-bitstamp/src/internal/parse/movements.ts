/**
 * What chains and banks did, for archives: these lists bear no id of the ledger's, so their rows stand beside it.
 * `crypto-transactions` are three lists in one reply, dated in Unix seconds; `withdrawal-requests` are one, dated in words.
 */
import type { EventKind, EventStatus, Fields, LedgerEvent, Page, Reply } from "@caudal/exchange"
import { Decimal, listIn, readRows } from "@caudal/exchange"
import { readCode, readId, readText } from "./fields.ts"
import { readSeconds, readTime } from "./time.ts"

interface Moved {
  readonly stream: string
  readonly externalId: string
  readonly kind: EventKind
  readonly at: number
  readonly status: EventStatus
  readonly operation: string | null
}

const event = (row: Fields, pointer: string, { stream, externalId, kind, at, status, operation }: Moved): LedgerEvent | string => {
  const asset = readCode(row["currency"])
  if (asset === undefined) return "currency is not a code"
  const amount = Decimal.parse(row["amount"])
  if (amount === undefined) return "amount is not a decimal"
  // The tag stands in the address (`r…?dt=1455`).
  const [address = null, tag = null] = (readText(row["address"]) ?? readText(row["destinationAddress"]))?.split("?dt=") ?? []
  return {
    source: { stream, externalId, identity: "exchange" },
    refs: [],
    groupId: null,
    kind,
    at,
    rank: null,
    status,
    postings: [{ wallet: "spot", asset, amount: kind === "deposit" ? amount : Decimal.negate(amount), role: "principal" }],
    transfer: {
      network: readText(row["network"]),
      txid: readText(row["transaction_id"]) ?? readText(row["txid"]),
      address,
      tag,
      rail: null,
      reference: null
    },
    price: null,
    operation,
    pointer
  }
}

const moved =
  (list: "deposits" | "withdrawals" | "ripple_iou_transactions") =>
  (row: Fields, pointer: string): LedgerEvent | string => {
    const at = readSeconds(row["datetime"])
    if (at === undefined) return "datetime is not Unix seconds"
    // Withdrawals have no id of their own.
    const own = readId(row["id"]) ?? readText(row["txid"])
    if (own === null) return "neither id nor txid names the row"
    const status = row["status"] === undefined || row["status"] === "COMPLETED" ? "settled" : "pending"
    return event(row, pointer, {
      stream: "crypto_transactions",
      externalId: `${list}:${own}`,
      kind: list === "deposits" ? "deposit" : "withdrawal",
      at,
      status,
      operation: list === "ripple_iou_transactions" ? "ripple_iou" : readText(row["pending_reason"])
    })
  }

const lists = ["deposits", "withdrawals", "ripple_iou_transactions"] as const

export const parseCryptoTransactions = ({ json }: Reply): Page => {
  const read = lists.map((list) => readRows(listIn(json, list), `/${list}`, moved(list), undefined))
  const events = read.flatMap(({ items }) => items)
  const quarantined = read.flatMap((one) => one.quarantined)
  return { events, quarantined, next: null, exhausted: true }
}

/** Open, in process, finished, cancelled, failed. */
const statuses: ReadonlyMap<string, EventStatus> = new Map<string, EventStatus>([
  ["0", "pending"],
  ["1", "pending"],
  ["2", "settled"],
  ["3", "failed"],
  ["4", "failed"]
])

const readRequest = (row: Fields, pointer: string): LedgerEvent | string => {
  const id = readId(row["id"])
  if (id === undefined) return "id is not a whole number"
  const time = readTime(row["datetime"])
  if (time === undefined) return "datetime is not a time"
  const word = readId(row["status"]) ?? "unknown"
  const status = statuses.get(word)
  return event(row, pointer, {
    stream: "withdrawal_requests",
    externalId: id,
    kind: "withdrawal",
    at: time.at,
    // A word we do not know is read as under way until the row says more.
    status: status ?? "pending",
    operation: status === undefined ? `status ${word}` : null
  })
}

export const parseWithdrawalRequests = ({ json }: Reply): Page => {
  const { items, quarantined } = readRows(listIn(json, null), "", readRequest, undefined)
  return { events: items, quarantined, next: null, exhausted: true }
}
