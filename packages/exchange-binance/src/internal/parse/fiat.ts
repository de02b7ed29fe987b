/**
 * Money paid in and out, and coins bought and sold for it. Which way a row goes is not in the row: it is what was asked
 * for, one list each. Nothing says that an order's number is not in both.
 */
import type { LedgerEvent, Page, Posting, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, listIn } from "@caudal/exchange"
import type * as Wire from "../wire/fiat.ts"
import type { Unread } from "../wire/scalars.ts"
import { charge, charged, eventOf, principal } from "./event.ts"
import { readId, readOptionalDecimal, readText, readWord } from "./fields.ts"
import { numberedPage } from "./numbered.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { statusBy } from "./status.ts"
import { readMillis } from "./time.ts"

export const fiatPageSize = 500

/** The lists of each endpoint, and what they are asked for by. */
export const orderLists: Readonly<Record<string, string>> = { deposit: "0", withdrawal: "1" }
export const paymentLists: Readonly<Record<string, string>> = { buy: "0", sell: "1" }

const orderStatus = statusBy(["Successful", "Finished"], ["Processing", "Refunding"], ["Failed", "Expired", "Refunded"])
const paymentStatus = statusBy(["Completed"], ["Processing"], ["Failed", "Refunded"])

const readOrder: ReadEvent<string | null> = (json, pointer, list) => {
  const row: Unread<typeof Wire.FiatOrder> = json
  const id = readId(row.orderNo)
  if (id === undefined) return "orderNo is not an id"
  const currency = readWord(row.fiatCurrency)
  if (currency === undefined) return "fiatCurrency is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const fee = readOptionalDecimal(row.totalFee)
  if (fee === undefined) return "totalFee is not a decimal"
  const word = readWord(row.status)
  if (word === undefined) return "status is not a word"
  const at = readMillis(row.createTime)
  if (at === undefined) return "createTime is not epoch milliseconds"
  const leaves = list === "withdrawal"
  // What is paid in arrives less the fee; what is paid out leaves with the fee on top.
  const moved = leaves ? Decimal.negate(amount) : Decimal.add(amount, fee ?? Decimal.zero)
  const { status, said } = orderStatus(word)
  const kind = leaves ? "withdrawal" : "deposit"
  return eventOf("fiat_orders", "fiat", `${kind}:${id}`, {
    kind,
    at,
    status,
    postings: charged(principal("spot", currency, moved), fee ?? Decimal.zero),
    transfer: { network: null, txid: null, address: null, tag: null, rail: readText(row.method), reference: null },
    price: null,
    operation: said,
    pointer
  })
}

/** Paid from the account's own money; with a card or by bank the money never lay here. */
const fromBalance = "Cash Balance"

const readPayment: ReadEvent<string | null> = (json, pointer, list): LedgerEvent | string => {
  const row: Unread<typeof Wire.FiatPayment> = json
  const id = readId(row.orderNo)
  if (id === undefined) return "orderNo is not an id"
  const money = Decimal.parse(row.sourceAmount)
  if (money === undefined) return "sourceAmount is not a decimal"
  const currency = readWord(row.fiatCurrency)
  if (currency === undefined) return "fiatCurrency is not a code"
  const coins = Decimal.parse(row.obtainAmount)
  if (coins === undefined) return "obtainAmount is not a decimal"
  const coin = readWord(row.cryptoCurrency)
  if (coin === undefined) return "cryptoCurrency is not a code"
  const fee = readOptionalDecimal(row.totalFee)
  if (fee === undefined) return "totalFee is not a decimal"
  const price = readOptionalDecimal(row.price)
  if (price === undefined) return "price is not a decimal"
  const word = readWord(row.status)
  if (word === undefined) return "status is not a word"
  const at = readMillis(row.createTime)
  if (at === undefined) return "createTime is not epoch milliseconds"
  const method = readText(row.paymentMethod)
  const { status, said } = paymentStatus(word)
  const sells = list === "sell"
  const taken = fee ?? Decimal.zero
  const spent: ReadonlyArray<Posting> =
    method === fromBalance
      ? [principal("spot", currency, Decimal.negate(Decimal.subtract(money, taken))), ...charge("spot", currency, taken)]
      : []
  return eventOf("fiat_payments", "payment", `${sells ? "sell" : "buy"}:${id}`, {
    kind: "trade",
    at,
    status,
    postings: sells
      ? [principal("spot", coin, Decimal.negate(coins)), principal("spot", currency, money), ...charge("spot", currency, taken)]
      : [principal("spot", coin, coins), ...spent],
    transfer: null,
    price: price === null ? null : { base: coin, quote: currency, amount: price },
    operation: said ?? method,
    pointer
  })
}

const pageBy =
  (read: ReadEvent<string | null>) =>
  (reply: Reply, request: StreamRequest): Page =>
    numberedPage(
      readEvents(listIn(reply.json, "data"), "/data", read, request.dimension, (row) => readMillis(row["createTime"])),
      reply.json,
      fiatPageSize,
      request
    )

export const parseFiatOrders = pageBy(readOrder)
export const parseFiatPayments = pageBy(readPayment)
