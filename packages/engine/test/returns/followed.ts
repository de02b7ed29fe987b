/** Lots of rows, made in one go. */
import type { LiveBook } from "@caudal/accounting"
import type { ConnectionId, Transaction } from "../../src/index.ts"
import type { AccountOpening } from "../../src/portfolio/LotProjection.ts"
import type { CloseOf } from "../../src/returns/ClosePrices.ts"
import { FlowActs } from "../../src/returns/FlowActs.ts"
import { FollowedLots, type LotsOf } from "../../src/returns/FollowedLots.ts"
import { type ActDays, LotActs } from "../../src/returns/LotActs.ts"
import type { ReturnScope } from "../../src/returns/ReturnScope.ts"
import { dayOf, resolve } from "./madeUp.ts"

/** An asset's lots are among those of the whole. */
export const ofLots = (scope: ReturnScope): LotsOf["scope"] => (scope.kind === "asset" ? { kind: "portfolio" } : scope)

export const actsOf = (rows: Iterable<Transaction>, acts = new LotActs(dayOf)): ActDays => {
  const found = new FlowActs(resolve, dayOf, (act) => acts.put(act))
  for (const row of rows) found.add(row)
  found.end()
  return acts.days()
}

export const firstsOf = (rows: Iterable<Transaction>): ReadonlyMap<ConnectionId, number> => {
  const firsts = new Map<ConnectionId, number>()
  for (const { connectionId, at } of rows) if (!firsts.has(connectionId)) firsts.set(connectionId, at)
  return firsts
}

export const lotsOf = (
  rows: ReadonlyArray<Transaction>,
  openings: ReadonlyArray<AccountOpening>,
  of: LotsOf,
  closeOf: CloseOf,
  end: number
): LiveBook => {
  const firsts = firstsOf(rows)
  const input = { acts: actsOf(rows), openings, firstRowOf: (id: ConnectionId) => firsts.get(id), resolve, dayOf }
  return new FollowedLots(of).of({ ...input, closeOf, closes: closeOf, end })
}
