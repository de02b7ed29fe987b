import type { Instant } from "../time/Instant.ts"
import type { Entry } from "./Entry.ts"

/** What tells a lot from every other of its book, and never changes. */
export interface LotName {
  /** Its number in order of making. */
  readonly place: number
  /** The entry it is named after. */
  readonly origin: Entry
  readonly acquired: Instant
}

/** A moment of a lot, to go back to. */
export interface SavedLot {
  readonly lot: Lot
  readonly quantity: bigint
  readonly cost: bigint | null
  readonly left: bigint
  readonly costTaken: bigint
  readonly keyCost: bigint
  readonly keyQuantity: bigint
}

/**
 * Units that came in together, and what is left of them. The whole cost is kept, never the cost of a unit: each slice
 * gets what the running share of the whole rounds to, less what earlier slices got, so that slices add up exactly and a
 * slice whose exact cost fits the scale gets exactly that.
 */
export class Lot implements LotName {
  readonly place: number
  readonly origin: Entry
  readonly acquired: Instant
  readonly account: number
  /** Order among lots acquired at one time: the place of the lot that its units first came in. */
  readonly sequence: number
  /** Units and their whole cost when it was made; cost null: unknown. */
  quantity: bigint
  cost: bigint | null
  left: bigint
  costTaken = 0n
  /** Cost or price of `keyQuantity` units, which orders lots by cost. */
  keyCost: bigint
  keyQuantity: bigint

  constructor(place: number, origin: Entry, acquired: Instant, account: number, sequence: number, quantity: bigint, cost: bigint | null) {
    this.place = place
    this.origin = origin
    this.acquired = acquired
    this.account = account
    this.sequence = sequence
    this.quantity = quantity
    this.left = quantity
    this.cost = cost
    this.keyCost = cost ?? 0n
    this.keyQuantity = quantity
  }

  /** Key of one unit as a float, near enough to decide all but near ties; most methods never ask. */
  get key(): number {
    return unitKey(this.keyCost, this.keyQuantity)
  }

  /** What is left of the cost; null unknown. */
  get costLeft(): bigint | null {
    return this.cost === null ? null : this.cost - this.costTaken
  }

  /** Takes units, which must be there; gives their cost. */
  take(units: bigint): bigint | null {
    if (this.cost === null) {
      this.left -= units
      return null
    }
    const taken = this.costTaken
    if (units === this.left) {
      this.left = 0n
      this.costTaken = this.cost
      // Most lots go as a whole: no number is made anew.
      return taken === 0n ? this.cost : this.cost - taken
    }
    this.left -= units
    const until = (this.cost * (this.quantity - this.left)) / this.quantity
    this.costTaken = until
    return taken === 0n ? until : until - taken
  }

  save(): SavedLot {
    const { quantity, cost, left, costTaken, keyCost, keyQuantity } = this
    return { lot: this, quantity, cost, left, costTaken, keyCost, keyQuantity }
  }

  restore({ quantity, cost, left, costTaken, keyCost, keyQuantity }: SavedLot): this {
    this.quantity = quantity
    this.cost = cost
    this.left = left
    this.costTaken = costTaken
    this.keyCost = keyCost
    this.keyQuantity = keyQuantity
    return this
  }

  /** Gives the units that are left another cost: a pool is laid back into its lots. */
  reprice(cost: bigint): void {
    this.quantity = this.left
    this.costTaken = 0n
    this.cost = cost
    this.keyCost = cost
    this.keyQuantity = this.quantity
  }

  /** Quantity × ratio. */
  multiply(numerator: bigint, denominator: bigint): void {
    this.quantity = (this.quantity * numerator) / denominator
    this.left = (this.left * numerator) / denominator
    this.keyQuantity *= numerator
    this.keyCost *= denominator
  }
}

export const unitKey = (keyCost: bigint, keyQuantity: bigint): number => Number(keyCost) / Number(keyQuantity)

/** What lots are ordered by. */
export type Age = Pick<Lot, "acquired" | "sequence">

/** Negative where `a` was acquired first. */
export const byAge = (a: Age, b: Age): number => a.acquired.ms - b.acquired.ms || a.sequence - b.sequence

/** Negative where a unit of `a` costs less, decided exactly. */
export const byUnitCost = (a: Lot, b: Lot): number => {
  const left = a.keyCost * b.keyQuantity
  const right = b.keyCost * a.keyQuantity
  return left < right ? -1 : left > right ? 1 : 0
}
