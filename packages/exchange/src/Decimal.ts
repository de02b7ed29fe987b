/**
 * Exact decimals as canonical text.
 *
 * A `Decimal` is a plain decimal string with no exponent, no leading `+`, no superfluous zeros and no negative zero
 * (`"-15024.7800228"`, `"0"`). Equal numbers are equal strings, so stored bytes and comparisons never depend on how an
 * exchange happened to pad an amount. Arithmetic goes through Effect's BigDecimal or, in hot folds, scaled bigint.
 */
import { BigDecimal } from "effect"
import { digitsOf } from "./Digits.ts"

declare const brand: unique symbol
export type Decimal = string & { readonly [brand]: "Decimal" }

export const zero = "0" as Decimal

/** The widest number of digits before or after the point that is accepted; wider text is refused, not rounded. */
const maxDigits = 120

const exponentForm = /^([+-]?)(\d*)(?:\.(\d*))?[eE]([+-]?\d{1,5})$/

/**
 * Reads a decimal as an exchange may spell it: padded, with an exponent (`"1.0E-5"`), signed, or as a JSON number that
 * the lossless decoder kept whole. Returns `undefined` for anything that is not exactly one finite number.
 */
export const parse = (value: unknown): Decimal | undefined => {
  if (typeof value === "number") return fromNumber(value)
  if (typeof value !== "string") return undefined
  const length = value.length
  const first = value.charCodeAt(0)
  const start = first === 45 || first === 43 ? 1 : 0
  let point = length
  // After the last digit that is not zero.
  let last = start
  for (let i = start; i < length; i++) {
    const digit = value.charCodeAt(i) - 48
    if (digit >>> 0 > 9) {
      if (digit !== -2 || point < length) return parseExponent(value)
      point = i
    } else if (digit !== 0) last = i + 1
  }
  const digits = length - start - (point < length ? 1 : 0)
  if (digits === 0) return undefined
  let leading = start
  while (leading < point - 1 && value.charCodeAt(leading) === 48) leading++
  const end = last > point ? last : point
  if (point - leading > maxDigits || end - point - 1 > maxDigits) return undefined
  if (last === start) return zero
  // Most amounts are canonical but for zeros at the end: one slice, sign included.
  if (leading === start && point > start && first !== 43) return (end === length ? value : value.slice(0, end)) as Decimal
  const whole = point > start ? value.slice(leading, end) : "0" + value.slice(point, end)
  return (first === 45 ? "-" + whole : whole) as Decimal
}

/** The decoder leaves numbers of at most 15 digits as such, which a double prints as they were; one of more was computed. */
const fromNumber = (value: number): Decimal | undefined => {
  if (Number.isSafeInteger(value)) return (value === 0 ? "0" : digitsOf(value)) as Decimal
  const decimal = parse(String(value))
  return decimal === undefined || (decimal.length > 15 && !/^-?[0.]*(?:[1-9](?:\.?\d){0,14})\.?0*$/.test(decimal)) ? undefined : decimal
}

const parseExponent = (value: string): Decimal | undefined => {
  const match = exponentForm.exec(value)
  if (match === null) return undefined
  const [, sign = "", whole = "", fraction = "", exponentText = "0"] = match
  if (whole === "" && fraction === "") return undefined
  const exponent = Number(exponentText)
  if (Math.abs(exponent) > maxDigits) return undefined
  const digits = whole + fraction
  const point = whole.length + exponent
  const plain =
    point <= 0
      ? "0." + "0".repeat(-point) + digits
      : point >= digits.length
        ? digits + "0".repeat(point - digits.length)
        : digits.slice(0, point) + "." + digits.slice(point)
  return parse((sign === "-" ? "-" : "") + plain)
}

/** As {@link parse}, for text known to be a decimal; throws a `RangeError` otherwise. */
export const make = (text: string): Decimal => {
  const decimal = parse(text)
  if (decimal === undefined) throw new RangeError(`not a decimal: ${text.slice(0, 40)}`)
  return decimal
}

export const toBigDecimal = (decimal: Decimal): BigDecimal.BigDecimal => {
  const point = decimal.indexOf(".")
  return point < 0
    ? BigDecimal.make(BigInt(decimal), 0)
    : BigDecimal.make(BigInt(decimal.slice(0, point) + decimal.slice(point + 1)), decimal.length - point - 1)
}

