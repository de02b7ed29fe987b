/** Conversions at a quoted price: two postings of one event. */
import type { Page, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, listIn, LosslessJson } from "@caudal/exchange"
import type { Conversion } from "../wire/conversions.ts"
import type { Unread } from "../wire/scalars.ts"
import { descendingPage } from "./descending.ts"
import { eventOf, principal } from "./event.ts"
import { readId, readOptionalId, readOptionalDecimal, readWord } from "./fields.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { statusBy } from "./status.ts"
import { readMillis } from "./time.ts"
import { walletOf } from "./wallet.ts"

const statusOf = statusBy(["SUCCESS"], ["PROCESS", "ACCEPT_SUCCESS"], ["FAIL"])

const readConversion: ReadEvent = (json, pointer) => {
  const row: Unread<typeof Conversion> = json
  const id = readId(row.orderId)
  if (id === undefined) return "orderId is not an id"
  const quoteId = readOptionalId(row.quoteId)
  if (quoteId === undefined) return "quoteId is not an id"
  const word = readWord(row.orderStatus)
  if (word === undefined) return "orderStatus is not a word"
  const fromAsset = readWord(row.fromAsset)
  if (fromAsset === undefined) return "fromAsset is not a code"
  const fromAmount = Decimal.parse(row.fromAmount)
  if (fromAmount === undefined) return "fromAmount is not a decimal"
  const toAsset = readWord(row.toAsset)
  if (toAsset === undefined) return "toAsset is not a code"
  const toAmount = Decimal.parse(row.toAmount)
  if (toAmount === undefined) return "toAmount is not a decimal"
  const ratio = readOptionalDecimal(row.ratio)
  if (ratio === undefined) return "ratio is not a decimal"
  const at = readMillis(row.createTime)
  if (at === undefined) return "createTime is not epoch milliseconds"
  const wallet = walletOf(row.walletType)
  const { status, said } = statusOf(word)
  const event = eventOf("conversions", "conversion", id, {
    kind: "conversion",
    at,
    status,
    postings: [principal(wallet, fromAsset, Decimal.negate(fromAmount)), principal(wallet, toAsset, toAmount)],
    transfer: null,
    price: ratio === null ? null : { base: fromAsset, quote: toAsset, amount: ratio },
    operation: said,
    pointer
  })
  return quoteId === null ? event : { ...event, refs: [...event.refs, { type: "quote", id: quoteId }] }
}

export const parseConversions = (reply: Reply, request: StreamRequest): Page => {
  const more = LosslessJson.isObject(reply.json) && reply.json["moreData"] === true
  const rows = readEvents(listIn(reply.json, "list"), "/list", readConversion, undefined, (row) => readMillis(row["createTime"]))
  return descendingPage(rows, more, request)
}
