/**
 * Rows of `POST /api/v2/user_transactions/`, which is the ledger: everything that moves a balance is one row.
 *
 * Currencies are *keys*: `{"id", "datetime", "type", "fee", "order_id"?, "btc": "0.1", "usd": -2000, "eur": 0, "btc_usd":
 * "20000"}`. Those that do not take part are printed as zero, and the pair is the one whose two halves both do. The fee is in
 * the pair's second currency, or in the only one there is. Amounts are text or numbers, both in one row.
 */
import type { EventKind, Fields, Json, LedgerEvent, Page, Posting, Price, ReadRow, Ref, Reply } from "@caudal/exchange"
import { Decimal, lastKept, listIn, LosslessJson, readRows } from "@caudal/exchange"
import { readCode, readId, readOptionalDecimal } from "./fields.ts"
import { readTime } from "./time.ts"

/** What Bitstamp sends at most, and always where rows are asked for from an id on. */
export const pageSize = 1000

/** 36 is in no documentation; every row of it that was seen is an instant purchase or sale. */
const kinds: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["0", "deposit"],
  ["1", "withdrawal"],
  ["2", "trade"],
  ["14", "transfer"],
  ["25", "staking-out"],
  ["26", "staking-in"],
  ["27", "reward"],
  ["32", "referral"],
  ["33", "transfer"],
  ["35", "transfer"],
  ["36", "conversion"]
])

/** Rows of one type follow each other. */
const kindOf = lastKept((type): EventKind => kinds.get(type) ?? "unrecognised")

/** Keys that are neither a currency nor a pair. */
const isFixed = (key: string): boolean => key === "id" || key === "datetime" || key === "type" || key === "fee" || key === "order_id"

/** What a key stands for: a currency, or a pair; `null`: neither. */
type Meaning = { readonly asset: string } | Pair

interface Pair {
  readonly asset: null
  readonly key: string
  readonly base: string
  readonly quote: string
}

/** Of each key of a page's rows, found out once. */
type Meanings = Map<string, Meaning | null>

const meaningOf = (key: string): Meaning | null => {
  const between = key.indexOf("_")
  if (between >= 0) return { asset: null, key, base: key.slice(0, between).toLowerCase(), quote: key.slice(between + 1).toLowerCase() }
  const asset = readCode(key)
  return asset === undefined ? null : { asset }
}

/** A list of one more. Short ones are written out: one that grows takes several times the memory. */
const following = <A>(list: ReadonlyArray<A>, one: A): ReadonlyArray<A> => {
  if (list.length === 0) return [one]
  if (list.length === 1) return [list[0]!, one]
  return list.length === 2 ? [list[0]!, list[1]!, one] : [...list, one]
}

interface Amounts {
  /** Of those that are not zero. */
  readonly legs: ReadonlyArray<Posting>
  readonly price: Price | null
}

const amountsOf = (row: Fields, meanings: Meanings): Amounts | string => {
  let legs: ReadonlyArray<Posting> = []
  let pairs: ReadonlyArray<Pair> = []
  for (const key in row) {
    if (isFixed(key)) continue
    let meaning = meanings.get(key)
    if (meaning === undefined) meanings.set(key, (meaning = meaningOf(key)))
    if (meaning === null) continue
    if (meaning.asset === null) {
      pairs = following(pairs, meaning)
      continue
    }
    const amount = readOptionalDecimal(row[key])
    if (amount === undefined) return `${key} is not a decimal`
    if (amount !== null && !Decimal.isZero(amount))
      legs = following(legs, { wallet: "spot", asset: meaning.asset, amount, role: "principal" })
  }
  return { legs, price: legs.length < 2 ? null : priceOf(row, pairs, legs) }
}

const takesPart = (legs: ReadonlyArray<Posting>, asset: string): boolean => {
  for (const leg of legs) if (leg.asset === asset) return true
  return false
}

