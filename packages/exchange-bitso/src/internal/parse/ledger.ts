/**
 * Ledger rows. The ledger alone says when and by how much a balance moved, so its amounts and signs are taken as printed,
 * in any operation. A trade's fee and a withdrawal's fee are rows of their own, tied to it by `groupId`.
 */
import type { EventKind, LedgerEvent, Page, Posting, Ref, Reply, Transfer } from "@caudal/exchange"
import { Decimal, Instant, LosslessJson } from "@caudal/exchange"
import type { BalanceUpdate, LedgerDetails, LedgerRow } from "../wire/ledger.ts"
import type { Unread } from "../wire/scalars.ts"
import { contentId } from "./contentId.ts"
import { readDetails, readId, readOptionalText, readRef } from "./fields.ts"
import { type ReadEntry, readPage } from "./page.ts"
import { fundingKind, readTransfer } from "./transfer.ts"

const kindOf = (operation: string | null, details: Unread<typeof LedgerDetails>): EventKind => {
  switch (operation) {
    case "trade":
      return "trade"
    case "fee":
      return "fee"
    case "funding":
      return fundingKind(details.method)
    case "withdrawal":
      return "withdrawal"
    case "quoted_order":
      return "conversion"
    default:
      return "unrecognised"
  }
}

const readLedgerRow: ReadEntry = (json, pointer, stream) => {
  const row: Unread<typeof LedgerRow> = json
  const eid = readId(row.eid)
  if (eid === undefined) return "eid is not an id"
  const operation = readOptionalText(row.operation)
  if (operation === undefined) return "operation is not text"
  const at = Instant.parse(row.created_at)
  if (at === undefined) return "created_at is not an instant"
  const updates = row.balance_updates
  if (!Array.isArray(updates)) return "balance_updates is not a list"
  const role = operation === "fee" ? "fee" : "principal"
  // oxlint-disable-next-line unicorn/no-new-array -- sized once: a list that grows by push takes several times the memory
  const postings = new Array<Posting>(updates.length)
  for (let i = 0; i < updates.length; i++) {
    const update: unknown = updates[i]
    if (!LosslessJson.isObject(update)) return "a balance update is not an object"
    const { currency, amount: printed }: Unread<typeof BalanceUpdate> = update
    if (typeof currency !== "string" || currency.length === 0) return "the currency of a balance update is not a code"
    const amount = Decimal.parse(printed)
    if (amount === undefined) return "the amount of a balance update is not a decimal"
    postings[i] = { wallet: "spot", asset: currency, amount, role }
  }

  const open = readDetails(row.details)
  const details: Unread<typeof LedgerDetails> = open
  const tid = readRef(details.tid)
  const oid = readRef(details.oid)
  const wid = readRef(details.wid)
  const fid = readRef(details.fid)
  const qid = readRef(details.qid)
  const refs: Array<Ref> = []
  if (tid !== null) refs.push({ type: "trade", id: tid })
  if (oid !== null) refs.push({ type: "order", id: oid })
  if (wid !== null) refs.push({ type: "withdrawal", id: wid })
  if (fid !== null) refs.push({ type: "funding", id: fid })
  if (qid !== null) refs.push({ type: "quote", id: qid })

  let groupId: string | null = null
  if (operation === "quoted_order") groupId = qid !== null ? "conversion:" + qid : oid !== null ? "conversion:" + oid : null
  else if (tid !== null) groupId = "trade:" + tid
  else if (wid !== null) groupId = "withdrawal:" + wid
  else if (fid !== null) groupId = "funding:" + fid
  else if (qid !== null) groupId = "conversion:" + qid

  const transfer: Transfer | null =
    operation === "funding" || operation === "withdrawal" ? readTransfer(details.method, details.method_name, details.network, open) : null
  return {
    source: eid === null ? { stream, externalId: contentId(json), identity: "content" } : { stream, externalId: eid, identity: "exchange" },
    refs,
    groupId,
    kind: kindOf(operation, details),
    at,
    // Entry ids are random: within one second Bitso's order is not stable.
    rank: null,
    status: "settled",
    postings,
    transfer,
    price: null,
    operation,
    pointer
  } satisfies LedgerEvent
}

/** `stream` is the ledger itself or one of its sub-lists: all have the same rows. */
export const parseLedger = (reply: Reply, stream: string): Page => readPage(reply, stream, "eid", readLedgerRow)
