/** What an account held before the first row, by the owner's word: what was asserted, less the rows that came before its instant. */
import { Decimal, type DecimalText } from "@caudal/exchange"
import { Effect } from "effect"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { BookStore, type Place } from "../storage/BookStore.ts"
import { OpeningStore } from "../storage/OpeningStore.ts"
import type { Opening } from "./Openings.ts"

const batch = 2_000

export interface OpeningAmount {
  readonly opening: Opening
  /** Opening + Σ settled postings = balance, at every instant. Equals `opening.quantity` where no row is older. */
  readonly amount: DecimalText
}

/** Reads the rows of its asset that are older than the opening; usually there are none. */
const amountOf = Effect.fnUntraced(function* (owner: OwnerId, { connectionId, wallet, asset, at, quantity }: Opening) {
  const store = yield* BookStore
  let amount = quantity
  let before: Place | null = { at, seq: 0 }
  while (before !== null) {
    const rows: ReadonlyArray<Place & { readonly postings: ReadonlyArray<{ wallet: string; asset: string; amount: DecimalText }> }> =
      yield* store.postingsBefore(owner, connectionId, asset, before, batch)
    for (const { postings } of rows)
      for (const posting of postings)
        if (posting.wallet === wallet && posting.asset === asset) amount = Decimal.subtract(amount, posting.amount)
    before = rows.length < batch ? null : rows.at(-1)!
  }
  return amount
})

/** Of the openings that stand. */
export const openingAmounts = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId) {
  const store = yield* OpeningStore
  const standing = (yield* store.all(owner, connection)).filter(({ withdrawn }) => !withdrawn)
  return yield* Effect.forEach(standing, (opening) =>
    Effect.map(amountOf(owner, opening), (amount): OpeningAmount => ({ opening, amount }))
  )
})
