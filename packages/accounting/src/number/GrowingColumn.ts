import { bits, doubleOfBits, isDouble, wordSize } from "./bits.ts"
import { GrowingDoubles } from "./GrowingDoubles.ts"

/** Bits of a number that its lower double holds, where it takes two. */
const lowerBits = 52n
const lowerSize = 2 ** 52
/** Of the upper word of 64 bits, how many belong to the lower double. */
const bitsOfUpperWord = 20
const upperWordOfLower = 2 ** bitsOfUpperWord - 1

/**
 * A column of whole numbers that are pushed to its end: a double each, two from the first that needs them (105 bits), and objects
 * from the first that needs more.
 */
export class GrowingColumn {
  /** Of each number all of it, or what is in the lowest bits. */
  readonly #lower = new GrowingDoubles()
  /** What is above them; null: nothing is. */
  #upper: GrowingDoubles | null = null
  /** All numbers, once one of them needs more. */
  #wide: Array<bigint> | null = null

  push(number: bigint): void {
    if (this.#wide !== null) {
      this.#wide.push(number)
      return
    }
    bits.setBigInt64(0, number)
    if (this.#upper === null) {
      const double = doubleOfBits()
      if (isDouble(number, double)) {
        this.#lower.push(double)
        return
      }
      this.#upper = this.#split()
    }
    const word = bits.getInt32(0)
    const lower = (word & upperWordOfLower) * wordSize + bits.getUint32(4)
    // Most are held by the bits as they are, and no number is made of what is above the lower ones.
    if (bits.getBigInt64(0) === number) {
      this.#lower.push(lower)
      this.#upper.push(word >> bitsOfUpperWord)
      return
    }
    const rest = number >> lowerBits
    bits.setBigInt64(0, rest)
    const upper = doubleOfBits()
    if (isDouble(rest, upper)) {
      this.#lower.push(lower)
      this.#upper.push(upper)
    } else {
      this.#wide = Array.from({ length: this.#lower.length }, (_, place) => this.#at(place))
      this.#wide.push(number)
    }
  }

  /** Leaves the lowest bits of each number where they are, and gives what is above them. */
  #split(): GrowingDoubles {
    const upper = new GrowingDoubles()
    for (let place = 0; place < this.#lower.length; place++) {
      const number = this.#lower.at(place)
      upper.push(Math.floor(number / lowerSize))
      this.#lower.set(place, number - upper.at(place) * lowerSize)
    }
    return upper
  }

  at(place: number): bigint {
    return this.#wide === null ? this.#at(place) : this.#wide[place]!
  }

  #at(place: number): bigint {
    const lower = BigInt(this.#lower.at(place))
    return this.#upper === null ? lower : (BigInt(this.#upper.at(place)) << lowerBits) + lower
  }

  /** Forgets all from that place on. */
  truncate(length: number): void {
    this.#lower.truncate(length)
    this.#upper?.truncate(length)
    if (this.#wide !== null) this.#wide.length = length
  }
}
