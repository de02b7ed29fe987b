import { scaled, tenTo } from "../number/Decimal.ts"
import type { DayOf } from "../time/Zone.ts"
import type { Entry } from "./Entry.ts"
import type { Keeper } from "./movements.ts"
import { type Policy, PolicyError } from "./Policy.ts"
import { proceedsOf } from "./soldBy.ts"

/** Units of one asset in or out, counted in units as they are after every split. */
export interface Movement {
  readonly entry: Entry
  readonly day: number
  readonly direction: "in" | "out"
  quantity: bigint
  /** Cost of what came in, proceeds of what went out; null unknown. */
  readonly money: bigint | null
  /** Leaves with its basis and without a gain. */
  readonly gift: boolean
  /** The entry's own units × factor = `quantity`. */
  readonly factor: { units: bigint; per: bigint }
}

/** Gathers the movements of each asset, for methods that look ahead. All accounts are one. */
export class MovementCollector implements Keeper {
  readonly byAsset = new Map<number, Array<Movement>>()
  readonly #dayOf: DayOf
  readonly #policy: Policy

  constructor(policy: Policy, dayOf: DayOf) {
    this.#policy = policy
    this.#dayOf = dayOf
  }

  #add(entry: Entry, asset: number, direction: "in" | "out", quantity: bigint, money: bigint | null, gift = false): void {
    const movements = this.byAsset.get(asset) ?? []
    this.byAsset.set(asset, movements)
    movements.push({ entry, day: this.#dayOf(entry.at), direction, quantity, money, gift, factor: { units: 1n, per: 1n } })
  }

  acquire(entry: Entry, asset: number, quantity: bigint, cost: bigint | null): void {
    this.#add(entry, asset, "in", quantity, cost)
  }

  dispose(entry: Entry, quantity: bigint): void {
    this.#add(entry, entry.asset, "out", quantity, proceedsOf(entry, this.#policy))
  }

  giveAway(entry: Entry): void {
    this.#add(entry, entry.asset, "out", entry.quantity, 0n, true)
  }

  transfer(entry: Entry): void {
    if (entry.feeUnits > 0n) this.dispose(entry, entry.feeUnits)
  }

  carry(entry: Entry): void {
    throw new PolicyError(`${entry.event.id}: a pool cannot carry basis into another asset; give both assets one name with assetAliases`)
  }

  split(entry: Entry, ratio: string): void {
    const { units, scale } = scaled(ratio)
    for (const movement of this.byAsset.get(entry.asset) ?? []) {
      movement.quantity = (movement.quantity * units) / tenTo(scale)
      movement.factor.units *= units
      movement.factor.per *= tenTo(scale)
    }
  }
}

/** A quantity counted after every split, in the units of the movement's own day. */
export const ownUnits = (quantity: bigint, { factor }: Movement): bigint =>
  factor.units === factor.per ? quantity : (quantity * factor.per) / factor.units