/** Plain digits at any scale (BigDecimal's own `format` switches to exponents at scale 16). */
export const fromBigDecimal = (value: BigDecimal.BigDecimal): Decimal => fromScaled(value.value, value.scale)

/** The decimal `units × 10^-scale`. */
export const fromScaled = (units: bigint, scale: number): Decimal => {
  if (scale <= 0) return (units * 10n ** BigInt(-scale)).toString() as Decimal
  return withPoint((units < 0n ? -units : units).toString(), units < 0n, scale)
}

/** The last `scale` (above zero) of the digits come after the point. */
const withPoint = (units: string, negative: boolean, scale: number): Decimal => {
  const digits = units.length > scale ? units : units.padStart(scale + 1, "0")
  const point = digits.length - scale
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === 48) end--
  if (point > maxDigits || end - point > maxDigits) throw new RangeError(`not a decimal: ${digits.slice(0, 40)}`)
  const whole = digits.slice(0, point)
  const text = end === point ? whole : whole + "." + digits.slice(point, end)
  return (negative ? "-" + text : text) as Decimal
}

const scaleOf = (decimal: Decimal): number => {
  const point = decimal.indexOf(".")
  return point < 0 ? 0 : decimal.length - point - 1
}

/** `decimal × 10^scale`, at least its own scale, where that has at most 15 digits and so is exact; else not a number. */
const smallUnits = (decimal: Decimal, own: number, scale: number): number => {
  const first = decimal.charCodeAt(0) === 45 ? 1 : 0
  if (decimal.length - first - (own > 0 ? 1 : 0) + scale - own > 15) return Number.NaN
  let units = 0
  for (let i = first; i < decimal.length; i++) {
    const digit = decimal.charCodeAt(i) - 48
    if (digit >= 0) units = units * 10 + digit
  }
  for (let i = own; i < scale; i++) units *= 10
  return first === 1 ? -units : units
}

const fromSmall = (units: number, scale: number): Decimal =>
  units === 0 ? zero : scale === 0 ? (String(units) as Decimal) : withPoint(String(Math.abs(units)), units < 0, scale)

export const negate = (decimal: Decimal): Decimal =>
  (decimal === "0" ? decimal : decimal.charCodeAt(0) === 45 ? decimal.slice(1) : "-" + decimal) as Decimal

export const abs = (decimal: Decimal): Decimal => (decimal.charCodeAt(0) === 45 ? (decimal.slice(1) as Decimal) : decimal)

export const isZero = (decimal: Decimal): boolean => decimal === "0"

export const isNegative = (decimal: Decimal): boolean => decimal.charCodeAt(0) === 45

export const add = (left: Decimal, right: Decimal): Decimal => {
  if (left === "0") return right
  if (right === "0") return left
  const a = scaleOf(left)
  const b = scaleOf(right)
  const scale = a > b ? a : b
  const units = smallUnits(left, a, scale) + smallUnits(right, b, scale)
  return !Number.isNaN(units) ? fromSmall(units, scale) : fromBigDecimal(BigDecimal.sum(toBigDecimal(left), toBigDecimal(right)))
}

export const subtract = (left: Decimal, right: Decimal): Decimal => add(left, negate(right))

/** In scaled integers at once: parsers of fills multiply a price by a size for every row. */
export const multiply = (left: Decimal, right: Decimal): Decimal => {
  if (left === "0" || right === "0") return zero
  const scaleLeft = scaleOf(left)
  const scaleRight = scaleOf(right)
  const units = smallUnits(left, scaleLeft, scaleLeft) * smallUnits(right, scaleRight, scaleRight)
  if (Number.isSafeInteger(units)) return fromSmall(units, scaleLeft + scaleRight)
  const a = toBigDecimal(left)
  const b = toBigDecimal(right)
  return fromScaled(a.value * b.value, a.scale + b.scale)
}

/** −1, 0 or 1. */
export const compare = (left: Decimal, right: Decimal): -1 | 0 | 1 => {
  if (left === right) return 0
  const a = scaleOf(left)
  const b = scaleOf(right)
  const scale = a > b ? a : b
  const difference = smallUnits(left, a, scale) - smallUnits(right, b, scale)
  if (!Number.isNaN(difference)) return difference < 0 ? -1 : 1
  return BigDecimal.isLessThan(toBigDecimal(left), toBigDecimal(right)) ? -1 : 1
}

export const sum = (decimals: Iterable<Decimal>): Decimal => {
  let total = zero
  for (const decimal of decimals) total = add(total, decimal)
  return total
}
