import { isLongTerm } from "../time/Term.ts"
import { dayIn, type DayOf } from "../time/Zone.ts"
import { type Book, emptyBook } from "./Book.ts"
import { foldCanada } from "./foldCanada.ts"
import type { Ledger } from "./Ledger.ts"
import { LotKeeper } from "./LotKeeper.ts"
import { matchUk } from "./matchUk.ts"
import { MovementCollector } from "./MovementCollector.ts"
import { apply } from "./movements.ts"
import { defaultPolicy, isPoolMethod, type Policy, PolicyError } from "./Policy.ts"

const zoneOf = (zone: string): DayOf => {
  try {
    return dayIn(zone)
  } catch {
    throw new PolicyError(`dayBoundary is not a time zone: ${JSON.stringify(zone)}`)
  }
}

/**
 * Folds a ledger into a book under a policy. Pure: the same ledger and policy give the same book. Throws a
 * {@link PolicyError} for a policy that does not go together; what is wrong with the data is in `findings`.
 */
export const keepBook = (ledger: Ledger, chosen: Partial<Policy> = {}): Book => {
  const policy = { ...defaultPolicy, ...chosen }
  if (!isLongTerm(policy.longTerm)) throw new PolicyError(`not a rule for long-term holdings: ${String(policy.longTerm)}`)
  const book = emptyBook(ledger, policy)
  const dayOf = zoneOf(policy.dayBoundary)
  const { method } = policy
  if (isPoolMethod(method)) {
    // These laws know one pool of an asset over all accounts.
    if (policy.scope !== "global") throw new PolicyError(`${method} needs the scope "global"`)
    const collector = new MovementCollector(dayOf)
    for (const entry of ledger.entries) apply(entry, book, collector)
    if (method === "UK_S104") matchUk(collector.byAsset, book)
    else foldCanada(collector.byAsset, book)
    return book
  }
  const keeper = new LotKeeper(book, method, dayOf)
  for (const entry of ledger.entries) {
    keeper.begin(entry)
    apply(entry, book, keeper)
  }
  keeper.end()
  return book
}
