/** What a path comes to: one division at most, so that whoever has the hops gets the same digits. */
import { Decimal, type DecimalText } from "@caudal/exchange"
import type { PriceHop } from "./HistoricPrice.ts"

/** More than any source prints. */
const significantDigits = 18

const quotient = (above: DecimalText, below: DecimalText): DecimalText => {
  const [a, b] = [Decimal.toBigDecimal(above), Decimal.toBigDecimal(below)]
  // The quotient is between 10^(size - 1) and 10^(size + 1).
  const size = String(a.value).length - a.scale - (String(b.value).length - b.scale)
  const divide = (digits: number): bigint => {
    const shift = digits - a.scale + b.scale
    const [numerator, denominator] = shift >= 0 ? [a.value * 10n ** BigInt(shift), b.value] : [a.value, b.value * 10n ** BigInt(-shift)]
    return (2n * numerator + denominator) / (2n * denominator)
  }
  const scale = significantDigits - size
  const units = divide(scale)
  return String(units).length > significantDigits ? Decimal.fromScaled(divide(scale - 1), scale - 1) : Decimal.fromScaled(units, scale)
}

const one = Decimal.make("1")

const product = (factors: ReadonlyArray<DecimalText>): DecimalText =>
  factors.reduce((before, factor) => (before === one ? factor : Decimal.multiply(before, factor)), one)

export const amountOf = (path: ReadonlyArray<PriceHop>): DecimalText => {
  const stated = (inverted: boolean) => product(path.flatMap((hop) => (hop.inverted === inverted ? [hop.stated] : [])))
  const below = stated(true)
  return below === "1" ? stated(false) : quotient(stated(false), below)
}
