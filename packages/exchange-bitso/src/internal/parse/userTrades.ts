/** Fills as the trade list tells them: gross legs, the fee, the price. */
import type { LedgerEvent, Page, Posting, Price, Ref, Reply } from "@caudal/exchange"
import { Decimal, Instant } from "@caudal/exchange"
import type { Unread } from "../wire/scalars.ts"
import type { UserTrade } from "../wire/userTrades.ts"
import { baseOf, quoteOf } from "./book.ts"
import { contentId } from "./contentId.ts"
import { readId, readOptional, readOptionalText } from "./fields.ts"
import { type ReadEntry, readPage } from "./page.ts"

const readUserTrade: ReadEntry = (json, pointer, stream) => {
  const row: Unread<typeof UserTrade> = json
  const tid = readId(row.tid)
  if (tid === undefined) return "tid is not an id"
  const oid = readId(row.oid)
  if (oid === undefined) return "oid is not an id"
  const origin = readId(row.origin_id)
  if (origin === undefined) return "origin_id is not an id"
  const at = Instant.parse(row.created_at)
  if (at === undefined) return "created_at is not an instant"
  const book = readOptionalText(row.book)
  if (book === undefined) return "book is not text"
  const major = Decimal.parse(row.major)
  if (major === undefined) return "major is not a decimal"
  const minor = Decimal.parse(row.minor)
  if (minor === undefined) return "minor is not a decimal"
  const fee = Decimal.parse(row.fees_amount)
  if (fee === undefined) return "fees_amount is not a decimal"
  const amount = readOptional(Decimal.parse, row.price)
  if (amount === undefined) return "price is not a decimal"
  const majorCode = readOptionalText(row.major_currency)
  if (majorCode === undefined) return "major_currency is not a code"
  const base = majorCode || baseOf(book)
  if (base === null) return "neither major_currency nor book names the asset"
  const minorCode = readOptionalText(row.minor_currency)
  if (minorCode === undefined) return "minor_currency is not a code"
  const quote = minorCode || quoteOf(book)
  if (quote === null) return "neither minor_currency nor book names the asset"
  const feeCode = readOptionalText(row.fees_currency)
  if (feeCode === undefined) return "fees_currency is not a code"

  // Lists are written as literals: one that grows by `push` takes several times the memory.
  const majorLeg: Posting = { wallet: "spot", asset: base, amount: major, role: "principal" }
  const minorLeg: Posting = { wallet: "spot", asset: quote, amount: minor, role: "principal" }
  let postings: ReadonlyArray<Posting>
  if (fee === "0") postings = [majorLeg, minorLeg]
  else if (!feeCode) return "fees_currency is missing"
  // Printed positive on the wire and negative in documentation: a fee always leaves.
  else
    postings = [
      majorLeg,
      minorLeg,
      { wallet: "spot", asset: feeCode, amount: Decimal.isNegative(fee) ? fee : Decimal.negate(fee), role: "fee" }
    ]
  const price: Price | null = amount === null ? null : { base, quote, amount }
  return {
    source: tid === null ? { stream, externalId: contentId(json), identity: "content" } : { stream, externalId: tid, identity: "exchange" },
    refs: refsOf(tid, oid, origin),
    groupId: tid === null ? null : "trade:" + tid,
    kind: "trade",
    at,
    rank: tid === null ? null : rankOf(tid),
    status: "settled",
    postings,
    transfer: null,
    price,
    operation: null,
    pointer
  } satisfies LedgerEvent
}

const refsOf = (tid: string | null, oid: string | null, origin: string | null): ReadonlyArray<Ref> => {
  if (tid !== null && oid !== null && origin === null) {
    return [
      { type: "trade", id: tid },
      { type: "order", id: oid }
    ]
  }
  const refs: Array<Ref> = []
  if (tid !== null) refs.push({ type: "trade", id: tid })
  if (oid !== null) refs.push({ type: "order", id: oid })
  if (origin !== null) refs.push({ type: "origin", id: origin })
  return refs
}

/** Trade ids rise with time over all books; one beyond 2^53 or with other characters gives no rank. */
const rankOf = (tid: string): number | null => {
  let rank = 0
  for (let i = 0; i < tid.length; i++) {
    const digit = tid.charCodeAt(i) - 48
    if (digit >>> 0 > 9) return null
    rank = rank * 10 + digit
  }
  return rank <= Number.MAX_SAFE_INTEGER ? rank : null
}

export const parseUserTrades = (reply: Reply, stream: string): Page => readPage(reply, stream, "tid", readUserTrade)
