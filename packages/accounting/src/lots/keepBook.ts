import { isLongTerm } from "../time/Term.ts"
import { dayIn, type DayOf } from "../time/Zone.ts"
import type { Book } from "./Book.ts"
import { emptyBook } from "./OpenBook.ts"
import { foldCanada } from "./foldCanada.ts"
import type { Ledger } from "./Ledger.ts"
import { LotKeeper } from "./LotKeeper.ts"
import { inOrder, positionsOf } from "./inOrder.ts"
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

/** The whole policy and how it counts days; throws a {@link PolicyError} for one that does not go together. */
export const readPolicy = (chosen: Partial<Policy>): { readonly policy: Policy; readonly dayOf: DayOf } => {
  const policy = { ...defaultPolicy, ...chosen }
  if (!isLongTerm(policy.longTerm)) throw new PolicyError(`not a rule for long-term holdings: ${String(policy.longTerm)}`)
  // These laws know one pool of an asset over all accounts.
  if (isPoolMethod(policy.method) && policy.scope !== "global") throw new PolicyError(`${policy.method} needs the scope "global"`)
  return { policy, dayOf: zoneOf(policy.dayBoundary) }
}

/**
 * Folds a ledger into a book under a policy. Pure: the same ledger and policy give the same book. Throws a
 * {@link PolicyError} for a policy that does not go together; what is wrong with the data is in `findings`.
 *
 * A scope changes with the first event of an asset on its date or after it; what is left is given by the scopes of the
 * day of the ledger's last event.
 */
export const keepBook = (ledger: Ledger, chosen: Partial<Policy> = {}): Book => {
  const { policy, dayOf } = readPolicy(chosen)
  const book = emptyBook(ledger, policy)
  const { method } = policy
  if (isPoolMethod(method)) {
    const collector = new MovementCollector(policy, dayOf)
    for (const entry of ledger.entries) apply(entry, book, collector)
    if (method === "UK_S104") matchUk(collector.byAsset, book)
    else foldCanada(collector.byAsset, book)
    inOrder(book, positionsOf(ledger.entries))
    return book
  }
  const keeper = new LotKeeper(book, method, dayOf)
  const { entries } = ledger
  // By index: an iterator leaves an object behind for each entry.
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at]!
    keeper.begin(entry)
    apply(entry, book, keeper)
  }
  const last = ledger.entries.at(-1)
  if (last !== undefined) keeper.end(dayOf(last.at))
  // Sales come in order; findings do not where a change of scope at the end has some.
  if (book.findings.length > 0) inOrder(book, positionsOf(ledger.entries))
  return book
}
