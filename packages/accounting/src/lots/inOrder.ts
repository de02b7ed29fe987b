import type { Book } from "./Book.ts"
import type { Entry } from "./Entry.ts"

/** Where an entry stands among all. */
export type PositionOf = (entry: Entry) => number

export const positionsOf = (entries: ReadonlyArray<Entry>): PositionOf => {
  const positions = new Map(entries.map((entry, position) => [entry, position]))
  return (entry) => positions.get(entry)!
}

/**
 * Puts what a book says into the order of its entries and, of one entry, of the assets' names: so it does not depend on
 * which asset was folded first.
 */
export const inOrder = ({ sales, steps, findings, ledger: { assets } }: Book, positionOf: PositionOf): void => {
  const by = (a: { readonly entry: Entry; readonly asset: number }, b: typeof a): number =>
    positionOf(a.entry) - positionOf(b.entry) || (a.asset === b.asset ? 0 : assets[a.asset]! < assets[b.asset]! ? -1 : 1)
  sales.sort(by)
  steps.sort(by)
  findings.sort(by)
}
