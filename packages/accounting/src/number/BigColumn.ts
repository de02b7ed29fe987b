/**
 * Columns of whole numbers. Where all of them fit 64 bits they are a typed array, over which the engine computes without
 * making an object of each number; where not, a plain array of bigints. The same code reads and writes both.
 */
export type BigColumn = BigInt64Array | Array<bigint>

/** A little less than 64 bits hold: the bounds are sums of doubles. */
const limit = 2 ** 62

/** `length` zeros; nothing written into it, nor summed up on the way, may be further from zero than `most`. */
export const bigColumn = (length: number, most: number): BigColumn =>
  most < limit ? new BigInt64Array(length) : Array.from({ length }, () => 0n)
