/** What an account holds by its books: opening + Σ settled postings, by wallet and asset. */
import { Decimal } from "@caudal/exchange"
import type { PostingSum } from "../storage/BookStore.ts"
import type { OpeningAmount } from "./openingAmounts.ts"
import { placeKey } from "./Unjoined.ts"

export const balancesOf = (sums: ReadonlyArray<PostingSum>, openings: ReadonlyArray<OpeningAmount>): ReadonlyArray<PostingSum> => {
  const balances = new Map(sums.map((sum) => [placeKey(sum.wallet, sum.asset), sum]))
  for (const { opening, amount } of openings) {
    const { wallet, asset } = opening
    const key = placeKey(wallet, asset)
    balances.set(key, { wallet, asset, amount: Decimal.add(balances.get(key)?.amount ?? Decimal.zero, amount) })
  }
  return [...balances.values()]
}
