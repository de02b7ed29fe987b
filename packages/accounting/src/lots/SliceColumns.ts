/** Slices of disposals in columns, of which most of a long history's book is made; objects are made of those that are read. */
import type { Rule, Slice } from "./Book.ts"
import type { Lot } from "./Lot.ts"
import { GrowingColumn } from "../number/GrowingColumn.ts"

const rules = [
  "fifo",
  "lifo",
  "hifo",
  "lofo",
  "average",
  "named",
  "same-day",
  "30-day",
  "s104",
  "acb",
  "missing"
] as const satisfies ReadonlyArray<Rule>
const codes = new Map<Rule, number>(rules.map((rule, code) => [rule, code]))

export class SliceColumns {
  #rules = new Uint8Array(16)
  readonly #lots: Array<Lot | null> = []
  readonly #quantities = new GrowingColumn()
  readonly #costs: Array<bigint | null> = []

  get length(): number {
    return this.#lots.length
  }

  push(rule: Rule, lot: Lot | null, quantity: bigint, cost: bigint | null): void {
    const place = this.#lots.length
    if (place === this.#rules.length) {
      const more = new Uint8Array(place + (place >> 1))
      more.set(this.#rules)
      this.#rules = more
    }
    this.#rules[place] = codes.get(rule)!
    this.#lots.push(lot)
    this.#quantities.push(quantity)
    this.#costs.push(cost)
  }

  /** Forgets all from that place on. */
  truncate(length: number): void {
    this.#lots.length = length
    this.#costs.length = length
    this.#quantities.truncate(length)
  }

  quantity(place: number): bigint {
    return this.#quantities.at(place)
  }

  /** Null: unknown. */
  cost(place: number): bigint | null {
    return this.#costs[place]!
  }

  at(place: number): Slice {
    const rule = rules[this.#rules[place]!]!
    return { rule, lot: this.#lots[place]!, match: null, quantity: this.quantity(place), cost: this.cost(place) }
  }

  between(from: number, until: number): ReadonlyArray<Slice> {
    const slices: Array<Slice> = []
    for (let place = from; place < until; place++) slices.push(this.at(place))
    return slices
  }
}
