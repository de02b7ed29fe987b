import { addedAt, type BigColumn, fits } from "../number/BigColumn.ts"

/** Closes of one asset, day by day from the first day of the {@link LiveDays} that they are for. */
export interface LivePrices {
  /** Decimals of the units. */
  readonly scale: number
  readonly units: BigColumn
  /** None of the units is further from zero. */
  readonly most: number
  /** 0: nobody knows the close of that day. */
  readonly isKnown: Uint8Array
  /** The day that each close is from: the same, or one before it. */
  readonly from: Int32Array
}

/** As long as that, with what is in it; new places are zero. */
export const lengthened = (column: BigColumn, length: number): BigColumn => {
  if (!(column instanceof BigInt64Array)) return [...column, ...Array.from({ length: length - column.length }, () => 0n)]
  const longer = new BigInt64Array(length)
  longer.set(column)
  return longer
}

/** What one asset did, day by day. A change adds to its column from its day on, once somebody reads it. */
export class LiveAsset {
  readonly id: string
  /** Decimals of its units. */
  readonly scale: number
  prices: LivePrices
  /** Units that were there before the first day. */
  #opening = 0n
  #changes: BigColumn
  /** Units at each close, as the values have them. */
  held: BigColumn
  /** From this place on more has changed. */
  stale = 0
  /** No number of units at a close was further from zero. */
  most = 0
  /** Units whose worth is money of each kind, by place. */
  readonly paid = new Map<number, Array<bigint>>()

  constructor(id: string, scale: number, prices: LivePrices, length: number) {
    this.id = id
    this.scale = scale
    this.prices = prices
    this.#changes = new BigInt64Array(length)
    this.held = new BigInt64Array(length)
  }

  lengthen(length: number): void {
    this.#changes = lengthened(this.#changes, length)
    this.held = lengthened(this.held, length)
  }

  /** `place` below zero: before the first day. */
  change(place: number, units: bigint): void {
    if (place < 0) this.#opening += units
    else this.#changes = addedAt(this.#changes, place, units)
    this.stale = Math.min(this.stale, Math.max(place, 0))
  }

  /** Units at the closes from `stale` until before `count`, with all that has changed. */
  ahead(count: number): BigColumn {
    const [from, changes] = [this.stale, this.#changes]
    const before = from === 0 ? this.#opening : this.held[from - 1]!
    const sums =
      (changes instanceof BigInt64Array && fits(before) && narrowSums(changes, before, from, count)) ||
      wideSums(changes, before, from, count)
    for (const units of [sums.highest, -sums.lowest]) this.most = Math.max(this.most, Number(units))
    if (!(sums.units instanceof BigInt64Array) && this.held instanceof BigInt64Array) this.held = Array.from(this.held)
    return sums.units
  }

  /** The first place at which other closes say something else; `count` where there is none. */
  differsAt(prices: LivePrices, count: number): number {
    const before = this.prices
    let at = before === prices ? count : 0
    while (
      at < count &&
      before.isKnown[at] === prices.isKnown[at] &&
      (before.isKnown[at] !== 1 || (before.units[at] === prices.units[at] && before.from[at] === prices.from[at]))
    )
      at++
    return at
  }
}

interface Ahead {
  readonly units: BigColumn
  readonly highest: bigint
  readonly lowest: bigint
}

/** Null where a sum does not fit 64 bits. */
const narrowSums = (changes: BigInt64Array, before: bigint, from: number, count: number): Ahead | null => {
  const units = new BigInt64Array(count - from)
  let sum = before
  let [highest, lowest] = [before, before]
  for (let at = from; at < count; at++) {
    const change = changes[at]!
    if (change !== 0n) {
      sum = BigInt.asIntN(64, sum + change)
      if (!fits(sum)) return null
      if (sum > highest) highest = sum
      else if (sum < lowest) lowest = sum
    }
    units[at - from] = sum
  }
  return { units, highest, lowest }
}

const wideSums = (changes: BigColumn, before: bigint, from: number, count: number): Ahead => {
  const units: Array<bigint> = []
  let sum = before
  let [highest, lowest] = [before, before]
  for (let at = from; at < count; at++) {
    sum += changes[at]!
    if (sum > highest) highest = sum
    if (sum < lowest) lowest = sum
    units.push(sum)
  }
  return { units, highest, lowest }
}
