/** What the owner asserts of every account that a portfolio counts. */
import { Effect } from "effect"
import { openingAmounts } from "../books/openingAmounts.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { countedIn } from "../ledger/ledgerLayer.ts"
import type { AccountOpening } from "./LotProjection.ts"

export const accountOpenings = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId) {
  const found = yield* Effect.forEach(yield* countedIn(owner, portfolio), ({ id, exchange, accountKey }) =>
    Effect.map(openingAmounts(owner, id).pipe(Effect.orDie), (all) => all.map((one): AccountOpening => ({ ...one, exchange, accountKey })))
  )
  return found.flat()
})
