/** Small change swept into BNB: one event per coin that was swept. Only the last hundred of what is asked for are shown. */
import type { Json, LedgerEvent, Page, QuarantinedRow, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, listIn, LosslessJson } from "@caudal/exchange"
import type { DustDetail } from "../wire/conversions.ts"
import type { Unread } from "../wire/scalars.ts"
import { descendingPage } from "./descending.ts"
import { charge, eventOf, principal } from "./event.ts"
import { type Fields, readId, readOptionalDecimal, readOptionalWord, readWord } from "./fields.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { readMillis } from "./time.ts"

/** What Binance shows at most. */
export const dustPageSize = 100

const readDetail: ReadEvent<string> = (json, pointer, sweep) => {
  const row: Unread<typeof DustDetail> = json
  const asset = readWord(row.fromAsset)
  if (asset === undefined) return "fromAsset is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const received = Decimal.parse(row.transferedAmount)
  if (received === undefined) return "transferedAmount is not a decimal"
  const fee = readOptionalDecimal(row.serviceChargeAmount)
  if (fee === undefined) return "serviceChargeAmount is not a decimal"
  const at = readMillis(row.operateTime)
  if (at === undefined) return "operateTime is not epoch milliseconds"
  const target = readOptionalWord(row.targetAsset)
  if (target === undefined) return "targetAsset is not a code"
  const into = target ?? "BNB"
  const charged = fee ?? Decimal.zero
  const event = eventOf("dust", "dust", `${sweep}:${asset}`, {
    kind: "conversion",
    at,
    status: "settled",
    postings: [
      principal("spot", asset, Decimal.negate(amount)),
      principal("spot", into, Decimal.add(received, charged)),
      ...charge("spot", into, charged)
    ],
    transfer: null,
    price: null,
    operation: "dust",
    pointer
  })
  return { ...event, groupId: `dust:${sweep}` }
}

const key = "userAssetDribblets"
const details = "userAssetDribbletDetails"
const timeOf = (row: Fields): number | undefined => readMillis(row["operateTime"])

export const parseDust = (reply: Reply, request: StreamRequest): Page => {
  const events: Array<LedgerEvent> = []
  const quarantined: Array<QuarantinedRow> = []
  let count = 0
  let oldest: number | null = null
  for (const [i, sweep] of listIn(reply.json, key).entries()) {
    const at = `/${key}/${i}`
    const id = LosslessJson.isObject(sweep) ? readId(sweep["transId"]) : undefined
    if (id === undefined) {
      quarantined.push({ pointer: at, reason: "transId is not an id" })
      continue
    }
    const coins = listIn(sweep as Json, details)
    if (coins.length === 0) {
      quarantined.push({ pointer: at, reason: `${details} is not a list of what was swept` })
      continue
    }
    const rows = readEvents<string>(coins, `${at}/${details}`, readDetail, id, timeOf)
    events.push(...rows.events)
    quarantined.push(...rows.quarantined)
    count += rows.count
    if (rows.oldest !== null && (oldest === null || rows.oldest < oldest)) oldest = rows.oldest
  }
  return descendingPage({ events, quarantined, count, oldest }, count >= dustPageSize, request)
}
