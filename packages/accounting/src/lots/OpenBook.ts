import type { Book } from "./Book.ts"
import type { Ledger } from "./Ledger.ts"
import type { Policy } from "./Policy.ts"
import { SlicedSales } from "./SlicedSales.ts"

/** A book that is being kept: its sales may stand in columns, of which objects are made when they are read. */
export interface OpenBook extends Book {
  readonly sliced: SlicedSales
}

export const emptyBook = (ledger: Ledger, policy: Policy): OpenBook => {
  const sliced = new SlicedSales(policy)
  return {
    ledger,
    policy,
    sliced,
    get sales() {
      return sliced.read()
    },
    rests: [],
    findings: [],
    steps: [],
    incomes: [],
    flows: new Map()
  }
}
