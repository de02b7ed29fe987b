import { type Decimal, decimal } from "../number/Decimal.ts"
import { civilOf } from "../time/CivilDay.ts"
import type { Term } from "../time/Term.ts"
import type { Book } from "./Book.ts"
import type { LotEvent } from "./Event.ts"
import { proceedsOf, reader } from "./Report.ts"

/** Sums of a year by asset, kind and term. */
export interface SummaryRow {
  readonly year: number
  readonly asset: string
  /** The source's own word (`subtype`), else the kind of event, in capitals; `MOVE` for the fee of a transfer. */
  readonly type: string
  readonly term: Term | null
  readonly quantity: Decimal
  readonly proceeds: Decimal
  readonly costBasis: Decimal
  readonly gain: Decimal
  /** Slices whose cost or proceeds are unknown; their units are in `quantity` and in no other sum. */
  readonly unknown: number
}

const kinds: Readonly<Record<LotEvent["type"], string>> = {
  buy: "BUY",
  sell: "SELL",
  income: "INCOME",
  gift_out: "GIFT",
  fork: "FORK",
  opening: "OPENING",
  fee: "FEE",
  conversion: "SELL",
  transfer: "MOVE",
  split: "SPLIT"
}

const typeOf = ({ type, subtype }: LotEvent): string => (type === "transfer" ? kinds.transfer : (subtype?.toUpperCase() ?? kinds[type]))

interface Sums {
  readonly year: number
  readonly asset: number
  readonly type: string
  readonly term: Term | null
  quantity: bigint
  proceeds: bigint
  cost: bigint
  unknown: number
}

/** Newest year first, then by asset. Years are those of the policy's zone. */
export const summary = (book: Book): ReadonlyArray<SummaryRow> => {
  const { assets, scales, moneyScale } = book.ledger
  const read = reader(book)
  const rows = new Map<string, Sums>()
  const row = (year: number, asset: number, type: string, term: Term | null): Sums => {
    const key = `${year} ${asset} ${type} ${term}`
    const known = rows.get(key)
    if (known !== undefined) return known
    const fresh = { year, asset, type, term, quantity: 0n, proceeds: 0n, cost: 0n, unknown: 0 }
    rows.set(key, fresh)
    return fresh
  }
  for (const sale of book.sales) {
    const { at, event } = sale.entry
    const { year } = civilOf(read.dayOf(at))
    const proceeds = proceedsOf(sale)
    sale.slices.forEach((slice, i) => {
      const sums = row(year, sale.asset, typeOf(event), read.term(slice, sale))
      sums.quantity += slice.quantity
      const fetched = proceeds[i]
      if (fetched == null || slice.cost === null) sums.unknown++
      else {
        sums.proceeds += fetched
        sums.cost += slice.cost
      }
    })
  }
  for (const { at, asset, quantity, total, event } of book.incomes) {
    // Income is all gain and never old.
    const sums = row(civilOf(read.dayOf(at)).year, asset, typeOf(event), "short")
    sums.quantity += quantity
    if (total === null) sums.unknown++
    else sums.proceeds += total
  }
  return [...rows.values()]
    .sort((a, b) => b.year - a.year || (a.asset === b.asset ? 0 : assets[a.asset]! < assets[b.asset]! ? -1 : 1))
    .map(({ year, asset, type, term, quantity, proceeds, cost, unknown }) => ({
      year,
      asset: assets[asset]!,
      type,
      term,
      quantity: decimal(quantity, scales[asset]!),
      proceeds: decimal(proceeds, moneyScale),
      costBasis: decimal(cost, moneyScale),
      gain: decimal(proceeds - cost, moneyScale),
      unknown
    }))
}
