/** Units that share one average cost. */

/** The running cost keeps this many bits below the money scale, so that slices do not drift however many there are. */
const fineBits = 40n
const belowOne = (1n << fineBits) - 1n

/** A moment of a pool: with it, the cost of what is taken next can be worked out to the last digit. */
export interface SavedPool {
  readonly quantity: bigint
  readonly cost: bigint
  /** Cost × 2^40, as it runs on below the money scale. */
  readonly fine: bigint
}

export class Pool {
  quantity = 0n
  /** Exact: all costs put in less all costs given out. */
  cost = 0n
  /** Cost × 2^fineBits, never rounded up. */
  #fine = 0n

  add(quantity: bigint, cost: bigint): void {
    this.quantity += quantity
    this.cost += cost
    this.#fine += cost << fineBits
  }

  /** Takes units, which must be there; gives their cost. The last units take the rest. */
  take(quantity: bigint): bigint {
    const before = this.cost
    const rest = this.quantity - quantity
    if (rest === 0n) {
      this.#fine = 0n
      this.cost = 0n
    } else {
      this.#fine = (this.#fine * rest) / this.quantity
      // Rounding up here undoes the rounding down, so that an exact cost comes out exact.
      this.cost = (this.#fine + belowOne) >> fineBits
    }
    this.quantity = rest
    return before - this.cost
  }

  save(): SavedPool {
    return { quantity: this.quantity, cost: this.cost, fine: this.#fine }
  }

  static restored({ quantity, cost, fine }: SavedPool): Pool {
    const pool = new Pool()
    pool.quantity = quantity
    pool.cost = cost
    pool.#fine = fine
    return pool
  }

  multiply(numerator: bigint, denominator: bigint): void {
    this.quantity = (this.quantity * numerator) / denominator
  }
}
