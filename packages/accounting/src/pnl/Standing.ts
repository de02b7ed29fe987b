import type { Flows, Rest, Sale, Slice } from "../lots/Book.ts"
import { proceedsOf } from "../lots/Report.ts"

/** Sums over disposals that can be added to as they come, and to one another. All money in units of the book's scale. */
export class Realised {
  proceeds = 0n
  /** Of slices whose cost and proceeds are known, less losses that do not count. */
  gain = 0n
  /** Part of `gain`: of what was given away at its value. */
  byGifts = 0n
  /** Fetched by units of unknown cost. */
  withoutBasis = 0n
  /** Cost of units that went out at a value nobody knows. */
  unvaluedCost = 0n

  add(sale: Sale, slices: ReadonlyArray<Slice> = sale.slices, shares = proceedsOf(sale, slices)): void {
    let gain = sale.denied
    slices.forEach(({ cost }, i) => {
      const fetched = shares[i] ?? null
      if (fetched !== null && cost !== null) gain += fetched - cost
      else if (fetched !== null) this.withoutBasis += fetched
      else this.unvaluedCost += cost ?? 0n
    })
    this.proceeds += sale.proceeds ?? 0n
    this.gain += gain
    if (sale.entry.event.type === "gift_out") this.byGifts += gain
  }

  addAll({ proceeds, gain, byGifts, withoutBasis, unvaluedCost }: Realised): void {
    this.proceeds += proceeds
    this.gain += gain
    this.byGifts += byGifts
    this.withoutBasis += withoutBasis
    this.unvaluedCost += unvaluedCost
  }
}

/** What is held of one asset. */
export class Held {
  /** Units of known cost. */
  quantity = 0n
  cost = 0n
  /** Units of unknown cost. */
  withoutBasis = 0n

  add({ quantity, cost }: Rest): void {
    if (cost === null) this.withoutBasis += quantity
    else {
      this.quantity += quantity
      this.cost += cost
    }
  }
}

/** All that profit and loss takes of a book, for one asset. */
export interface Standing {
  readonly asset: number
  readonly realised: Realised
  /** Null: nothing. */
  readonly held: Held | null
  readonly flows: ReadonlyArray<Flows>
}

/** By asset, in the order in which they come. */
export const heldByAsset = (rests: Iterable<Rest>): ReadonlyMap<number, Held> => {
  const held = new Map<number, Held>()
  for (const rest of rests) {
    if (rest.quantity === 0n && rest.cost === 0n) continue
    const own = held.get(rest.asset) ?? new Held()
    own.add(rest)
    held.set(rest.asset, own)
  }
  return held
}
