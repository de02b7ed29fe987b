/** Units that share one average cost. */

/** The running cost keeps this many bits below the money scale, so that slices do not drift however many there are. */
const fineBits = 40
const shift = BigInt(fineBits)

/** A moment of a pool: with it, the cost of what is taken next can be worked out to the last digit. */
export interface SavedPool {
  readonly quantity: bigint
  readonly cost: bigint
  /** Cost × 2^40, as it runs on below the money scale. */
  readonly fine: bigint
}

export class Pool {
  quantity = 0n
  /** −cost × 2^fineBits, where the cost is never rounded up. Below zero, as a shift to the right then rounds the cost up. */
  #fine = 0n
  /** −cost in whole units, rounded up: that undoes the rounding down, so that an exact cost comes out exact. */
  #owed = 0n
  /** What came in since units were last taken: it is in none of these. */
  #added = 0n

  /** Exact: all costs put in less all costs given out. */
  get cost(): bigint {
    return this.#added - this.#owed
  }

  add(quantity: bigint, cost: bigint): void {
    this.quantity += quantity
    this.#added = this.#added === 0n ? cost : this.#added + cost
  }

  /** Takes units, which must be there; gives their cost. The last units take the rest. */
  take(quantity: bigint): bigint {
    this.#settle()
    const owed = this.#owed
    const rest = this.quantity - quantity
    this.#set(rest === 0n ? 0n : (this.#fine * rest) / this.quantity)
    this.quantity = rest
    return this.#owed - owed
  }

  #settle(): void {
    if (this.#added === 0n) return
    this.#owed -= this.#added
    this.#fine -= this.#added << shift
    this.#added = 0n
  }

  #set(fine: bigint): void {
    this.#fine = fine
    this.#owed = fine >> shift
  }

  save(): SavedPool {
    this.#settle()
    return { quantity: this.quantity, cost: this.cost, fine: -this.#fine }
  }

  static restored({ quantity, fine }: SavedPool): Pool {
    const pool = new Pool()
    pool.quantity = quantity
    pool.#set(-fine)
    return pool
  }

  multiply(numerator: bigint, denominator: bigint): void {
    this.quantity = (this.quantity * numerator) / denominator
  }
}
