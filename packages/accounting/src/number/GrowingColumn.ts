import { type BigColumn, fits } from "./BigColumn.ts"

/** A column of whole numbers that are pushed to its end. */
export class GrowingColumn {
  #numbers: BigColumn = new BigInt64Array(16)
  #length = 0

  push(number: bigint): void {
    const numbers = this.#numbers
    if (numbers instanceof BigInt64Array) {
      if (fits(number)) {
        if (this.#length === numbers.length) this.#grow(numbers)[this.#length++] = number
        else numbers[this.#length++] = number
        return
      }
      this.#numbers = Array.from(numbers.subarray(0, this.#length))
      this.push(number)
    } else {
      numbers.push(number)
      this.#length++
    }
  }

  #grow(numbers: BigInt64Array): BigInt64Array {
    const more = new BigInt64Array(numbers.length + (numbers.length >> 1))
    more.set(numbers)
    this.#numbers = more
    return more
  }

  at(place: number): bigint {
    return this.#numbers[place]!
  }

  /** Forgets all from that place on. */
  truncate(length: number): void {
    this.#length = length
    if (!(this.#numbers instanceof BigInt64Array)) this.#numbers.length = length
  }
}
