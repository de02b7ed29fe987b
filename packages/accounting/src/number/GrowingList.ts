const blockBits = 12
const blockSize = 1 << blockBits
const inBlock = blockSize - 1

/** A list that is pushed to its end. It is laid in blocks, so that a long one grows without being copied. */
export class GrowingList<A> {
  #length = 0
  readonly #blocks: Array<Array<A>> = [[]]

  get length(): number {
    return this.#length
  }

  push(each: A): void {
    const place = this.#length++
    if (place >= blockSize && (place & inBlock) === 0) this.#addBlock()
    this.#blocks[place >> blockBits]![place & inBlock] = each
  }

  /** One of full size; the first grows as it needs: most lists of small books stay small. */
  #addBlock(): void {
    const block: Array<A> = []
    block.length = blockSize
    this.#blocks.push(block)
  }

  at(place: number): A {
    return this.#blocks[place >> blockBits]![place & inBlock]!
  }

  /** Forgets all from that place on. */
  truncate(length: number): void {
    this.#length = length
    this.#blocks.length = Math.max(1, (length + inBlock) >> blockBits)
  }
}
