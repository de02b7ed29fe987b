import type { Book, Sale } from "../lots/Book.ts"
import type { Entry } from "../lots/Entry.ts"
import { decimal, scaled, tenTo } from "../number/Decimal.ts"
import { bounded, type Cause, type Measured, type PriceRange } from "./Measured.ts"

type RangeOf = (asset: string, event: string | null) => PriceRange | null

/** Units and what they cost together. */
interface Parcel {
  readonly quantity: bigint
  readonly cost: bigint
}

const roundUp = (over: bigint, under: bigint): bigint => (over + under - 1n) / under

/** Negative where a unit of `a` costs less. */
const byUnit = (a: Parcel, b: Parcel): number => {
  const difference = a.cost * b.quantity - b.cost * a.quantity
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const insert = (sorted: Array<Parcel>, parcel: Parcel): void => {
  let from = 0
  let until = sorted.length
  while (from < until) {
    const middle = (from + until) >> 1
    if (byUnit(sorted[middle]!, parcel) <= 0) from = middle + 1
    else until = middle
  }
  sorted.splice(from, 0, parcel)
}

/** Purchases until the 30th day after a disposal may be matched with it; days of two zones apart are two more. */
const lookAheadMs = 32 * 86_400_000

/**
 * What units of an asset can have cost, as the disposals of a book go by in order: each took at least the cheapest and at
 * most the dearest of all that had come in by then (or, where purchases of the next thirty days count, until then) and of
 * any number that no row tells of.
 */
export class UnitCosts {
  readonly #book: Book
  readonly #asset: number
  readonly #rangeOf: RangeOf
  readonly #linked: boolean
  readonly #entries: ReadonlyArray<Entry>
  readonly #cheapest: Array<Parcel> = []
  readonly #dearest: Array<Parcel> = []
  /** Some units may have cost anything. */
  #unlimited = false
  #next = 0

  /** `linked`: basis may come from other assets. */
  constructor(book: Book, asset: number, rangeOf: RangeOf, linked: boolean) {
    this.#book = book
    this.#asset = asset
    this.#rangeOf = rangeOf
    this.#linked = linked
    this.#entries = book.ledger.entries.filter((entry) => entry.asset === asset || entry.toAsset === asset)
  }

  #worth(range: PriceRange, units: bigint, end: "low" | "high"): bigint {
    const { moneyScale, scales } = this.#book.ledger
    const price = scaled(range[end])
    const product = price.units * units
    const spare = price.scale + scales[this.#asset]! - moneyScale
    return spare <= 0 ? product * tenTo(-spare) : end === "low" ? product / tenTo(spare) : roundUp(product, tenTo(spare))
  }

  /** Takes in what has come until then. */
  #reach(ms: number): void {
    const name = this.#book.ledger.assets[this.#asset]!
    for (; this.#next < this.#entries.length && this.#entries[this.#next]!.at.ms <= ms; this.#next++) {
      const entry = this.#entries[this.#next]!
      const { event } = entry
      const converted = event.type === "conversion" && entry.toAsset === this.#asset
      const bought = event.type === "buy" || event.type === "income" || event.type === "fork" || event.type === "opening"
      const quantity = converted ? entry.received : bought ? entry.quantity : 0n
      if (quantity === 0n) continue
      const cost = converted ? entry.receivedCost : entry.total
      const fee = bought && this.#book.policy.acquisitionFee === "capitalise" ? (entry.fee ?? 0n) : 0n
      const range = cost === null ? this.#rangeOf(name, event.id) : null
      const low = cost ?? (range === null ? 0n : this.#worth(range, quantity, "low"))
      insert(this.#cheapest, { quantity, cost: low + fee })
      if (cost === null && range === null) this.#unlimited = true
      else insert(this.#dearest, { quantity, cost: (cost ?? this.#worth(range!, quantity, "high")) + fee })
    }
  }

  /** Cost of so many units, `from` the cheapest or dearest on; units beyond all parcels cost what hidden ones may. */
  #cost(wanted: bigint, from: "cheapest" | "dearest", hidden: Parcel | null): bigint {
    const parcels = from === "cheapest" ? this.#cheapest : this.#dearest
    const step = from === "cheapest" ? 1 : -1
    let left = wanted
    let cost = 0n
    for (let at = from === "cheapest" ? 0 : parcels.length - 1; left > 0n && at >= 0 && at < parcels.length; at += step) {
      const parcel = parcels[at]!
      // There are as many hidden units as anybody likes.
      if (hidden !== null && step * byUnit(parcel, hidden) >= 0) break
      const units = left < parcel.quantity ? left : parcel.quantity
      cost += from === "dearest" ? roundUp(parcel.cost * units, parcel.quantity) : (parcel.cost * units) / parcel.quantity
      left -= units
    }
    if (hidden === null) return cost
    return cost + (from === "dearest" ? roundUp(hidden.cost * left, hidden.quantity) : (hidden.cost * left) / hidden.quantity)
  }

  /** Bounds of a disposal's gain; call in the order of the book. */
  gain({ entry, quantity, proceeds }: Sale, causes: ReadonlyArray<Cause>): Measured {
    const { ledger, policy } = this.#book
    const name = ledger.assets[this.#asset]!
    const text = (units: bigint) => decimal(units, ledger.moneyScale)
    const given = proceeds === null ? this.#rangeOf(name, entry.event.id) : null
    const low = proceeds ?? (given === null ? 0n : this.#worth(given, quantity, "low"))
    const high = proceeds ?? (given === null ? null : this.#worth(given, quantity, "high"))
    // A split makes units of one day others than those of the next, a carried basis comes from another asset, and a denied
    // loss goes into the cost: then a cost is only known to be at least nothing.
    const canada = policy.method === "CA_ACB"
    if (canada || this.#linked || this.#entries.some(({ event }) => event.type === "split"))
      return bounded(null, high === null ? null : text(canada && high < 0n ? 0n : high), causes)
    this.#reach(entry.at.ms + (policy.method === "UK_S104" ? lookAheadMs : 0))
    const rows = causes.some(({ code }) => code === "rows missing")
    const range = rows ? this.#rangeOf(name, null) : null
    const hidden = (end: "low" | "high"): Parcel | null =>
      !rows ? null : { quantity, cost: range === null ? 0n : this.#worth(range, quantity, end) }
    // What a cost was rounded down by elsewhere may turn up in any slice.
    const slack = BigInt(2 * ledger.entries.length)
    const least = this.#cost(quantity, "cheapest", hidden("low")) - slack
    const most = this.#unlimited || (rows && range === null) ? null : this.#cost(quantity, "dearest", hidden("high")) + slack
    return bounded(most === null ? null : text(low - most), high === null ? null : text(high - least), causes)
  }
}
