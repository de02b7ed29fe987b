/**
 * Instants as whole epoch milliseconds (UTC). Time is not money: a `number` holds every millisecond exactly until the
 * year 285,616. Ranks and ids, never clock fractions, order rows that share an instant.
 */
import * as Decimal from "./Decimal.ts"

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMillis = number

const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/

/** Days before each month of a common year. */
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]

/** `2019-04-16T08:09:05.123456789+00:00`. */
const longest = 35

/** The characters of the text that is being read. Each place in a program that reads one out of a text is long, and slow when several are. */
const codes = new Uint16Array(longest)

const isDigit = (i: number): boolean => (codes[i]! - 48) >>> 0 <= 9

/** The number of two digits at `i`; far below zero where there are none. */
const two = (i: number): number => (isDigit(i) && isDigit(i + 1) ? codes[i]! * 10 + codes[i + 1]! - 528 : -10_000)

/** Minutes that the zone from `i` to the end is ahead of UTC: `Z`, `+0000`, `-07:00`. `undefined`: no zone, or not its end. */
const zoneAt = (i: number, end: number): number | undefined => {
  const left = end - i
  const first = codes[i]
  if (left === 1) return first === 90 ? 0 : undefined
  const colon = left === 6 ? 1 : 0
  if ((first !== 43 && first !== 45) || left !== 5 + colon || (colon === 1 && codes[i + 3] !== 58)) return undefined
  const hours = two(i + 1)
  const minutes = two(i + 3 + colon)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined
  return first === 45 ? -(hours * 60 + minutes) : hours * 60 + minutes
}

/**
 * The spelling that nearly all rows have, without a regular expression or `Date`: from 1900 on, with a fraction of at most
 * nine digits or none. `zoned`: its end says which zone; else it has none and is UTC. `undefined`: another spelling, or no
 * instant.
 */
const parseUsual = (text: string, zoned: boolean): EpochMillis | undefined => {
  const { length } = text
  if (length < 19 || length > longest) return undefined
  for (let i = 0; i < length; i++) codes[i] = text.charCodeAt(i)
  if (codes[4] !== 45 || codes[7] !== 45 || (codes[10] !== 84 && codes[10] !== 32) || codes[13] !== 58 || codes[16] !== 58) return undefined
  let end = 19
  let ms = 0
  if (length > 19 && codes[19] === 46) {
    for (end = 20; end < length && isDigit(end); end++) if (end < 23) ms = ms * 10 + codes[end]! - 48
    if (end === 20 || end > 29) return undefined
    for (let i = end; i < 23; i++) ms *= 10
  }
  const zone = zoned ? zoneAt(end, length) : length === end ? 0 : undefined
  if (zone === undefined) return undefined
  const year = two(0) * 100 + two(2)
  const month = two(5)
  const day = two(8)
  const hour = two(11)
  const minute = two(14)
  const second = two(17)
  if (year < 1900 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return undefined
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const before = daysBefore[month - 1] as number
  if (day > (daysBefore[month] as number) - before + (leap && month === 2 ? 1 : 0)) return undefined
  const past = year - 1
  // 719,162 days lie between 0001-01-01 and 1970-01-01.
  const days = past * 365 + ((past / 4) | 0) - ((past / 100) | 0) + ((past / 400) | 0) - 719_162
  return (((days + before + (leap && month > 2 ? 1 : 0) + day - 1) * 24 + hour) * 60 + minute - zone) * 60_000 + second * 1000 + ms
}

/**
 * Reads an ISO 8601 instant with any zone spelling an exchange uses (`Z`, `+0000`, `+00:00`), with or without a
 * fraction. `undefined` when the text has no zone, is not a date, or names a day that does not exist.
 */
export const parse = (text: unknown): EpochMillis | undefined => {
  if (typeof text !== "string") return undefined
  const usual = parseUsual(text, true)
  if (usual !== undefined) return usual
  const match = iso.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] = match
  const ms = Math.trunc(Number((fraction + "00").slice(0, 3)))
  // not Date.UTC, which takes the years 0 to 99 for those of the last century
  const check = new Date(0)
  check.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  check.setUTCHours(Number(hour), Number(minute), Number(second), ms)
  const at = check.getTime()
  if (
    check.getUTCFullYear() !== Number(year) ||
    check.getUTCDate() !== Number(day) ||
    check.getUTCMonth() + 1 !== Number(month) ||
    Number(hour) > 23 ||
    Number(minute) > 59 ||
    Number(second) > 59
  )
    return undefined
  if (zone === "Z") return at
  const digits = zone.replace(":", "")
  const offset = (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))) * 60_000
  return digits.startsWith("-") ? at + offset : at - offset
}

/**
 * Reads an instant that is UTC without saying so: `2019-10-12 11:12:02`, with a fraction of at most nine digits or none, from
 * 1900 on. `undefined` for anything else, also where a zone is named.
 */
export const parseUtc = (text: unknown): EpochMillis | undefined => (typeof text === "string" ? parseUsual(text, false) : undefined)

/** An instant that is told more finely than in milliseconds. */
export interface Fine {
  readonly at: EpochMillis
  /** Nanoseconds within the millisecond. */
  readonly nanos: number
}

/** Beyond it a `Date` ends. */
const lastSecond = 8_640_000_000_000

/**
 * Reads Unix seconds with a fraction (`1688464484.1787`), a number or its text; what comes after nine digits is dropped. Never
 * by the double's own fraction, which is not the one that was sent.
 */
export const fromSeconds = (value: unknown): Fine | undefined => {
  // Ten digits before the point leave at most five after it: the double is nearer to those than to any other five.
  if (typeof value === "number" && value >= 1e9 && value < 1e10) {
    const second = Math.floor(value)
    const parts = Math.round((value - second) * 100_000)
    const millis = Math.floor(parts / 100)
    return { at: second * 1000 + millis, nanos: (parts - millis * 100) * 10_000 }
  }
  const text = Decimal.parse(value)
  if (text === undefined || Decimal.isNegative(text)) return undefined
  const point = text.indexOf(".")
  const second = Number(point < 0 ? text : text.slice(0, point))
  if (second > lastSecond) return undefined
  const fraction = (point < 0 ? "" : text.slice(point + 1)).slice(0, 9).padEnd(9, "0")
  return { at: second * 1000 + Number(fraction.slice(0, 3)), nanos: Number(fraction.slice(3)) }
}

/** `2017-07-30T22:59:23.000Z`. */
export const format = (at: EpochMillis): string => new Date(at).toISOString()
