import { doubles } from "./doubles.ts"

const blockBits = 12
const blockSize = 1 << blockBits
const inBlock = blockSize - 1
const firstRoom = 16

/**
 * A list of doubles that are pushed to its end. It is laid in blocks, so that a long one grows without being copied. They are plain
 * arrays, not typed ones: the engine lays doubles out as they are in both and looks into neither, but each 64 MB of typed
 * arrays make it go over everything that is alive, of which a long history has a lot.
 */
export class GrowingDoubles {
  #length = 0
  #room = firstRoom
  /** The last, which is pushed to. */
  #block = doubles(firstRoom)
  readonly #blocks = [this.#block]

  get length(): number {
    return this.#length
  }

  push(each: number): void {
    const place = this.#length++
    if (place === this.#room) this.#grow()
    this.#block[place & inBlock] = each
  }

  /** The first block grows by steps into a whole one: most columns of small books stay small. */
  #grow(): void {
    if (this.#room < blockSize) this.#block.length = this.#room = Math.min(16 * this.#room, blockSize)
    else {
      this.#block = doubles(blockSize)
      this.#blocks.push(this.#block)
      this.#room += blockSize
    }
  }

  at(place: number): number {
    return this.#blocks[place >> blockBits]![place & inBlock]!
  }

  set(place: number, each: number): void {
    this.#blocks[place >> blockBits]![place & inBlock] = each
  }

  /** Forgets all from that place on. */
  truncate(length: number): void {
    this.#length = length
    if (this.#room <= blockSize) return
    this.#blocks.length = Math.max(1, (length + inBlock) >> blockBits)
    this.#block = this.#blocks.at(-1)!
    this.#room = this.#blocks.length * blockSize
  }
}
