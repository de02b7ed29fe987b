/**
 * Rows of `POST /api/v2/user_transactions/`, which is the ledger: everything that moves a balance is one row.
 *
 * Currencies are *keys*: `{"id", "datetime", "type", "fee", "order_id"?, "btc": "0.1", "usd": -2000, "eur": 0, "btc_usd":
 * "20000"}`. Those that do not take part are printed as zero, and the pair is the one whose two halves both do. The fee is in
 * the pair's second currency, or in the only one there is. Amounts are text or numbers, both in one row.
 */
import type { EventKind, Json, LedgerEvent, Page, Posting, Price, Ref, Reply, Rows, Texts } from "@caudal/exchange"
import { Decimal, listIn, LosslessJson, rowsByPlace } from "@caudal/exchange"
import { readCode, readId } from "./fields.ts"
import { readTime } from "./time.ts"

/** What Bitstamp sends at most, and always where rows are asked for from an id on. */
export const pageSize = 1000

interface Type {
  readonly kind: EventKind
  /** How the names of its rows begin. */
  readonly named: string
  readonly grouped: string
}

const typeOf = (type: string, kind: EventKind): Type => ({ kind, named: `${type}:`, grouped: `${kind}:` })

/** 36 is in no documentation; every row of it that was seen is an instant purchase or sale. */
const types: ReadonlyMap<string, Type> = new Map(
  (
    [
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
    ] as const
  ).map(([type, kind]) => [type, typeOf(type, kind)])
)

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

/** A list of one more. Short ones are written out: one that grows takes several times the memory. */
const following = <A>(list: ReadonlyArray<A>, one: A): ReadonlyArray<A> => {
  if (list.length === 0) return [one]
  if (list.length === 1) return [list[0]!, one]
  return list.length === 2 ? [list[0]!, list[1]!, one] : [...list, one]
}

type Text = Texts[number]

const at = (texts: Texts, place: number): Text => (place < 0 ? null : texts[place])

/** `null`: none. `undefined`: it is something else. */
const readAmount = (text: Text): Decimal.Decimal | null | undefined => (text === null || text === "" ? null : Decimal.parse(text))

/** What is not zero; or why it cannot be read. */
const legsOf = (texts: Texts, currencies: ReadonlyArray<Currency>): ReadonlyArray<Posting> | string => {
  let legs: ReadonlyArray<Posting> = []
  for (let i = 0; i < currencies.length; i++) {
    const { place, asset } = currencies[i]!
    const value = texts[place]
    if (value === "0") continue
    const amount = readAmount(value)
    if (amount === undefined) return `${asset} is not a decimal`
    if (amount !== null && amount !== "0") legs = following(legs, { wallet: "spot", asset, amount, role: "principal" })
  }
  return legs
}

const takesPart = (legs: ReadonlyArray<Posting>, asset: string): boolean => {
  for (let i = 0; i < legs.length; i++) if (legs[i]!.asset === asset) return true
  return false
}

/** The pair whose halves both take part. */
const priceOf = (texts: Texts, pairs: ReadonlyArray<Pair>, legs: ReadonlyArray<Posting>): Price | null => {
  if (legs.length < 2) return null
  for (let i = 0; i < pairs.length; i++) {
    const { place, base, quote } = pairs[i]!
    if (!takesPart(legs, base) || !takesPart(legs, quote)) continue
    const amount = readAmount(texts[place])
    if (amount !== null && amount !== undefined) return { base, quote, amount }
  }
  return null
}

/** One side of a trade may come to nothing, but the row then says so: a pair with a price, and both its currencies. */
const tellsBothSides = (texts: Texts, { pairs, currencies }: Places): boolean => {
  const said = (asset: string): boolean => {
    const text = at(texts, currencies.find((one) => one.asset === asset)?.place ?? -1)
    return text !== null && text !== ""
  }
  return pairs.some(({ place, base, quote }) => {
    const price = readAmount(texts[place])
    return price !== null && price !== undefined && !Decimal.isZero(price) && said(base) && said(quote)
  })
}

