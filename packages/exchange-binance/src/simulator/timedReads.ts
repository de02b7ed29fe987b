/** Reads of the lists that are asked for by time. */
import type { ActiveFaults, JsonRow, Answer } from "@caudal/exchange/simulator"
import type { AccountState } from "./AccountState.ts"
import { benderOf, bent } from "./bend.ts"
import { missing, success, tooWideToEarn } from "./Errors.ts"
import type { ListName } from "./lists.ts"
import type { ReadRequest } from "./Read.ts"
import { between, c2c, countIn, day, fiat, isAnswer, sapi, type Span } from "./Span.ts"

type Timed = Exclude<ListName, "trades">

export const shiftIn = (faults: ActiveFaults): number => (faults.get("shiftPage") === undefined ? 0 : faults.number("shiftPage", "rows", 1))

/** A page of a timed list: what it shows, and how many rows match in all. A list that is empty by mistake is so with all its signs. */
const pageOf = (
  state: AccountState,
  name: Timed,
  request: ReadRequest,
  span: { readonly start: number; readonly end: number },
  place: { readonly offset: number; readonly limit: number },
  only?: (row: JsonRow) => boolean
): { readonly rows: ReadonlyArray<string>; readonly total: number } => {
  const { faults } = request
  const { rows, total } = state.timed[name].page({ ...span, limit: place.limit, offset: Math.max(0, place.offset - shiftIn(faults)) }, only)
  return { rows: bent(rows, true, faults, benderOf(name)), total: faults.get("emptyList") === undefined ? total : 0 }
}

/** A bare list by offset. */
const byOffset =
  (state: AccountState, name: Timed) =>
  (request: ReadRequest): Answer => {
    const span = between(request, sapi)
    if (isAnswer(span)) return span
    const limit = countIn(request.fields, "limit", 1000, 1000)
    if (isAnswer(limit)) return limit
    const offset = countIn(request.fields, "offset", 0, Infinity)
    if (isAnswer(offset)) return offset
    return success(`[${pageOf(state, name, request, span, { offset, limit }).rows.join(",")}]`)
  }

interface Numbered {
  readonly span: Span
  readonly refusal?: Answer
  readonly page: string
  readonly size: string
  readonly most: number
  readonly print: (rows: string, total: number) => string
}

/** By page number; `pick` says of which list, and which of its rows. */
const byNumber =
  (
    state: AccountState,
    { span: spec, refusal, page, size, most, print }: Numbered,
    pick: (fields: URLSearchParams) => { readonly name: Timed; readonly only?: (row: JsonRow) => boolean } | Answer
  ) =>
  (request: ReadRequest): Answer => {
    const picked = pick(request.fields)
    if (isAnswer(picked)) return picked
    const span = between(request, spec, refusal)
    if (isAnswer(span)) return span
    const [number, limit] = [countIn(request.fields, page, 1, Infinity), countIn(request.fields, size, 10, most)]
    if (isAnswer(number)) return number
    if (isAnswer(limit)) return limit
    const place = { offset: (Math.max(1, number) - 1) * limit, limit }
    const { rows, total } = pageOf(state, picked.name, request, span, place, picked.only)
    return success(print(rows.join(","), total))
  }

/** The envelope of every Simple Earn list. */
export const rowsAndTotal = (rows: string, total: number): string => `{"rows":[${rows}],"total":${total}}`
/** Without rows the list is left out. */
const enveloped = (rows: string, total: number): string =>
  `{"code":"000000","message":"success",${rows === "" ? "" : `"data":[${rows}],`}"total":${total},"success":true}`

const earnList: Numbered = { span: sapi, refusal: tooWideToEarn, page: "current", size: "size", most: 100, print: rowsAndTotal }
const fiatList: Numbered = { span: fiat, page: "page", size: "rows", most: 500, print: enveloped }

const always = (name: Timed) => () => ({ name })
const byType = (first: Timed, second: Timed) => (fields: URLSearchParams) => {
  const type = fields.get("transactionType")
  return type === "0" ? { name: first } : type === "1" ? { name: second } : missing("transactionType")
}
/** Where the field is not sent, all rows match. */
const byWord = (name: Timed, field: string, mandatory: boolean) => (fields: URLSearchParams) => {
  const word = fields.get(field)
  if (word === null) return mandatory ? missing(field) : { name }
  return { name, only: (row: JsonRow) => row[field] === word }
}

export const timedReads = (state: AccountState): Readonly<Record<string, (request: ReadRequest) => Answer>> => ({
  "capital/deposit/hisrec": byOffset(state, "deposits"),
  "capital/withdraw/history": byOffset(state, "withdrawals"),
  "fiat/orders": byNumber(state, fiatList, byType("fiat_deposits", "fiat_withdrawals")),
  "fiat/payments": byNumber(state, fiatList, byType("fiat_buys", "fiat_sells")),
  "convert/tradeFlow": (request) => {
    const span = between(request, { ...sapi, longestMs: 30 * day + 1, mandatory: true })
    if (isAnswer(span)) return span
    const limit = countIn(request.fields, "limit", 100, 1000)
    if (isAnswer(limit)) return limit
    const { rows, total } = pageOf(state, "conversions", request, span, { offset: 0, limit })
    const more = total > rows.length
    return success(`{"list":[${rows.join(",")}],"startTime":${span.start},"endTime":${span.end},"limit":${limit},"moreData":${more}}`)
  },
  "asset/dribblet": (request) => {
    const span = between(request, { ...sapi, longestMs: Infinity })
    if (isAnswer(span)) return span
    const { rows, total } = pageOf(state, "dust", request, span, { offset: 0, limit: 100 })
    return success(`{"total":${total},"userAssetDribblets":[${rows.join(",")}]}`)
  },
  "asset/assetDividend": (request) => {
    const span = between(request, { ...sapi, longestMs: 180 * day })
    if (isAnswer(span)) return span
    const limit = countIn(request.fields, "limit", 20, 500)
    if (isAnswer(limit)) return limit
    const { rows, total } = pageOf(state, "dividends", request, span, { offset: 0, limit })
    return success(rowsAndTotal(rows.join(","), total))
  },
  "simple-earn/flexible/history/subscriptionRecord": byNumber(state, earnList, always("flexible_subscriptions")),
  "simple-earn/flexible/history/redemptionRecord": byNumber(state, earnList, always("flexible_redemptions")),
  "simple-earn/flexible/history/rewardsRecord": byNumber(state, earnList, (fields) => {
    const type = fields.get("type")
    if (type === null) return missing("type")
    return type === "ALL" ? { name: "flexible_rewards" } : { name: "flexible_rewards", only: (row) => row["type"] === type }
  }),
  "simple-earn/locked/history/subscriptionRecord": byNumber(state, earnList, always("locked_subscriptions")),
  "simple-earn/locked/history/redemptionRecord": byNumber(state, earnList, always("locked_redemptions")),
  "simple-earn/locked/history/rewardsRecord": byNumber(state, earnList, always("locked_rewards")),
  "c2c/orderMatch/listUserOrderHistory": byNumber(
    state,
    { span: c2c, page: "page", size: "rows", most: 100, print: enveloped },
    byWord("p2p", "tradeType", false)
  ),
  "asset/transfer": byNumber(
    state,
    { span: { ...sapi, longestMs: Infinity }, page: "current", size: "size", most: 100, print: rowsAndTotal },
    byWord("transfers", "type", true)
  )
})
