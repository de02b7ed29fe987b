import type { Sale, Slice } from "./Book.ts"
import type { Entry } from "./Entry.ts"
import type { SliceColumns } from "./SliceColumns.ts"

const none: ReadonlyArray<Entry> = []

/** A sale whose slices stand in columns, where they may be cut off when what came before is booked anew. */
export class SlicedSale implements Sale {
  readonly entry: Entry
  readonly quantity: bigint
  readonly proceeds: bigint | null
  readonly #columns: SliceColumns
  readonly #from: number
  readonly #until: number

  constructor(entry: Entry, quantity: bigint, proceeds: bigint | null, columns: SliceColumns, from: number) {
    this.entry = entry
    this.quantity = quantity
    this.proceeds = proceeds
    this.#columns = columns
    this.#from = from
    this.#until = columns.length
  }

  get asset(): number {
    return this.entry.asset
  }

  get further(): ReadonlyArray<Entry> {
    return none
  }

  get denied(): bigint {
    return 0n
  }

  get slices(): ReadonlyArray<Slice> {
    return this.#columns.between(this.#from, this.#until)
  }
}
