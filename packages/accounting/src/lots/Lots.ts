import { GrowingList } from "../number/GrowingList.ts"
import type { Instant } from "../time/Instant.ts"
import type { Entry } from "./Entry.ts"
import { Lot, type LotName } from "./Lot.ts"

/** The lots of a book by their places. Of those that nobody holds any more only the names are kept. */
export class Lots {
  readonly #origins = new GrowingList<Entry>()
  /** Where it is another than that of the origin. */
  readonly #acquired = new Map<number, Instant>()

  get length(): number {
    return this.#origins.length
  }

  /** A lot that is not there yet. `cost` null: unknown; `keyCost` is the cost or price of `keyQuantity` units, which orders lots by cost. */
  make(
    origin: Entry,
    acquired: Instant,
    account: number,
    sequence: number,
    quantity: bigint,
    cost: bigint | null,
    keyCost: bigint,
    keyQuantity: bigint
  ): Lot {
    const place = this.#origins.length
    this.#origins.push(origin)
    if (acquired !== origin.acquired) this.#acquired.set(place, acquired)
    return new Lot(place, origin, acquired, account, sequence, quantity, cost, keyCost, keyQuantity)
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
