/**
 * Fundings and withdrawals as their own lists tell them: they prove and enrich what the ledger posted, and post
 * themselves where the ledger is refused. Their times are detection and request, the ledger's are credit and completion.
 */
import type { EventKind, EventStatus, LedgerEvent, Page, Ref, Reply } from "@caudal/exchange"
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

const read = (json: Parameters<ReadEntry>[0], pointer: string, stream: string, group: Group): LedgerEvent | string => {
  const row: Unread<typeof Withdrawal> & Unread<typeof Funding> = json
  const funding = group === "funding"
  const id = readId(funding ? row.fid : row.wid)
  if (id === undefined) return funding ? "fid is not an id" : "wid is not an id"
  const origin = funding ? null : readId(row.origin_id)
  if (origin === undefined) return "origin_id is not an id"
  const word = row.status
  if (typeof word !== "string" || word.length === 0) return "status is not a word"
  const at = Instant.parse(row.created_at)
  if (at === undefined) return "created_at is not an instant"
  const asset = row.currency
  if (typeof asset !== "string" || asset.length === 0) return "currency is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  // the list says which way the money went; a sign as well could mean either way
  if (Decimal.isNegative(amount)) return "amount is negative"

  const status = statusOf(word)
  const kind: EventKind = funding ? fundingKind(row.method) : "withdrawal"
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
    transfer: readTransfer(row.method, row.method_name, row.network, readDetails(row.details)),
    price: null,
    operation: status === null ? word : null,
    pointer
  }
}

const readFunding: ReadEntry = (json, pointer, stream) => read(json, pointer, stream, "funding")
const readWithdrawal: ReadEntry = (json, pointer, stream) => read(json, pointer, stream, "withdrawal")

export const parseFundings = (reply: Reply, stream: string): Page => readPage(reply, stream, "fid", readFunding)
export const parseWithdrawals = (reply: Reply, stream: string): Page => readPage(reply, stream, "wid", readWithdrawal)
