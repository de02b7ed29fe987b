/**
 * Ledger rows. The ledger says when and by how much a balance moved, in any operation: by amount − fee, which are two
 * postings of the row's one event. Rows of one act share its reference.
 */
import type { LedgerEvent, Page, Posting, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import type { LedgerRow } from "../wire/ledger.ts"
import type { Unread } from "../wire/scalars.ts"
import { walletOf } from "./assetCode.ts"
import { readOptionalText } from "./fields.ts"
import { kindOf, refTypeOf } from "./kind.ts"
import { type ReadRow, readPage } from "./page.ts"
import { readTime } from "./time.ts"

/** Principal and fee as they change the balance. A row that only charges has no principal. */
export const postingsOf = (asset: string, amount: Decimal.Decimal, fee: Decimal.Decimal): ReadonlyArray<Posting> => {
  const wallet = walletOf(asset)
  const principal: Posting = { wallet, asset, amount, role: "principal" }
  if (Decimal.isZero(fee)) return [principal]
  const charge: Posting = { wallet, asset, amount: Decimal.negate(fee), role: Decimal.isNegative(fee) ? "rebate" : "fee" }
  return Decimal.isZero(amount) ? [charge] : [principal, charge]
}

const readLedgerRow: ReadRow = (json, pointer, id) => {
  const row: Unread<typeof LedgerRow> = json
  const refid = readOptionalText(row.refid)
  if (refid === undefined) return "refid is not text"
  const time = readTime(row.time)
  if (time === undefined) return "time is not Unix seconds"
  const type = readOptionalText(row.type)
  if (type === undefined) return "type is not text"
  const subtype = readOptionalText(row.subtype)
  if (subtype === undefined) return "subtype is not text"
  const asset = row.asset
  if (typeof asset !== "string" || asset.length === 0) return "asset is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const fee = Decimal.parse(row.fee)
  if (fee === undefined) return "fee is not a decimal"
  const refType = refTypeOf(type)
  return {
    source: { stream: "ledger", externalId: id, identity: "exchange" },
    refs: refid === null ? [] : [{ type: refType, id: refid }],
    groupId: refid === null ? null : `${refType}:${refid}`,
    kind: kindOf(type, subtype, !Decimal.isZero(amount) && !Decimal.isNegative(amount)),
    at: time.at,
    rank: time.rank,
    status: "settled",
    postings: postingsOf(asset, amount, fee),
    transfer: null,
    price: null,
    operation: type === null ? subtype : subtype === null ? type : `${type}/${subtype}`,
    pointer
  } satisfies LedgerEvent
}

export const parseLedger = (reply: Reply, request: StreamRequest): Page => readPage(reply, request, "ledger", readLedgerRow)
