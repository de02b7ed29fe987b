/**
 * Exact decimals: canonical text at the border, scaled bigint inside.
 *
 * A `Decimal` is plain text with no exponent, no leading `+`, no superfluous zeros and no negative zero. Equal numbers
 * are equal strings. Inside, a number is `units × 10^-scale` with the scale kept once for many numbers, so that a hot
 * loop adds and compares plain bigints.
 */
import { bits, doubleOfBits, isDouble } from "./bits.ts"
import { nearestDouble } from "./nearestDouble.ts"

declare const brand: unique symbol
export type Decimal = string & { readonly [brand]: "Decimal" }

/** Digits accepted before and after the point; wider text is refused, never rounded. */
const maxDigits = 120

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

const powers: Array<bigint> = []

/** `10^exponent`, exponent ≥ 0. */
export const tenTo = (exponent: number): bigint => (powers[exponent] ??= 10n ** BigInt(exponent))

export interface Scaled {
  readonly units: bigint
  readonly scale: number
}

/** Reads a decimal in any common spelling; `undefined` for anything that is not exactly one finite number. */
export const parseScaled = (text: string): Scaled | undefined => {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [, sign, whole = "", written = "", exponent = "0"] = match
  if (whole === "" && written === "") return undefined
  const fraction = written.replace(/0+$/, "")
  const scale = fraction.length - Number(exponent)
  if (whole.length > maxDigits || Math.abs(scale) > maxDigits) return undefined
  const digits = BigInt(whole + fraction) * (scale < 0 ? tenTo(-scale) : 1n)
  return { units: sign === "-" ? -digits : digits, scale: Math.max(scale, 0) }
}

/** As {@link parseScaled}; throws a `RangeError` for anything else. */
export const scaled = (text: string): Scaled => {
  const read = parseScaled(text)
  if (read === undefined) throw new RangeError(`not a decimal: ${JSON.stringify(text.slice(0, 40))}`)
  return read
}

/** The units of `text` at `scale`, which must hold all its digits that are not zeros at the end. */
export const unitsAt = (text: string, scale: number): bigint => {
  // Most amounts are short and plain: their digits fit a double.
  let value = 0
  let decimals = -1
  const { length } = text
  if (length > 0 && length <= 16) {
    let at = 0
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - 48
      if (digit >>> 0 <= 9) {
        value = value * 10 + digit
        if (decimals >= 0) decimals++
      } else if (digit === -2 && decimals < 0 && at > 0) decimals = 0
      else break
    }
    const places = Math.max(decimals, 0)
    if (at === length && value <= Number.MAX_SAFE_INTEGER && places <= scale) return BigInt(value) * tenTo(scale - places)
  }
  const read = scaled(text)
  if (read.scale <= scale) return read.units * tenTo(scale - read.scale)
  const spare = tenTo(read.scale - scale)
  if (read.units % spare !== 0n) throw new RangeError(`${text} has more than ${scale} decimals`)
  return read.units / spare
}

/** Digits after the point, without zeros at the end. */
export const decimalsOf = (text: string): number => {
  const point = text.indexOf(".")
  let end = text.length
  const last = text.charCodeAt(end - 1)
  // Only an exponent could make whole digits, or zeros at the end, mean something else.
  if (text.includes("e") || text.includes("E")) return decimalsOf(decimal(scaled(text).units, scaled(text).scale))
  if (point < 0) return 0
  if (last === 48) while (text.charCodeAt(end - 1) === 48) end--
  return end - point - 1
}

/** Canonical text of `units × 10^-scale`. */
export const decimal = (units: bigint, scale: number): Decimal => {
  if (scale === 0 || units === 0n) return units.toString() as Decimal
  const negative = units < 0n
  const digits = (negative ? -units : units).toString().padStart(scale + 1, "0")
  let end = digits.length
  const point = end - scale
  while (end > point && digits.charCodeAt(end - 1) === 48) end--
  const text = end === point ? digits.slice(0, point) : `${digits.slice(0, point)}.${digits.slice(point, end)}`
  return (negative ? `-${text}` : text) as Decimal
}

/** Powers of ten that a double holds exactly. */
const doublePowers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

/** The double nearest to `units × 10^-scale`: the same as `Number` of its text. */
export const toDouble = (units: bigint, scale: number): number => {
  bits.setBigInt64(0, units)
  const double = doubleOfBits()
  // One division of two exact doubles rounds once.
  if (scale < doublePowers.length && isDouble(units, double)) return double / doublePowers[scale]!
  return nearestDouble(units, scale) ?? Number(decimal(units, scale))
}

export const canonical = (text: string): Decimal => {
  const { units, scale } = scaled(text)
  return decimal(units, scale)
}

const aligned = (left: string, right: string): { readonly a: bigint; readonly b: bigint; readonly scale: number } => {
  const a = scaled(left)
  const b = scaled(right)
  const scale = Math.max(a.scale, b.scale)
  return { a: a.units * tenTo(scale - a.scale), b: b.units * tenTo(scale - b.scale), scale }
}

export const add = (left: string, right: string): Decimal => {
  const { a, b, scale } = aligned(left, right)
  return decimal(a + b, scale)
}

export const subtract = (left: string, right: string): Decimal => {
  const { a, b, scale } = aligned(left, right)
  return decimal(a - b, scale)
}

export const multiply = (left: string, right: string): Decimal => {
  const a = scaled(left)
  const b = scaled(right)
  return decimal(a.units * b.units, a.scale + b.scale)
}

/** Negative, zero or positive, as `left − right`. */
export const compare = (left: string, right: string): number => {
  const { a, b } = aligned(left, right)
  return a < b ? -1 : a > b ? 1 : 0
}

export const sum = (decimals: Iterable<string>): Decimal => {
  let total = "0" as Decimal
  for (const each of decimals) total = add(total, each)
  return total
}

/** Rounded towards minus infinity, for either sign; the divisor is positive. */
export const divideFloor = (dividend: bigint, divisor: bigint): bigint => {
  const quotient = dividend / divisor
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient
}
