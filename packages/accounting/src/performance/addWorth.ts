import type { BigColumn } from "../number/BigColumn.ts"
import type { PriceColumn } from "./PriceTable.ts"

export interface WorthOf {
  /** Day by day; what an asset is worth is added to them. */
  readonly values: BigColumn
  /** Days on which a close that counts is from an earlier day, counted by asset. */
  readonly stale: Int32Array
  /** At the close of each day. */
  readonly units: BigColumn
  /** Units × price × this have the scale of the values. */
  readonly shift: bigint
  readonly prices: PriceColumn
  /** Day number of the first place. */
  readonly first: number
  /** The first place with a price. */
  readonly from: number
}

/** Adds what an asset is worth to each day: the loop that a long history spends its time in. */
export const addWorth = (worth: WorthOf): void => {
  const { values, stale, units, shift, prices, first, from } = worth
  const { firstDay, units: closes, from: dates } = prices
  if (values instanceof BigInt64Array && units instanceof BigInt64Array && closes instanceof BigInt64Array) {
    narrowly(worth, values, units, closes)
    return
  }
  const known = closes.length - 1
  for (let at = from; at < values.length; at++) {
    if (units[at] === 0n) continue
    const close = Math.min(at + first - firstDay, known)
    values[at]! += units[at]! * shift * closes[close]!
    if (dates[close]! < at + first) stale[at]!++
  }
}

/** The same where everything fits 64 bits: apart, so that the engine makes no objects of the numbers. */
const narrowly = (
  { stale, shift, prices: { firstDay, from: dates }, first, from }: WorthOf,
  values: BigInt64Array,
  units: BigInt64Array,
  closes: BigInt64Array
): void => {
  const known = closes.length - 1
  for (let at = from; at < values.length; at++) {
    const held = units[at]!
    if (held === 0n) continue
    const close = Math.min(at + first - firstDay, known)
    values[at] = BigInt.asIntN(64, values[at]! + held * shift * closes[close]!)
    if (dates[close]! < at + first) stale[at]!++
  }
}
