/**
 * Rows of `POST /api/v2/user_transactions/`, which is the ledger: everything that moves a balance is one row.
 *
 * Currencies are *keys*: `{"id", "datetime", "type", "fee", "order_id"?, "btc": "0.1", "usd": -2000, "eur": 0, "btc_usd":
 * "20000"}`. Those that do not take part are printed as zero, and the pair is the one whose two halves both do. The fee is in
 * the pair's second currency, or in the only one there is. Amounts are text or numbers, both in one row.
 */
import type { EventKind, Json, LedgerEvent, Page, Posting, Price, ReadRow, Ref, Reply, Rows } from "@caudal/exchange"
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

interface Currency {
  readonly place: number
  readonly asset: string
}

/** `btc_usd`, where both are printed, too; `trade_uti` and the like are none. */
interface Pair {
  readonly place: number
  readonly base: string
  readonly quote: string
}

/** Where rows with the same keys have what; −1: nowhere. */
interface Places {
  readonly id: number
  readonly datetime: number
  readonly type: number
  readonly fee: number
  readonly order: number
  readonly feeCurrency: number
  readonly currencies: ReadonlyArray<Currency>
  readonly pairs: ReadonlyArray<Pair>
}

/** What is not a currency, although it is written as one. */
const fixed: ReadonlySet<string> = new Set(["id", "datetime", "type", "fee"])

const placesIn = (keys: ReadonlyArray<string>): Places => {
  const currencies = keys.flatMap((key, place): ReadonlyArray<Currency> => {
    const asset = fixed.has(key) ? undefined : readCode(key)
    return asset === undefined ? [] : [{ place, asset }]
  })
  // The code itself, not one that is written alike: the engine compares those at once.
  const codeOf = (half: string | undefined) => currencies.find(({ asset }) => asset === half?.toLowerCase())?.asset
  const pairs = keys.flatMap((key, place): ReadonlyArray<Pair> => {
    const [first, second, ...more] = key.split("_")
    const base = codeOf(first)
    const quote = codeOf(second)
    return base === undefined || quote === undefined || more.length > 0 ? [] : [{ place, base, quote }]
  })
  return {
    id: keys.indexOf("id"),
    datetime: keys.indexOf("datetime"),
    type: keys.indexOf("type"),
    fee: keys.indexOf("fee"),
    order: keys.indexOf("order_id"),
    feeCurrency: keys.indexOf("fee_currency"),
    currencies,
    pairs
  }
}

/** Found out once for all rows that share a list of keys, or have an equal one. */
const shared = new WeakMap<ReadonlyArray<string>, Places>()
const equal = new Map<string, Places>()
/** More than accounts have, so that no reply can fill the memory. */
const mostEqual = 200

let last: { readonly keys: ReadonlyArray<string>; readonly places: Places } | null = null

const placesOf = (keys: ReadonlyArray<string>): Places => {
  if (last === null || last.keys !== keys) last = { keys, places: lookUp(keys) }
  return last.places
}

