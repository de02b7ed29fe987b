import type { Rule } from "./Book.ts"
import type { Lot } from "./Lot.ts"
import type { Lots } from "./Lots.ts"

/** Where units that are taken from lots are written down, slice by slice. */
export interface Takings {
  readonly length: number
  /** `lot`: its place where all of it was taken as it came in. */
  readonly push: (rule: Rule, lot: Lot | number, quantity: bigint, cost: bigint | null) => void
  /** Units of unknown cost among the slices from that one on. */
  readonly unknownSince: (from: number) => bigint
}

/** Units on their way to another lot. */
export interface Carried {
  readonly lot: Lot
  readonly quantity: bigint
  /** Null: unknown. */
  readonly cost: bigint | null
}

/** What is taken without a sale: it is nothing to keep once it has arrived, or is gone. */
export class Taken implements Takings {
  readonly slices: Array<Carried> = []
  readonly #lots: Lots

  /** `lots`: those of the book. */
  constructor(lots: Lots) {
    this.#lots = lots
  }

  get length(): number {
    return this.slices.length
  }

  push(_rule: Rule, lot: Lot | number, quantity: bigint, cost: bigint | null): void {
    this.slices.push({ lot: typeof lot === "number" ? this.#lots.bought(lot) : lot, quantity, cost })
  }

  unknownSince(from: number): bigint {
    return this.slices.slice(from).reduce((sum, { quantity, cost }) => (cost === null ? sum + quantity : sum), 0n)
  }
}