/** The pair whose halves both take part; `trade_uti` and the like have none. */
const priceOf = (row: Fields, pairs: ReadonlyArray<Pair>, legs: Amounts["legs"]): Price | null => {
  for (const { key, base, quote } of pairs) {
    if (!takesPart(legs, base) || !takesPart(legs, quote)) continue
    const amount = readOptionalDecimal(row[key])
    if (amount !== null && amount !== undefined) return { base, quote, amount }
  }
  return null
}

/** `fee_currency`, should a row ever name it (the CSV export does), is believed. `undefined`: it cannot be known. */
const feeAssetOf = (row: Fields, { legs, price }: Amounts): string | undefined =>
  readCode(row["fee_currency"]) ?? price?.quote ?? (legs.length === 1 ? legs[0]!.asset : undefined)

const refsOf = (row: Fields, kind: EventKind, id: string): ReadonlyArray<Ref> => {
  const own: Ref = { type: kind, id }
  const order = kind === "trade" ? readId(row["order_id"]) : undefined
  return order === undefined ? [own] : [own, { type: "order", id: order }]
}

const readTransaction: ReadRow<LedgerEvent, Meanings> = (row, pointer, meanings) => {
  const id = readId(row["id"])
  if (id === undefined) return "id is not a whole number"
  const time = readTime(row["datetime"])
  if (time === undefined) return "datetime is not a time"
  const type = typeof row["type"] === "number" ? String(row["type"]) : row["type"]
  if (typeof type !== "string" || type === "") return "type is not a number"
  const fee = readOptionalDecimal(row["fee"])
  if (fee === undefined) return "fee is not a decimal"
  const amounts = amountsOf(row, meanings)
  if (typeof amounts === "string") return amounts
  let postings = amounts.legs
  if (fee !== null && !Decimal.isZero(fee)) {
    const asset = feeAssetOf(row, amounts)
    if (asset === undefined) return "the currency of the fee cannot be known"
    postings = following(postings, { wallet: "spot", asset, amount: Decimal.negate(fee), role: Decimal.isNegative(fee) ? "rebate" : "fee" })
  }
  const kind = kindOf(type)
  return {
    // A trade and a deposit may bear the same number.
    source: { stream: "user_transactions", externalId: `${type}:${id}`, identity: "exchange" },
    refs: refsOf(row, kind, id),
    groupId: `${kind}:${id}`,
    kind,
    at: time.at,
    rank: time.rank,
    status: "settled",
    postings,
    transfer: null,
    price: amounts.price,
    operation: type,
    pointer
  }
}

const spelling = /^from:(\d{1,40})$/

/** The id from which on rows are asked for. A cursor of another spelling becomes one that Bitstamp refuses: the host begins anew. */
export const sinceOf = (cursor: string | null): string => (cursor === null ? "1" : (spelling.exec(cursor)?.[1] ?? "unknown"))

/** One above the highest id of the page, in whatever order its rows come. */
const nextOf = (rows: Json | undefined): string | null => {
  // Ids are numbers as a rule, and text where no double holds them.
  let small = -1
  let great = -1n
  for (const row of Array.isArray(rows) ? (rows as ReadonlyArray<Json>) : []) {
    const id = LosslessJson.isObject(row) ? row["id"] : undefined
    if (typeof id === "number" && Number.isSafeInteger(id)) small = Math.max(small, id)
    else {
      const text = readId(id)
      if (text !== undefined && BigInt(text) > great) great = BigInt(text)
    }
  }
  const highest = BigInt(small) > great ? BigInt(small) : great
  return highest < 0n ? null : `from:${highest + 1n}`
}

/** Only an empty page shows that nothing lies beyond: a page may come short by mistake. */
export const parseTransactions = ({ json }: Reply): Page => {
  const { items: events, quarantined } = readRows(listIn(json, null), "", readTransaction, new Map())
  return { events, quarantined, next: nextOf(json), exhausted: Array.isArray(json) && json.length === 0 }
}
