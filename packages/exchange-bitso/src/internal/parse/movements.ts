/**
 * Fundings and withdrawals as their own lists tell them: they prove and enrich what the ledger posted, and post
 * themselves where the ledger is refused. Their times are detection and request, the ledger's are credit and completion.
 */
import type { EventKind, EventStatus, Json, LedgerEvent, Page, Ref, Reply } from "@caudal/exchange"
import { Decimal, Instant } from "@caudal/exchange"
import type { Funding, Withdrawal } from "../wire/movements.ts"
import type { Unread } from "../wire/scalars.ts"
import { contentId } from "./contentId.ts"
import { readDetails, readId } from "./fields.ts"
import { type ReadEntry, readPage } from "./page.ts"
import { fundingKind, readTransfer } from "./transfer.ts"

/**
 * A word we do not know (`null`) is read as pending: the money is shown as under way and posts nothing until the row
 * says that it arrived. The event's `operation` then carries the word.
 */
const statusOf = (status: string): EventStatus | null => {
  switch (status) {
    case "complete":
      return "settled"
    case "pending":
    case "processing":
    case "in_progress":
      return "pending"
    case "failed":
    case "cancelled":
      return "failed"
    default:
      return null
  }
}

type Group = "funding" | "withdrawal"

/** What both lists print, apart from the names of their ids. */
interface Printed {
  readonly id: unknown
  readonly origin: unknown
  readonly status: unknown
  readonly createdAt: unknown
  readonly currency: unknown
  readonly amount: unknown
  readonly method: unknown
  readonly methodName: unknown
  readonly network: unknown
  readonly details: unknown
}

const read = (json: Json, pointer: string, stream: string, group: Group, printed: Printed): LedgerEvent | string => {
  const funding = group === "funding"
  const id = readId(printed.id)
  if (id === undefined) return funding ? "fid is not an id" : "wid is not an id"
  const origin = readId(printed.origin)
  if (origin === undefined) return "origin_id is not an id"
  const word = printed.status
  if (typeof word !== "string" || word.length === 0) return "status is not a word"
  const at = Instant.parse(printed.createdAt)
  if (at === undefined) return "created_at is not an instant"
  const asset = printed.currency
  if (typeof asset !== "string" || asset.length === 0) return "currency is not a code"
  const amount = Decimal.parse(printed.amount)
  if (amount === undefined) return "amount is not a decimal"
  // the list says which way the money went; a sign as well could mean either way
  if (Decimal.isNegative(amount)) return "amount is negative"

  const status = statusOf(word)
  const kind: EventKind = funding ? fundingKind(printed.method) : "withdrawal"
  const refs: Array<Ref> = id === null ? [] : [{ type: group, id }]
  if (origin !== null) refs.push({ type: "origin", id: origin })
  return {
    source: id === null ? { stream, externalId: contentId(json), identity: "content" } : { stream, externalId: id, identity: "exchange" },
    refs,
    groupId: id === null ? null : group + ":" + id,
    kind,
    at,
    rank: null,
    status: status ?? "pending",
    postings: [{ wallet: "spot", asset, amount: funding ? amount : Decimal.negate(amount), role: "principal" }],
    transfer: readTransfer(printed.method, printed.methodName, printed.network, readDetails(printed.details)),
    price: null,
    operation: status === null ? word : null,
    pointer
  }
}

// Each list's fields are read by its own: a place that reads rows of one list is quick, one that reads rows of several is not.
const readFunding: ReadEntry = (json, pointer, stream) => {
  const row: Unread<typeof Funding> = json
  return read(json, pointer, stream, "funding", {
    id: row.fid,
    origin: null,
    status: row.status,
    createdAt: row.created_at,
    currency: row.currency,
    amount: row.amount,
    method: row.method,
    methodName: row.method_name,
    network: row.network,
    details: row.details
  })
}

const readWithdrawal: ReadEntry = (json, pointer, stream) => {
  const row: Unread<typeof Withdrawal> = json
  return read(json, pointer, stream, "withdrawal", {
    id: row.wid,
    origin: row.origin_id,
    status: row.status,
    createdAt: row.created_at,
    currency: row.currency,
    amount: row.amount,
    method: row.method,
    methodName: row.method_name,
    network: row.network,
    details: row.details
  })
}

export const parseFundings = (reply: Reply, stream: string): Page => readPage(reply, stream, "fid", readFunding)
export const parseWithdrawals = (reply: Reply, stream: string): Page => readPage(reply, stream, "wid", readWithdrawal)
