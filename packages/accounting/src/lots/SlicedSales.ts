import type { Sale, Slice } from "./Book.ts"
import type { Entry } from "./Entry.ts"
import type { Ledger } from "./Ledger.ts"
import { GrowingDoubles } from "../number/GrowingDoubles.ts"
import { GrowingList } from "../number/GrowingList.ts"
import { Lots } from "./Lots.ts"
import type { Policy } from "./Policy.ts"
import { SliceColumns } from "./SliceColumns.ts"
import { proceedsOf, unitsSoldBy } from "./soldBy.ts"

const none: ReadonlyArray<Entry> = []

/** Sales whose slices follow each other in columns: of a sale only its event is kept, and where its slices end. */
export class SlicedSales {
  readonly policy: Policy
  readonly slices: SliceColumns
  readonly #entries = new GrowingList<Entry>()
  readonly #ends = new GrowingDoubles()
  /** Those that were read; a sale stays the same object. */
  readonly #read: Array<Sale> = []

  constructor(ledger: Ledger, policy: Policy) {
    this.policy = policy
    this.slices = new SliceColumns(new Lots(ledger, policy))
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

  slicesOf(place: number): ReadonlyArray<Slice> {
    return this.slices.between(place === 0 ? 0 : this.#ends.at(place - 1), this.#ends.at(place))
  }

  read(): Array<Sale> {
    const read = this.#read
    for (let at = read.length; at < this.#entries.length; at++) read.push(new SlicedSale(this.#entries.at(at), this, at))
    return read
  }
}

/** One of them, whose slices may be cut off when what came before is booked anew. */
class SlicedSale implements Sale {
  readonly entry: Entry
  readonly #all: SlicedSales
  readonly #place: number

  constructor(entry: Entry, all: SlicedSales, place: number) {
    this.entry = entry
    this.#all = all
    this.#place = place
  }

  get asset(): number {
    return this.entry.asset
  }

  get quantity(): bigint {
    return unitsSoldBy(this.entry, this.#all.policy)
  }

  get proceeds(): bigint | null {
    return proceedsOf(this.entry, this.#all.policy)
  }

  get further(): ReadonlyArray<Entry> {
    return none
  }

  get denied(): bigint {
    return 0n
  }

  get slices(): ReadonlyArray<Slice> {
    return this.#all.slicesOf(this.#place)
  }
}