/** `fee_currency`, should a row ever name it (the CSV export does), is believed. `undefined`: it cannot be known. */
const feeAssetOf = (named: Text, price: Price | null, legs: ReadonlyArray<Posting>): string | undefined =>
  readCode(named) ?? price?.quote ?? (legs.length === 1 ? legs[0]!.asset : undefined)

const refsOf = (order: Text, kind: EventKind, id: string): ReadonlyArray<Ref> => {
  const own: Ref = { type: kind, id }
  // As it is printed: it only leads to the order, and tells no row from another.
  return kind === "trade" && typeof order === "string" && order !== "" ? [own, { type: "order", id: order }] : [own]
}

const readTransaction = (texts: Texts, pointer: string, places: Places): LedgerEvent | string => {
  const id = readId(at(texts, places.id))
  if (id === undefined) return "id is not a whole number"
  const time = readTime(at(texts, places.datetime))
  if (time === undefined) return "datetime is not a time"
  const type = at(texts, places.type)
  if (typeof type !== "string" || type === "") return "type is not a number"
  const fee = readAmount(at(texts, places.fee))
  if (fee === undefined) return "fee is not a decimal"
  const legs = legsOf(texts, places.currencies)
  if (typeof legs === "string") return legs
  const { kind, named, grouped } = types.get(type) ?? typeOf(type, "unrecognised")
  if (kind === "trade" && legs.length < 2 && !tellsBothSides(texts, places)) return "one side of the trade is missing"
  const price = priceOf(texts, places.pairs, legs)
  let postings = legs
  if (fee !== null && !Decimal.isZero(fee)) {
    const asset = feeAssetOf(at(texts, places.feeCurrency), price, kind === "trade" ? [] : legs)
    if (asset === undefined) return "the currency of the fee cannot be known"
    postings = following(postings, { wallet: "spot", asset, amount: Decimal.negate(fee), role: Decimal.isNegative(fee) ? "rebate" : "fee" })
  }
  return {
    // A trade and a deposit may bear the same number.
    source: { stream: "user_transactions", externalId: named + id, identity: "exchange" },
    refs: refsOf(at(texts, places.order), kind, id),
    groupId: grouped + id,
    kind,
    at: time.at,
    rank: time.rank,
    status: "settled",
    postings,
    transfer: null,
    price,
    operation: type,
    pointer
  }
}

const readTransactions = rowsByPlace(placesIn, readTransaction)

const spelling = /^from:(\d{1,40})$/

/** The id from which on rows are asked for. A cursor of another spelling becomes one that Bitstamp refuses: the host begins anew. */
export const sinceOf = (cursor: string | null): string => (cursor === null ? "1" : (spelling.exec(cursor)?.[1] ?? "unknown"))

/** One above the highest id of the page, in whatever order its rows come, and of those that could not be read as well. */
const nextOf = (json: Json | undefined, { items, quarantined }: Rows<LedgerEvent>): string | null => {
  let highest = ""
  const note = (id: string) => {
    const whole = id.charCodeAt(0) === 48 ? id.replace(/^0+(?=\d)/, "") : id
    if (whole.length > highest.length || (whole.length === highest.length && whole > highest)) highest = whole
  }
  for (const { refs } of items) note(refs[0]!.id)
  for (const { pointer } of quarantined) {
    const row = (json as ReadonlyArray<Json>)[Number(pointer.slice(1))]
    const id = LosslessJson.isObject(row) ? readId(row["id"]) : undefined
    if (id !== undefined) note(id)
  }
  return highest === "" ? null : `from:${BigInt(highest) + 1n}`
}

/** Only an empty page shows that nothing lies beyond: a page may come short by mistake. */
export const parseTransactions = ({ json }: Reply): Page => {
  const rows = readTransactions(listIn(json, null), "")
  const isEmpty = Array.isArray(json) && json.length === 0
  return { events: rows.items, quarantined: rows.quarantined, next: nextOf(json, rows), exhausted: isEmpty }
}
