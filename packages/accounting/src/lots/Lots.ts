import { tenTo } from "../number/Decimal.ts"
import { GrowingList } from "../number/GrowingList.ts"
import type { Instant } from "../time/Instant.ts"
import { costOf, hasCost, unitsBoughtBy } from "./boughtBy.ts"
import type { Entry } from "./Entry.ts"
import type { Ledger } from "./Ledger.ts"
import { type Age, Lot, type LotName, unitKey } from "./Lot.ts"
import type { Policy } from "./Policy.ts"

/** The lots of a book by their places. Of those that nobody holds any more only the names are kept. */
export class Lots {
  readonly #ledger: Ledger
  readonly #policy: Policy
  readonly #origins = new GrowingList<Entry>()
  /** Where it is another than that of the origin. */
  readonly #acquired = new Map<number, Instant>()

  constructor(ledger: Ledger, policy: Policy) {
    this.#ledger = ledger
    this.#policy = policy
  }

  get length(): number {
    return this.#origins.length
  }

  /** Gives what an entry brings in a place; {@link bought} makes the lot of it once somebody takes a part of it. */
  buy(entry: Entry): number {
    this.#origins.push(entry)
    return this.#origins.length - 1
  }

  /** A place: of the lot of it that was {@link buy | bought}. */
  ageOf(lot: Lot | number): Age {
    return typeof lot === "number" ? { acquired: this.#origins.at(lot).acquired, sequence: lot } : lot
  }

  /** What a unit costs as a float, which orders lots by cost; null: unknown. */
  keyOf(lot: Lot | number): number | null {
    if (typeof lot !== "number") return lot.cost === null ? null : lot.key
    const cost = this.costOf(lot)
    if (cost === null) return null
    const { keyCost, keyQuantity } = this.#keyOf(this.#origins.at(lot)) ?? { keyCost: cost, keyQuantity: this.unitsOf(lot) }
    return unitKey(keyCost, keyQuantity)
  }

  /** Where lots are ordered by something else than their cost. */
  #keyOf(entry: Entry): { readonly keyCost: bigint; readonly keyQuantity: bigint } | null {
    // What a conversion brings in has no fee in its cost, and its `total` is what went out.
    if (this.#policy.hifoKey === "unitCost" || entry.event.type === "conversion") return null
    return entry.unitKey === null
      ? { keyCost: entry.total ?? 0n, keyQuantity: unitsBoughtBy(entry) }
      : { keyCost: entry.unitKey, keyQuantity: tenTo(this.#ledger.scales[entry.asset]!) }
  }

  unitsOf(place: number): bigint {
    return unitsBoughtBy(this.#origins.at(place))
  }

  /** Null: unknown. */
  costOf(place: number): bigint | null {
    return costOf(this.#origins.at(place), this.#policy) ?? (this.#policy.missingBasis === "zero" ? 0n : null)
  }

  hasCost(place: number): boolean {
    return this.#policy.missingBasis === "zero" || hasCost(this.#origins.at(place))
  }

  /** The lot of a place that was {@link buy | bought}, as it came in. `pooled`: a cost that is known is in a pool, and stands as zero. */
  bought(place: number, pooled = false): Lot {
    const entry = this.#origins.at(place)
    const lot = new Lot(
      place,
      entry,
      entry.acquired,
      entry.toAccount,
      place,
      this.unitsOf(place),
      pooled && this.hasCost(place) ? 0n : this.costOf(place)
    )
    const key = this.#keyOf(entry)
    if (key !== null) {
      lot.keyCost = key.keyCost
      lot.keyQuantity = key.keyQuantity
    }
    return lot
  }

  /** A lot whose units or cost are not those that its entry brought in; ordered by cost as that of `keyQuantity` units. */
  make(
    origin: Entry,
    acquired: Instant,
    account: number,
    sequence: number | null,
    quantity: bigint,
    cost: bigint | null,
    keyCost: bigint,
    keyQuantity: bigint
  ): Lot {
    const place = this.buy(origin)
    if (acquired !== origin.acquired) this.#acquired.set(place, acquired)
    const lot = new Lot(place, origin, acquired, account, sequence ?? place, quantity, cost)
    lot.keyCost = keyCost
    lot.keyQuantity = keyQuantity
    return lot
  }

  name(place: number): LotName {
    const origin = this.#origins.at(place)
    return { place, origin, acquired: this.#acquired.get(place) ?? origin.acquired }
  }

  /** Forgets all from that place on. */
  truncate(length: number): void {
    this.#origins.truncate(length)
    for (const place of this.#acquired.keys()) if (place >= length) this.#acquired.delete(place)
  }
}
