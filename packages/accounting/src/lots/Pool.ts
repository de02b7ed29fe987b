/** Units that share one average cost. */

/** The running cost keeps this many bits below the money scale, so that slices do not drift however many there are. */
const fineBits = 40

/** A moment of a pool: with it, the cost of what is taken next can be worked out to the last digit. */
export interface SavedPool {
  readonly quantity: bigint
  readonly cost: bigint
  /** Cost × 2^40, as it runs on below the money scale. */
  readonly fine: bigint
}

export class Pool {
  quantity = 0n
  /** Cost × 2^fineBits, never rounded up. */
  #fine = 0n
  /** The whole units of cost in it, and whether that is all of it. */
  #whole = 0n
  #isWhole = true

  /** Exact: all costs put in less all costs given out. Rounding up here undoes the rounding down, so that an exact cost comes out exact. */
  get cost(): bigint {
    return this.#isWhole ? this.#whole : this.#whole + 1n
  }

  add(quantity: bigint, cost: bigint): void {
    this.quantity += quantity
    this.#whole += cost
    this.#fine += cost << 40n
  }

  /** Takes units, which must be there; gives their cost. The last units take the rest. */
  take(quantity: bigint): bigint {
    const whole = this.#whole
    const isWhole = this.#isWhole
    const rest = this.quantity - quantity
    this.#set(rest === 0n ? 0n : (this.#fine * rest) / this.quantity)
    this.quantity = rest
    const taken = whole - this.#whole
    if (isWhole === this.#isWhole) return taken
    return isWhole ? taken - 1n : taken + 1n
  }

  #set(fine: bigint): void {
    this.#fine = fine
    this.#whole = fine >> 40n
    this.#isWhole = BigInt.asUintN(fineBits, fine) === 0n
  }

  save(): SavedPool {
    return { quantity: this.quantity, cost: this.cost, fine: this.#fine }
  }

  static restored({ quantity, fine }: SavedPool): Pool {
    const pool = new Pool()
    pool.quantity = quantity
    pool.#set(fine)
    return pool
  }

  multiply(numerator: bigint, denominator: bigint): void {
    this.quantity = (this.quantity * numerator) / denominator
  }
}
