import type { Book } from "./Book.ts"
import { LeftOver } from "./LeftOver.ts"
import type { Ledger } from "./Ledger.ts"
import type { Policy } from "./Policy.ts"
import { SlicedSales } from "./SlicedSales.ts"

/** A book that is being kept: its sales may stand in columns, and what is left in inventories, of which objects are made when they are read. */
export interface OpenBook extends Book {
  readonly sliced: SlicedSales
  readonly left: LeftOver
}

/** One for all books: the engine is slow with objects of which each brings getters of its own. */
const read: PropertyDescriptorMap & ThisType<OpenBook> = {
  sales: {
    enumerable: true,
    get() {
      return this.sliced.read()
    }
  },
  rests: {
    enumerable: true,
    get() {
      return this.left.read()
    }
  }
}

export const emptyBook = (ledger: Ledger, policy: Policy): OpenBook => {
  const book = {
    ledger,
    policy,
    sliced: new SlicedSales(ledger, policy),
    left: new LeftOver(),
    findings: [],
    steps: [],
    incomes: [],
    flows: new Map()
  }
  return Object.defineProperties(book, read) as typeof book & Pick<OpenBook, "sales" | "rests">
}
