import type { Book } from "../lots/Book.ts"
import { emptyBook } from "../lots/OpenBook.ts"
import { readPolicy } from "../lots/keepBook.ts"
import type { Entry } from "../lots/Entry.ts"
import type { LotName, SavedLot } from "../lots/Lot.ts"
import { LotKeeper } from "../lots/LotKeeper.ts"
import { apply } from "../lots/movements.ts"
import type { SavedPool } from "../lots/Pool.ts"

/** An inventory as it stood, oldest lot first. */
interface Stood {
  readonly lots: ReadonlyArray<SavedLot>
  readonly pool: SavedPool | undefined
}

/** What a disposal found: the inventory as it stood just before, by the id of its event. */
export const inventoryBefore = (book: Book, target: Entry): { readonly saved: Stood; readonly slices: Book["sales"][number]["slices"] } => {
  const { policy, dayOf } = readPolicy(book.policy)
  const again = emptyBook(book.ledger, policy)
  let saved: Stood | undefined
  const keeper = new LotKeeper(again, policy.method, dayOf, (entry, inventory, method) => {
    if (entry !== target) return
    inventory.prepare(method)
    saved = { lots: inventory.open().map((lot) => lot.save()), pool: inventory.pool?.save() }
  })
  // Of other assets only those that carry basis can matter.
  const alone = policy.conversion === "taxable"
  for (const entry of book.ledger.entries) {
    if (alone && entry.asset !== target.asset && entry.toAsset !== target.asset) continue
    keeper.begin(entry)
    apply(entry, again, keeper)
    if (entry === target) break
  }
  const sale = again.sales.findLast(({ entry }) => entry === target)
  if (saved === undefined || sale === undefined) throw new RangeError(`${target.event.id} is no disposal of this book`)
  return { saved, slices: sale.slices }
}

/** How a lot was when it was saved. */
export const savedLot = ({ lots }: Stood, { place }: LotName): SavedLot => lots.find(({ lot }) => lot.place === place)!
