import type { Sale, Slice } from "./Book.ts"
import type { Entry } from "./Entry.ts"
import type { Policy } from "./Policy.ts"
import type { SliceColumns } from "./SliceColumns.ts"
import { proceedsOf, unitsSoldBy } from "./soldBy.ts"

const none: ReadonlyArray<Entry> = []

/** A sale whose slices stand in columns, where they may be cut off when what came before is booked anew. */
export class SlicedSale implements Sale {
  readonly entry: Entry
  readonly quantity: bigint
  readonly proceeds: bigint | null
  readonly #columns: SliceColumns
  readonly #from: number
  readonly #until: number

  constructor(entry: Entry, policy: Policy, columns: SliceColumns, from: number, until: number) {
    this.entry = entry
    this.quantity = unitsSoldBy(entry, policy)
    this.proceeds = proceedsOf(entry, policy)
    this.#columns = columns
    this.#from = from
    this.#until = until
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
