import { byAge, byUnitCost, type Lot } from "./Lot.ts"

/** Floats this near to each other, relatively, are compared again exactly; two roundings of a float stay far below it. */
const near = 1e-12

/** Open lots, the dearest (or cheapest) on top; of equals the oldest. Lots used up elsewhere are dropped when they surface. */
export class CostHeap {
  readonly #lots: Array<Lot> = []
  /** The float of each lot's unit cost, negated where the dearest is first: the smallest is on top. */
  readonly #keys: Array<number> = []
  readonly #sign: 1 | -1

  constructor(order: "dearest" | "cheapest") {
    this.#sign = order === "dearest" ? -1 : 1
  }

  /** Who takes lots by cost cannot place an unknown one: it goes last. */
  #keyOf(lot: Lot): number {
    return lot.cost === null ? Infinity : this.#sign * lot.key
  }

  #before(keyA: number, a: Lot, keyB: number, b: Lot): boolean {
    const difference = keyA - keyB
    if (difference > near * Math.abs(keyB)) return false
    if (-difference > near * Math.abs(keyB)) return true
    if (a.cost === null || b.cost === null) return a.cost === b.cost ? byAge(a, b) < 0 : a.cost !== null
    return (this.#sign * byUnitCost(a, b) || byAge(a, b)) < 0
  }

  push(lot: Lot): void {
    const lots = this.#lots
    const keys = this.#keys
    const key = this.#keyOf(lot)
    let at = lots.length
    lots.push(lot)
    keys.push(key)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#before(key, lot, keys[parent]!, lots[parent]!)) break
      lots[at] = lots[parent]!
      keys[at] = keys[parent]!
      at = parent
    }
    lots[at] = lot
    keys[at] = key
  }

  /** The first lot with units left. */
  top(): Lot | undefined {
    while (this.#lots.length > 0 && this.#lots[0]!.left === 0n) this.#pop()
    return this.#lots[0]
  }

  #pop(): void {
    const lots = this.#lots
    const keys = this.#keys
    const last = lots.pop()!
    const lastKey = keys.pop()!
    const size = lots.length
    if (size === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && this.#before(keys[child + 1]!, lots[child + 1]!, keys[child]!, lots[child]!)) child++
      if (!this.#before(keys[child]!, lots[child]!, lastKey, last)) break
      lots[at] = lots[child]!
      keys[at] = keys[child]!
      at = child
    }
    lots[at] = last
    keys[at] = lastKey
  }
}
