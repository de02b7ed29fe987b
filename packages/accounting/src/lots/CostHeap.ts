import { byAge, byUnitCost, type Lot } from "./Lot.ts"

/** Open lots, the dearest (or cheapest) on top; of equals the oldest. Lots used up elsewhere are dropped when they surface. */
export class CostHeap {
  readonly #lots: Array<Lot> = []
  readonly #sign: 1 | -1

  constructor(order: "dearest" | "cheapest") {
    this.#sign = order === "dearest" ? -1 : 1
  }

  #before(a: Lot, b: Lot): boolean {
    // Who takes lots by cost cannot place an unknown one: it goes last.
    if (a.cost === null || b.cost === null) return a.cost === b.cost ? byAge(a, b) < 0 : a.cost !== null
    return (this.#sign * byUnitCost(a, b) || byAge(a, b)) < 0
  }

  push(lot: Lot): void {
    const lots = this.#lots
    let at = lots.length
    lots.push(lot)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#before(lot, lots[parent]!)) break
      lots[at] = lots[parent]!
      at = parent
    }
    lots[at] = lot
  }

  /** The first lot with units left. */
  top(): Lot | undefined {
    while (this.#lots.length > 0 && this.#lots[0]!.left === 0n) this.#pop()
    return this.#lots[0]
  }

  #pop(): void {
    const lots = this.#lots
    const last = lots.pop()!
    const size = lots.length
    if (size === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && this.#before(lots[child + 1]!, lots[child]!)) child++
      if (!this.#before(lots[child]!, last)) break
      lots[at] = lots[child]!
      at = child
    }
    lots[at] = last
  }
}
