import { byAge, byUnitCost, type Lot } from "./Lot.ts"
import type { Lots } from "./Lots.ts"
import { isOpen, type OpenLot, type OpenLots } from "./OpenLots.ts"

/** Floats this near to each other, relatively, are compared again exactly; two roundings of a float stay far below it. */
const near = 1e-12

/** Open lots in a heap, the dearest (or cheapest) on top; of equals the oldest. It is made of numbers: the collector has nothing to look at. */
export class LotsByCost implements OpenLots {
  readonly order: "dearest" | "cheapest"
  readonly #made: Lots
  readonly #places: Array<number> = []
  /** The float of each lot's unit cost, negated where the dearest is first: the smallest is on top. */
  readonly #keys: Array<number> = []
  /** Lots that are more than their places. */
  readonly #lots = new Map<number, Lot>()
  readonly #sign: 1 | -1

  /** `made`: all of the book. */
  constructor(made: Lots, order: "dearest" | "cheapest", lots: ReadonlyArray<OpenLot>) {
    this.#made = made
    this.order = order
    this.#sign = order === "dearest" ? -1 : 1
    for (const lot of lots) this.put(lot)
  }

  #lotOf(place: number): Lot {
    return this.#lots.get(place) ?? this.#made.bought(place)
  }

  #before(keyA: number, a: number, keyB: number, b: number): boolean {
    const difference = keyA - keyB
    if (difference > near * Math.abs(keyB)) return false
    if (-difference > near * Math.abs(keyB)) return true
    return this.#isBefore(this.#lotOf(a), this.#lotOf(b))
  }

  #isBefore(a: Lot, b: Lot): boolean {
    if (a.cost === null || b.cost === null) return a.cost === b.cost ? byAge(a, b) < 0 : a.cost !== null
    return (this.#sign * byUnitCost(a, b) || byAge(a, b)) < 0
  }

  put(lot: OpenLot): void {
    const places = this.#places
    const keys = this.#keys
    const place = typeof lot === "number" ? lot : lot.place
    if (typeof lot !== "number") this.#lots.set(place, lot)
    // Who takes lots by cost cannot place an unknown one: it goes last.
    const unit = this.#made.keyOf(lot)
    const key = unit === null ? Infinity : this.#sign * unit
    let at = places.length
    places.push(place)
    keys.push(key)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#before(key, place, keys[parent]!, places[parent]!)) break
      places[at] = places[parent]!
      keys[at] = keys[parent]!
      at = parent
    }
    places[at] = place
    keys[at] = key
  }

  next(): OpenLot | undefined {
    while (this.#places.length > 0) {
      const place = this.#places[0]!
      const lot = this.#lots.get(place)
      if (lot === undefined) return place
      if (lot.left > 0n) return lot
      this.#lots.delete(place)
      this.drop()
    }
    return undefined
  }

  drop(): void {
    const places = this.#places
    const keys = this.#keys
    const last = places.pop()!
    const lastKey = keys.pop()!
    const size = places.length
    if (size === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && this.#before(keys[child + 1]!, places[child + 1]!, keys[child]!, places[child]!)) child++
      if (!this.#before(keys[child]!, places[child]!, lastKey, last)) break
      places[at] = places[child]!
      keys[at] = keys[child]!
      at = child
    }
    places[at] = last
    keys[at] = lastKey
  }

  touch(pooled: boolean): Lot {
    const place = this.#places[0]!
    const lot = this.#made.bought(place, pooled)
    this.#lots.set(place, lot)
    return lot
  }

  all(): ReadonlyArray<OpenLot> {
    return this.#places
      .flatMap((place) => {
        const lot = this.#lots.get(place) ?? place
        return isOpen(lot) ? [{ place, lot, age: this.#made.ageOf(lot) }] : []
      })
      .sort((a, b) => byAge(a.age, b.age) || a.place - b.place)
      .map(({ lot }) => lot)
  }
}
