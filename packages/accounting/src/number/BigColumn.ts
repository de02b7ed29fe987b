/**
 * Columns of whole numbers. Where all of them fit 64 bits they are a typed array, over which the engine computes without
 * making an object of each number; where not, a plain array of bigints. Every function here gives the same for both.
 */
export type BigColumn = BigInt64Array | Array<bigint>

/** Half of what 64 bits hold: two such numbers can be added before it is asked whether the sum fits. */
const half = 2n ** 62n

/** Whether a number, and the sum of any two such numbers, fits 64 bits. */
export const fits = (number: bigint): boolean => number < half && number > -half

/** `length` zeros; nothing written into it, nor summed up on the way, may be further from zero than `most`. */
export const bigColumn = (length: number, most: number): BigColumn =>
  // The bounds are sums of doubles: a little less than 64 bits hold.
  most < Number(half) ? new BigInt64Array(length) : Array.from({ length }, () => 0n)

/** Adds to one place; gives the column, which is another one as soon as something does not fit. */
export const addedAt = (column: BigColumn, place: number, by: bigint): BigColumn => {
  if (column instanceof BigInt64Array) {
    if (fits(by)) {
      const sum = column[place]! + by
      if (fits(sum)) {
        column[place] = sum
        return column
      }
    }
    return addedAt(Array.from(column), place, by)
  }
  column[place]! += by
  return column
}

export interface RunningSums {
  readonly sums: BigColumn
  /** None of them is further from zero. */
  readonly most: number
}

/** Each place with all before it and `opening`; `column` is used up. */
export const runningSums = (column: BigColumn, opening: bigint): RunningSums => {
  if (column instanceof BigInt64Array && fits(opening)) {
    const narrow = narrowSums(column, opening)
    if (narrow !== null) return narrow
  }
  const changes = Array.from(column)
  let sum = opening
  let most = 0
  const sums = changes.map((change) => {
    sum += change
    most = Math.max(most, Math.abs(Number(sum)))
    return sum
  })
  return { sums, most }
}

/** Null where a sum does not fit. */
const narrowSums = (column: BigInt64Array, opening: bigint): RunningSums | null => {
  const sums = new BigInt64Array(column.length)
  let sum = opening
  let highest = opening
  let lowest = opening
  for (let at = 0; at < column.length; at++) {
    const change = column[at]!
    if (change !== 0n) {
      sum = BigInt.asIntN(64, sum + change)
      if (sum > highest) highest = sum
      else if (sum < lowest) lowest = sum
      if (!fits(sum)) return null
    }
    sums[at] = sum
  }
  return { sums, most: Math.max(Number(highest), -Number(lowest)) }
}
