/** Bitstamp's times: UTC without saying so, with up to six decimals (`2018-01-07 10:45:34.132551`), or Unix seconds. */
export interface Time {
  readonly at: number
  /** Microseconds within the millisecond: the exchange's own order among rows of one. */
  readonly rank: number
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const daysIn = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (daysOfMonth[month - 1] ?? 0)

/** Every row has one, so it is read by position: a pattern takes several times as long. */
const digits = (text: string, from: number, to: number): number => {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit >>> 0 > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

const marks = [
  [4, 45],
  [7, 45],
  [10, 32],
  [13, 58],
  [16, 58]
] as const

export const readTime = (value: unknown): Time | undefined => {
  if (typeof value !== "string" || value.length < 19 || value.length === 20 || value.length > 26) return undefined
  for (const [position, char] of marks) if (value.charCodeAt(position) !== char) return undefined
  if (value.length > 19 && value.charCodeAt(19) !== 46) return undefined
  const [year, month, day] = [digits(value, 0, 4), digits(value, 5, 7), digits(value, 8, 10)]
  const [hour, minute, second] = [digits(value, 11, 13), digits(value, 14, 16), digits(value, 17, 19)]
  const micros = value.length === 19 ? 0 : digits(value, 20, value.length) * 10 ** (26 - value.length)
  // Not a number is at most nothing.
  if (!(year >= 1970 && day >= 1 && day <= daysIn(year, month) && hour <= 23 && minute <= 59 && second <= 59 && micros >= 0))
    return undefined
  const millis = Math.floor(micros / 1000)
  return { at: Date.UTC(year, month - 1, day, hour, minute, second, millis), rank: micros - millis * 1000 }
}

/** Movements on a chain are dated in Unix seconds, as a number or its text. */
export const readSeconds = (value: unknown): number | undefined => {
  const text = typeof value === "number" ? String(value) : value
  return typeof text === "string" && /^\d{1,11}$/.test(text) ? Number(text) * 1000 : undefined
}
