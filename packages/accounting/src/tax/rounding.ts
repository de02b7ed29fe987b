import { type Decimal, decimal, scaled, tenTo } from "../number/Decimal.ts"

/** Half away from zero, as forms are filled in. */
export const roundTo = (value: string, places: number): Decimal => {
  const { units, scale } = scaled(value)
  if (scale <= places) return decimal(units, scale)
  const step = tenTo(scale - places)
  const magnitude = units < 0n ? -units : units
  const rounded = (magnitude + step / 2n) / step
  return decimal(units < 0n ? -rounded : rounded, places)
}

/** `value × over ÷ under`, half away from zero. */
export const share = (value: string, over: string, under: string, places: number): Decimal => {
  const a = scaled(value)
  const b = scaled(over)
  const c = scaled(under)
  if (c.units === 0n) throw new RangeError("a share of nothing")
  const guard = places + 24
  const units = (a.units * b.units * tenTo(c.scale + guard)) / (c.units * tenTo(a.scale + b.scale))
  return roundTo(decimal(units, guard), places)
}
