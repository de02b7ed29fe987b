/** Slices of disposals in columns, of which most of a long history's book is made; objects are made of those that are read. */
import type { Rule, Slice } from "./Book.ts"
import type { Lot } from "./Lot.ts"
import type { Lots } from "./Lots.ts"
import type { Takings } from "./Taken.ts"
import { GrowingColumn } from "../number/GrowingColumn.ts"
import { GrowingDoubles } from "../number/GrowingDoubles.ts"

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
/** A tag is the code of a rule, and `unknown` where the cost is (it then stands as zero), and `perLot` times the place of the lot (-1: none). */
const unknown = 16
const perLot = 32

export class SliceColumns implements Takings {
  readonly lots: Lots
  readonly #tags = new GrowingDoubles()
  readonly #quantities = new GrowingColumn()
  readonly #costs = new GrowingColumn()
  /** Of the last slice: mostly the next has the same. */
  #rule: Rule = "fifo"
  #code = 0
  /** The last slice of unknown cost; none: −1. */
  #lastUnknown = -1

  constructor(lots: Lots) {
    this.lots = lots
  }

  get length(): number {
    return this.#tags.length
  }

  push(rule: Rule, lot: Lot | number | null, quantity: bigint, cost: bigint | null): void {
    if (cost === null) this.#lastUnknown = this.length
    const place = typeof lot === "number" ? lot : lot === null ? -1 : lot.place
    this.#tags.push(place * perLot + (cost === null ? unknown : 0) + this.#codeOf(rule))
    this.#quantities.push(quantity)
    this.#costs.push(cost ?? 0n)
  }

  #codeOf(rule: Rule): number {
    if (rule !== this.#rule) {
      this.#rule = rule
      this.#code = codes.get(rule)!
    }
    return this.#code
  }

  /** Forgets all from that place on. */
  truncate(length: number): void {
    this.#tags.truncate(length)
    this.#costs.truncate(length)
    this.#quantities.truncate(length)
  }

  #isKnown(place: number): boolean {
    return (this.#tags.at(place) & unknown) === 0
  }

  unknownSince(from: number): bigint {
    if (this.#lastUnknown < from) return 0n
    let units = 0n
    for (let place = from; place < this.length; place++) if (!this.#isKnown(place)) units += this.#quantities.at(place)
    return units
  }

  at(place: number): Slice {
    const tag = this.#tags.at(place)
    const lot = Math.floor(tag / perLot)
    return {
      rule: rules[tag & (unknown - 1)]!,
      lot: lot < 0 ? null : this.lots.name(lot),
      match: null,
      quantity: this.#quantities.at(place),
      cost: this.#isKnown(place) ? this.#costs.at(place) : null
    }
  }

  between(from: number, until: number): ReadonlyArray<Slice> {
    const slices: Array<Slice> = []
    for (let place = from; place < until; place++) slices.push(this.at(place))
    return slices
  }
}