const lookUp = (keys: ReadonlyArray<string>): Places => {
  let places = shared.get(keys)
  if (places !== undefined) return places
  const name = JSON.stringify(keys)
  places = equal.get(name)
  if (places === undefined) {
    places = placesIn(keys)
    if (equal.size === mostEqual) equal.clear()
    equal.set(name, places)
  }
  shared.set(keys, places)
  return places
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

type Values = ReadonlyArray<Json>

const at = (values: Values, place: number): Json | undefined => (place < 0 ? undefined : values[place])

const amountsOf = (values: Values, { currencies, pairs }: Places): Amounts | string => {
  let legs: ReadonlyArray<Posting> = []
  for (let i = 0; i < currencies.length; i++) {
    const { place, asset } = currencies[i]!
    const value = values[place]
    if (value === 0 || value === "0") continue
    const amount = readOptionalDecimal(value)
    if (amount === undefined) return `${asset} is not a decimal`
    if (amount !== null && !Decimal.isZero(amount)) legs = following(legs, { wallet: "spot", asset, amount, role: "principal" })
  }
  return { legs, price: legs.length < 2 ? null : priceOf(values, pairs, legs) }
}

const takesPart = (legs: ReadonlyArray<Posting>, asset: string): boolean => {
  for (let i = 0; i < legs.length; i++) if (legs[i]!.asset === asset) return true
  return false
}

/** The pair whose halves both take part. */
const priceOf = (values: Values, pairs: ReadonlyArray<Pair>, legs: Amounts["legs"]): Price | null => {
  for (let i = 0; i < pairs.length; i++) {
    const { place, base, quote } = pairs[i]!
    if (!takesPart(legs, base) || !takesPart(legs, quote)) continue
    const amount = readOptionalDecimal(values[place])
    if (amount !== null && amount !== undefined) return { base, quote, amount }
  }
  return null
}

/** `fee_currency`, should a row ever name it (the CSV export does), is believed. `undefined`: it cannot be known. */
const feeAssetOf = (named: Json | undefined, { legs, price }: Amounts): string | undefined =>
  readCode(named) ?? price?.quote ?? (legs.length === 1 ? legs[0]!.asset : undefined)

const refsOf = (printedOrder: Json | undefined, kind: EventKind, id: string): ReadonlyArray<Ref> => {
  const own: Ref = { type: kind, id }
  const order = kind === "trade" ? readId(printedOrder) : undefined
  return order === undefined ? [own] : [own, { type: "order", id: order }]
}

const readTransaction: ReadRow<LedgerEvent> = (row, pointer) => {
  const places = placesOf(LosslessJson.keysOf(row))
  const values = LosslessJson.valuesOf(row)
  const id = readId(at(values, places.id))
  if (id === undefined) return "id is not a whole number"
  const time = readTime(at(values, places.datetime))
  if (time === undefined) return "datetime is not a time"
  const printedType = at(values, places.type)
  const type = typeof printedType === "number" ? String(printedType) : printedType
  if (typeof type !== "string" || type === "") return "type is not a number"
  const fee = readOptionalDecimal(at(values, places.fee))
  if (fee === undefined) return "fee is not a decimal"
  const amounts = amountsOf(values, places)
  if (typeof amounts === "string") return amounts
  let postings = amounts.legs
  if (fee !== null && !Decimal.isZero(fee)) {
    const asset = feeAssetOf(at(values, places.feeCurrency), amounts)
    if (asset === undefined) return "the currency of the fee cannot be known"
    postings = following(postings, { wallet: "spot", asset, amount: Decimal.negate(fee), role: Decimal.isNegative(fee) ? "rebate" : "fee" })
  }
  const kind = kindOf(type)
  return {
    // A trade and a deposit may bear the same number.
    source: { stream: "user_transactions", externalId: `${type}:${id}`, identity: "exchange" },
    refs: refsOf(at(values, places.order), kind, id),
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

/** One above the highest id of the page, in whatever order its rows come, and of those that could not be read as well. */
const nextOf = (json: Json | undefined, { items, quarantined }: Rows<LedgerEvent>): string | null => {
  let small = -1
  let great = -1n
  const note = (id: string) => {
    if (id.length <= 15) small = Math.max(small, Number(id))
    else if (BigInt(id) > great) great = BigInt(id)
  }
  for (const { refs } of items) note(refs[0]!.id)
  for (const { pointer } of quarantined) {
    const row = (json as ReadonlyArray<Json>)[Number(pointer.slice(1))]
    const id = LosslessJson.isObject(row) ? readId(row["id"]) : undefined
    if (id !== undefined) note(id)
  }
  const highest = BigInt(small) > great ? BigInt(small) : great
  return highest < 0n ? null : `from:${highest + 1n}`
}

/** Only an empty page shows that nothing lies beyond: a page may come short by mistake. */
export const parseTransactions = ({ json }: Reply): Page => {
  const rows = readRows(listIn(json, null), "", readTransaction, undefined)
  const isEmpty = Array.isArray(json) && json.length === 0
  return { events: rows.items, quarantined: rows.quarantined, next: nextOf(json, rows), exhausted: isEmpty }
}
