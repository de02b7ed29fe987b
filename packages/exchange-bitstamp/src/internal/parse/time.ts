/** Bitstamp's times: UTC without saying so, with up to six decimals (`2018-01-07 10:45:34.132551`), or Unix seconds. */
import { Instant } from "@caudal/exchange"

export interface Time {
  readonly at: number
  /** Microseconds within the millisecond: the exchange's own order among rows of one. */
  readonly rank: number
}

export const readTime = (value: unknown): Time | undefined => {
  if (typeof value !== "string" || value.length > 26 || value.charCodeAt(10) !== 32) return undefined
  const at = Instant.parseUtc(value)
  return at === undefined || at < 0 ? undefined : { at, rank: microsOf(value) }
}

/** The fourth to sixth digit of the fraction, which are digits where they are anything. */
const microsOf = (text: string): number => {
  if (text.length < 24) return 0
  let micros = 0
  for (let i = 23; i < 26; i++) micros = micros * 10 + (i < text.length ? text.charCodeAt(i) - 48 : 0)
  return micros
}

/** Movements on a chain are dated in Unix seconds, as a number or its text. */
export const readSeconds = (value: unknown): number | undefined => {
  const text = typeof value === "number" ? String(value) : value
  return typeof text === "string" && /^\d{1,11}$/.test(text) ? Number(text) * 1000 : undefined
}
