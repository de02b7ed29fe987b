import { Pool, type SavedPool } from "./Pool.ts"

/** A pool as it was, and units that were then taken from it. */
export interface TakenFrom {
  readonly before: SavedPool
  readonly taken: bigint
}

/** Units taken together; those of known cost with their pool. */
export interface Part {
  readonly quantity: bigint
  readonly cost: bigint | null
  readonly pool?: TakenFrom
}

/** A pool some of whose units have an unknown cost. Those of known cost go first, so that figures stay known while they can. */
export class KnownFirst {
  readonly known = new Pool()
  unknown = 0n

  get quantity(): bigint {
    return this.known.quantity + this.unknown
  }

  add(quantity: bigint, cost: bigint | null): void {
    if (cost === null) this.unknown += quantity
    else this.known.add(quantity, cost)
  }

  /** Takes up to `wanted` units: each part with its cost. */
  take(wanted: bigint): ReadonlyArray<Part> {
    const parts: Array<Part> = []
    const known = wanted < this.known.quantity ? wanted : this.known.quantity
    if (known > 0n) {
      const before = this.known.save()
      parts.push({ quantity: known, cost: this.known.take(known), pool: { before, taken: known } })
    }
    const rest = wanted - known
    const unknown = rest < this.unknown ? rest : this.unknown
    if (unknown > 0n) {
      this.unknown -= unknown
      parts.push({ quantity: unknown, cost: null })
    }
    return parts
  }

  /** Moves everything into another pool. */
  pourInto(other: KnownFirst): void {
    if (this.unknown > 0n) other.add(this.unknown, null)
    if (this.known.quantity > 0n) other.add(this.known.quantity, this.known.cost)
    this.unknown = 0n
    this.known.take(this.known.quantity)
  }
}
