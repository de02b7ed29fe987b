import { GrowingList } from "../number/GrowingList.ts"
import type { Sale } from "./Book.ts"
import type { Entry } from "./Entry.ts"
import { Lots } from "./Lots.ts"
import type { Policy } from "./Policy.ts"
import { SliceColumns } from "./SliceColumns.ts"
import { SlicedSale } from "./SlicedSale.ts"

/** Sales whose slices follow each other in columns: of a sale only its event is kept, and where its slices end. */
export class SlicedSales {
  readonly slices = new SliceColumns(new Lots())
  readonly #policy: Policy
  readonly #entries = new GrowingList<Entry>()
  readonly #ends = new GrowingList<number>()
  /** Those that were read; a sale stays the same object. */
  readonly #read: Array<Sale> = []

  constructor(policy: Policy) {
    this.#policy = policy
  }

  get length(): number {
    return this.#entries.length
  }

  /** All slices since the last sale are those of this one. */
  push(entry: Entry): void {
    this.#entries.push(entry)
    this.#ends.push(this.slices.length)
  }

  /** Forgets all from that one on. */
  truncate(length: number): void {
    this.#entries.truncate(length)
    this.#ends.truncate(length)
    if (this.#read.length > length) this.#read.length = length
  }

  read(): Array<Sale> {
    const read = this.#read
    for (let at = read.length; at < this.#entries.length; at++)
      read.push(new SlicedSale(this.#entries.at(at), this.#policy, this.slices, at === 0 ? 0 : this.#ends.at(at - 1), this.#ends.at(at)))
    return read
  }
}
