/** Whether openings and postings add up to the last balances that the exchange reported: the plainest look at the books. */
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { BookStore } from "../storage/BookStore.ts"
import { balancesOf } from "./balancesOf.ts"
import { openingAmounts } from "./openingAmounts.ts"

/** `true` also where there is nothing to compare with. */
export const sumsAgree = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId) {
  const store = yield* BookStore
  const [report] = yield* store.reports(owner, connection, 1)
  if (report === undefined) return true
  const left = new Map(report.balances.map(({ wallet, asset, total }) => [`${wallet}\0${asset}`, total]))
  const openings = yield* openingAmounts(owner, connection)
  for (const { wallet, asset, amount } of balancesOf(yield* store.sums(owner, connection), openings)) {
    const name = `${wallet}\0${asset}`
    if (report.complete || left.has(name)) left.set(name, Decimal.subtract(left.get(name) ?? Decimal.zero, amount))
  }
  return [...left.values()].every((rest) => Decimal.isZero(rest))
})
