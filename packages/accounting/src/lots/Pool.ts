/** Units that share one average cost. */

/** The running cost keeps this many units below the money scale, so that slices do not drift however many there are. */
const fine = 1_000_000_000_000n

export class Pool {
  quantity = 0n
  /** Cost × `fine`, never rounded up. */
  #cost = 0n

  /** Exact: all costs put in less all costs given out. */
  get cost(): bigint {
    // Rounding up here undoes the rounding down of `take`, so that an exact cost comes out exact.
    const quotient = this.#cost / fine
    return quotient * fine < this.#cost ? quotient + 1n : quotient
  }

  add(quantity: bigint, cost: bigint): void {
    this.quantity += quantity
    this.#cost += cost * fine
  }

  /** Takes units, which must be there; gives their cost. The last units take the rest. */
  take(quantity: bigint): bigint {
    const before = this.cost
    this.#cost = quantity === this.quantity ? 0n : (this.#cost * (this.quantity - quantity)) / this.quantity
    this.quantity -= quantity
    return before - this.cost
  }

  multiply(numerator: bigint, denominator: bigint): void {
    this.quantity = (this.quantity * numerator) / denominator
  }
}
