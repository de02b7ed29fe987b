/**
 * The rows of one wallet: when and by how much its balance moved, in any operation. What has two sides is a row in each of
 * two wallets; both bear the id of the conversion or order.
 */
import type { EventStatus, LedgerEvent, Page, Posting, Price, ReadRow, Ref, Reply, StreamRequest, Transfer } from "@caudal/exchange"
import { Decimal, Instant, lastKept, LosslessJson, readRows } from "@caudal/exchange"
import type { Unread } from "../wire/scalars.ts"
import type { TradeFill, Transaction } from "../wire/transactions.ts"
import { isWord, readOptionalDecimal, readSum, readText, type Sum } from "./fields.ts"
import { isRepeated, kindOf } from "./kind.ts"
import { listed } from "./page.ts"
import { pairOf } from "./pair.ts"
import { listOf, type Wallet } from "./wallets.ts"

/** A word we do not know (`null`) is read as pending: the money is shown as under way until the row says more. */
const statusOf = (word: string): EventStatus | null => {
  switch (word) {
    case "completed":
      return "settled"
    case "failed":
    case "canceled":
    case "expired":
      return "failed"
    case "pending":
    case "waiting_for_clearing":
    case "waiting_for_signature":
      return "pending"
    default:
      return null
  }
}

/** Rows of one market follow each other. */
const marketOf = lastKept(pairOf)

interface Filled {
  readonly base: string | null
  readonly price: Price | null
  readonly commission: Decimal.Decimal
  readonly order: string | null
}

const readFilled = (value: unknown): Filled | null | string => {
  if (value === undefined || value === null) return null
  if (!LosslessJson.isObject(value)) return "advanced_trade_fill is not an object"
  const fill: Unread<typeof TradeFill> = value
  const commission = readOptionalDecimal(fill.commission)
  if (commission === undefined) return "commission is not a decimal"
  const price = readOptionalDecimal(fill.fill_price)
  if (price === undefined) return "fill_price is not a decimal"
  const pair = typeof fill.product_id === "string" ? marketOf(fill.product_id) : null
  return {
    base: pair?.base ?? null,
    price: pair === null || price === null ? null : { base: pair.base, quote: pair.quote, amount: price },
    commission: commission ?? Decimal.zero,
    order: readText(fill.order_id)
  }
}

const idIn = (value: unknown): string | null => (LosslessJson.isObject(value) ? readText(value["id"]) : null)

/** What the row belongs to: its order, conversion, purchase or sale. */
const refOf = (row: Unread<typeof Transaction>, filled: Filled | null): Ref | null => {
  if (filled !== null) return filled.order === null ? null : { type: "order", id: filled.order }
  const conversion = idIn(row.trade)
  if (conversion !== null) return { type: "conversion", id: conversion }
  const buy = idIn(row.buy)
  if (buy !== null) return { type: "buy", id: buy }
  const sell = idIn(row.sell)
  return sell === null ? null : { type: "sell", id: sell }
}

/** What of the row's own asset was paid for moving it; `null`: nothing that is told. */
const networkFeeOf = (network: unknown, { amount, currency }: Sum): Decimal.Decimal | null => {
  const fee = LosslessJson.isObject(network) ? readSum(network["transaction_fee"]) : undefined
  if (fee === undefined || fee.currency !== currency || !Decimal.isNegative(amount)) return null
  // A fee of more than left is none of this row's.
  return Decimal.isZero(fee.amount) || Decimal.compare(fee.amount, Decimal.negate(amount)) > 0 ? null : fee.amount
}

const transferOf = (network: unknown): Transfer | null => {
  if (!LosslessJson.isObject(network)) return null
  const name = readText(network["network_name"]) ?? readText(network["name"])
  return { network: name, txid: readText(network["hash"]), address: null, tag: null, rail: null, reference: null }
}

/**
 * A send's network fee is in its amount; a fill's commission is in nobody's: it leaves the wallet of the quote besides.
 * Whatever is not the base is the quote, since Coinbase settles USD markets in USDC as well.
 */
const postingsOf = (wallet: Wallet, type: string, sum: Sum, filled: Filled | null, network: unknown): ReadonlyArray<Posting> => {
  const { amount, currency: asset } = sum
  if (isRepeated(type)) return []
  if (type === "subscription") return [{ wallet, asset, amount, role: Decimal.isNegative(amount) ? "fee" : "principal" }]
  const principal: Posting = { wallet, asset, amount, role: "principal" }
  if (filled !== null) {
    const { base, commission } = filled
    if (base === null || asset === base || Decimal.isZero(commission)) return [principal]
    const role = Decimal.isNegative(commission) ? "rebate" : "fee"
    return [principal, { wallet, asset, amount: Decimal.negate(commission), role }]
  }
  const fee = networkFeeOf(network, sum)
  if (fee === null) return [principal]
  const rest = Decimal.add(amount, fee)
  const charge: Posting = { wallet, asset, amount: Decimal.negate(fee), role: "fee" }
  return Decimal.isZero(rest) ? [charge] : [{ wallet, asset, amount: rest, role: "principal" }, charge]
}

const readTransaction: ReadRow<LedgerEvent, Wallet> = (json, pointer, wallet) => {
  const row: Unread<typeof Transaction> = json
  const { id, type, status: word, network } = row
  if (!isWord(id)) return "id is not an id"
  if (!isWord(type)) return "type is not a word"
  if (!isWord(word)) return "status is not a word"
  const sum = readSum(row.amount)
  if (sum === undefined) return "amount is not a decimal of a currency"
  const at = Instant.parse(row.created_at)
  if (at === undefined) return "created_at is not an instant"
  const filled = readFilled(row.advanced_trade_fill)
  if (typeof filled === "string") return filled
  const status = statusOf(word)
  const ref = refOf(row, filled)
  const kind = kindOf(type, Decimal.isNegative(sum.amount))
  return {
    source: { stream: "transactions", externalId: id, identity: "exchange" },
    refs: ref === null ? [] : [ref],
    groupId: ref === null ? null : ref.type + ":" + ref.id,
    kind,
    at,
    rank: null,
    status: status ?? "pending",
    postings: postingsOf(wallet, type, sum, filled, network),
    transfer: kind === "deposit" || kind === "withdrawal" ? transferOf(network) : null,
    price: filled?.price ?? null,
    operation: status === null ? `${type}/${word}` : type,
    pointer
  } satisfies LedgerEvent
}

export const parseTransactions = (reply: Reply, { dimension }: StreamRequest): Page => {
  const { rows, next, exhausted } = listed(reply)
  const { wallet } = listOf(dimension)
  const { items: events, quarantined } = readRows(rows, "/data", readTransaction, wallet)
  return { events, quarantined, next, exhausted }
}
