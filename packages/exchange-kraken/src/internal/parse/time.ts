/**
 * Kraken's times: Unix seconds with a fraction of usually four digits (`1688464484.1787`). Split as text, since a double
 * holds the milliseconds but not what comes after them.
 */
import { Decimal } from "@caudal/exchange"

export interface Time {
  /** Whole Unix seconds. */
  readonly second: number
  readonly at: number
  /** Nanoseconds within the millisecond: the exchange's own order among rows of one. */
  readonly rank: number
}

/** Beyond it a `Date` ends. */
const lastSecond = 8_640_000_000_000

export const readTime = (value: unknown): Time | undefined => {
  const text = Decimal.parse(value)
  if (text === undefined || Decimal.isNegative(text)) return undefined
  const point = text.indexOf(".")
  const second = Number(point < 0 ? text : text.slice(0, point))
  if (second > lastSecond) return undefined
  const fraction = (point < 0 ? "" : text.slice(point + 1)).slice(0, 9).padEnd(9, "0")
  return { second, at: second * 1000 + Number(fraction.slice(0, 3)), rank: Number(fraction.slice(3)) }
}
