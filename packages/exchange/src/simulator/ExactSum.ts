/**
 * Exact decimal sums in scaled integers. Written here and not taken from the contract's `Decimal` on purpose: the
 * simulator judges code that uses `Decimal`, and a judge must not share its mistakes.
 */
export interface Exact {
  readonly units: bigint
  /** The number is `units × 10^-scale`. */
  readonly scale: number
}

export const zeroExact: Exact = { units: 0n, scale: 0 }

const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

/** Reads any decimal spelling, exponents included; `undefined` when the text is not one. */
export const readExact = (text: string | undefined): Exact | undefined => {
  if (text === undefined) return undefined
  const match = decimal.exec(text)
  if (match === null) return undefined
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match
  if (whole === "" && fraction === "") return undefined
  const digits = BigInt(whole + fraction)
  const scale = fraction.length - Number(exponent)
  const units = sign === "-" ? -digits : digits
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 }
}

const at = (value: Exact, scale: number): bigint => (value.scale === scale ? value.units : value.units * 10n ** BigInt(scale - value.scale))

export const addExact = (left: Exact, right: Exact): Exact => {
  const scale = Math.max(left.scale, right.scale)
  return { units: at(left, scale) + at(right, scale), scale }
}

export const subtractExact = (left: Exact, right: Exact): Exact => addExact(left, { units: -right.units, scale: right.scale })

export const multiplyExact = (left: Exact, right: Exact): Exact => ({
  units: left.units * right.units,
  scale: left.scale + right.scale
})

/** Plain digits without superfluous zeros; with `places`, padded to at least that many. */
export const formatExact = (value: Exact, places = 0): string => {
  const negative = value.units < 0n
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, "0")
  const point = digits.length - value.scale
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === 48) end--
  const fraction = digits.slice(point, end).padEnd(places, "0")
  const whole = digits.slice(0, point)
  return (negative ? "-" : "") + (fraction === "" ? whole : `${whole}.${fraction}`)
}
