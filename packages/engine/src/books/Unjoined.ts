/** What the settled witnesses without partner say together: there may be as many of them as the account has rows, so none is kept. */
import type { Posting } from "@caudal/exchange"
import { Decimal, type DecimalText } from "@caudal/exchange"
import type { GroupRow } from "../storage/BookStore.ts"

export const placeKey = (wallet: string, asset: string) => `${wallet}\0${asset}`

/** Amounts by wallet and asset. */
export const amountsOf = (postings: ReadonlyArray<Posting>): ReadonlyMap<string, DecimalText> => {
  const amounts = new Map<string, DecimalText>()
  for (const { wallet, asset, amount } of postings) {
    const key = placeKey(wallet, asset)
    amounts.set(key, Decimal.add(amounts.get(key) ?? Decimal.zero, amount))
  }
  return amounts
}

export class Unjoined {
  count = 0
  oldestAt: number | null = null
  readonly #amounts = new Map<string, DecimalText>()

  add({ at, postings }: Pick<GroupRow, "at" | "postings">): this {
    this.count += 1
    this.oldestAt = Math.min(this.oldestAt ?? at, at)
    for (const [key, amount] of amountsOf(postings)) this.#amounts.set(key, Decimal.add(this.#amounts.get(key) ?? Decimal.zero, amount))
    return this
  }

  /** What they would move of one asset in one wallet, in all. */
  amountOf(wallet: string, asset: string): DecimalText {
    return this.#amounts.get(placeKey(wallet, asset)) ?? Decimal.zero
  }
}
