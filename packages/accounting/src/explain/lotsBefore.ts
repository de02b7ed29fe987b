import type { Book } from "../lots/Book.ts"
import { on } from "../lots/dated.ts"
import { isPoolMethod, type Scope } from "../lots/Policy.ts"
import { Pool } from "../lots/Pool.ts"
import { reader, type RestReport } from "../lots/Report.ts"
import { inventoryBefore } from "./inventoryBefore.ts"

/**
 * The lots that a disposal could take from, as they stood just before it, oldest first; where each account has lots of its own,
 * those of its account. By the method AVERAGE each has the average cost of its units. Throws a `RangeError` where the book has no
 * such disposal, or where its method keeps no lots at all. Folds the asset's history once.
 */
export const lotsBefore = (book: Book, event: string): ReadonlyArray<RestReport> => {
  const sale = book.sales.find(({ entry }) => entry.event.id === event)
  if (sale === undefined) throw new RangeError(`no disposal ${JSON.stringify(event)}`)
  if (isPoolMethod(book.policy.method)) throw new RangeError(`${book.policy.method} keeps no lots`)
  const { entry } = sale
  const read = reader(book)
  const account = on<Scope>(book.policy.scope)(read.dayOf(entry.at)) === "account" ? entry.account : null
  const { saved } = inventoryBefore(book, entry)
  // Costs that are pooled: each lot shows the average cost of its units.
  const pool = saved.pool === undefined ? undefined : Pool.restored(saved.pool)
  return saved.lots.map(({ lot, left, cost, costTaken }) => {
    const own = cost === null ? null : pool === undefined ? cost - costTaken : pool.take(left)
    return read.rest({ asset: entry.asset, account, lot, quantity: left, cost: own })
  })
}
