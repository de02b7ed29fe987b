import { bits, doubleOfBits, isDouble, wordSize } from "./bits.ts"

const upperSize = 2 ** 64
/** A power of ten as the sum of two doubles: the nearest one, and what it lacks. */
interface Power {
  readonly near: number
  readonly rest: number
}

const highestPower = 100
const powers: Array<Power> = []
const powerOf = (exponent: number): Power => {
  const near = Number(`1e${exponent}`)
  return { near, rest: Number(10n ** BigInt(exponent) - BigInt(near)) }
}

/** Cuts a double in two of half as many bits, whose products are exact (Veltkamp). */
const splitter = 2 ** 27 + 1
const upperHalf = (double: number): number => {
  const wide = splitter * double
  return wide - (wide - double)
}

/** What the rounded product of two doubles lacks, exactly (Dekker). */
const lackOf = (product: number, a: number, b: number): number => {
  const upperA = upperHalf(a)
  const lowerA = a - upperA
  const upperB = upperHalf(b)
  const lowerB = b - upperB
  return upperA * upperB - product + upperA * lowerB + lowerA * upperB + lowerA * lowerB
}

/** More than all roundings on the way together could move what is left of the quotient, by it. */
const slack = 1 + 2 ** -40

/**
 * The double nearest to `units × 10^-scale`, by arithmetic of pairs of doubles, which is right to about 100 bits. Undefined where
 * that does not tell it: for very large numbers, and for those about as near to two doubles.
 */
export const nearestDouble = (units: bigint, scale: number): number | undefined => {
  const above = units >> 64n
  bits.setBigInt64(0, above)
  const upper = doubleOfBits()
  if (!isDouble(above, upper) || scale > highestPower) return undefined
  bits.setBigInt64(0, units)
  const middle = bits.getUint32(0) * wordSize
  const sum = upper * upperSize + middle
  const lower = middle - (sum - upper * upperSize) + bits.getUint32(4)
  // The number is near + rest, to 108 bits.
  const near = sum + lower
  const rest = lower - (near - sum)
  const power = (powers[scale] ??= powerOf(scale))
  const first = near / power.near
  const product = first * power.near
  const second = (near - product - lackOf(product, first, power.near) + rest - first * power.rest) / power.near
  const quotient = first + second
  const left = first - quotient + second
  return quotient + left * slack === quotient ? quotient : undefined
}
