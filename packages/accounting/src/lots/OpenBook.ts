import type { Book } from "./Book.ts"
import type { Ledger } from "./Ledger.ts"
import type { Policy } from "./Policy.ts"
import { SlicedSales } from "./SlicedSales.ts"

/** A book that is being kept: its sales may stand in columns, of which objects are made when they are read. */
export interface OpenBook extends Book {
  readonly sliced: SlicedSales
}

/** One for all books: the engine is slow with objects of which each brings a getter of its own. */
const sales: PropertyDescriptor & ThisType<OpenBook> = {
  enumerable: true,
  get() {
    return this.sliced.read()
  }
}

export const emptyBook = (ledger: Ledger, policy: Policy): OpenBook => {
  const book = {
    ledger,
    policy,
    sliced: new SlicedSales(ledger, policy),
    rests: [],
    findings: [],
    steps: [],
    incomes: [],
    flows: new Map()
  }
  return Object.defineProperty(book, "sales", sales) as typeof book & Pick<OpenBook, "sales">
}
