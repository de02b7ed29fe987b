import type { Rule } from "./Book.ts"
import type { Lot } from "./Lot.ts"

/** Where units that are taken from lots are written down, slice by slice. */
export interface Takings {
  readonly length: number
  readonly push: (rule: Rule, lot: Lot, quantity: bigint, cost: bigint | null) => void
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

  get length(): number {
    return this.slices.length
  }

  push(_rule: Rule, lot: Lot, quantity: bigint, cost: bigint | null): void {
    this.slices.push({ lot, quantity, cost })
  }

  unknownSince(from: number): bigint {
    return this.slices.slice(from).reduce((sum, { quantity, cost }) => (cost === null ? sum + quantity : sum), 0n)
  }
}
