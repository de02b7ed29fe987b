const blockBits = 12
const blockSize = 1 << blockBits
const inBlock = blockSize - 1
const firstRoom = 16

/**
 * A column of whole numbers that are pushed to its end: 64 bits each, 128 from the first that needs them, and objects
 * from the first that needs more. It is laid in blocks, so that a long one grows without being copied and the collector
 * never looks into it.
 */
export class GrowingColumn {
  #length = 0
  #room = firstRoom
  /** The lower 64 bits of each number. */
  readonly #low: Array<BigInt64Array> = [new BigInt64Array(firstRoom)]
  /** The bits above them; null: all as the sign of the lower ones says. */
  #high: Array<BigInt64Array> | null = null
  /** All numbers, once one of them has more than 128 bits. */
  #wide: Array<bigint> | null = null

  push(number: bigint): void {
    const place = this.#length++
    if (this.#wide !== null) {
      this.#wide.push(number)
      return
    }
    if (place === this.#room) this.#grow()
    const at = place & inBlock
    // What does not fit is cut off, so it is not read back.
    const low = this.#low[place >> blockBits]!
    low[at] = number
    if (this.#high === null) {
      if (low[at] === number) return
      this.#high = this.#low.map((block) => block.map((each) => each >> 63n))
    }
    const rest = number >> 64n
    const high = this.#high[place >> blockBits]!
    high[at] = rest
    if (high[at] === rest) return
    this.#wide = Array.from({ length: place }, (_, each) => this.#at(each))
    this.#wide.push(number)
  }

  at(place: number): bigint {
    return this.#wide === null ? this.#at(place) : this.#wide[place]!
  }

  #at(place: number): bigint {
    const at = place & inBlock
    const low = this.#low[place >> blockBits]![at]!
    return this.#high === null ? low : (this.#high[place >> blockBits]![at]! << 64n) | BigInt.asUintN(64, low)
  }

  /** The first block grows by steps into a whole one: most columns of small books stay small. */
  #grow(): void {
    const isWhole = this.#room >= blockSize
    const size = isWhole ? blockSize : Math.min(16 * this.#room, blockSize)
    for (const blocks of this.#high === null ? [this.#low] : [this.#low, this.#high]) {
      const block = new BigInt64Array(size)
      if (isWhole) blocks.push(block)
      else {
        block.set(blocks[0]!)
        blocks[0] = block
      }
    }
    this.#room = isWhole ? this.#room + size : size
  }

  /** Forgets all from that place on. */
  truncate(length: number): void {
    this.#length = length
    if (this.#wide !== null) this.#wide.length = length
  }
}
