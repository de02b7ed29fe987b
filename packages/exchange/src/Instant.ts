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

/** The number of two digits at `i`, or −1. */
const two = (text: string, i: number): number => {
  const tens = text.charCodeAt(i) - 48
  const ones = text.charCodeAt(i + 1) - 48
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? -1 : tens * 10 + ones
}

/** Minutes that the zone from `i` to the end is ahead of UTC: `Z`, `+0000`, `-07:00`. `undefined`: no zone, or not its end. */
const zoneAt = (text: string, i: number): number | undefined => {
  const left = text.length - i
  const first = text.charCodeAt(i)
  if (left === 1) return first === 90 ? 0 : undefined
  const colon = left === 6 ? 1 : 0
  if ((first !== 43 && first !== 45) || left !== 5 + colon || (colon === 1 && text.charCodeAt(i + 3) !== 58)) return undefined
  const hours = two(text, i + 1)
  const minutes = two(text, i + 3 + colon)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined
  return first === 45 ? -(hours * 60 + minutes) : hours * 60 + minutes
}

const isNought = (text: string): boolean =>
  ((text.charCodeAt(20) - 48) | (text.charCodeAt(21) - 48) | (text.charCodeAt(22) - 48) | (text.charCodeAt(23) - 48)) === 0

/**
 * The spelling that nearly all rows have, without a regular expression or `Date`: from 1900 on, with a fraction of at most
 * nine digits or none. `zoned`: its end says which zone; else it has none and is UTC. `undefined`: another spelling, or no
 * instant.
 */
const parseUsual = (text: string, zoned: boolean): EpochMillis | undefined => {
  if (text.length < 19) return undefined
  // Each at its own place, not in a loop: the engine reads those in less than half the time.
  const y1 = text.charCodeAt(0) - 48
  const y2 = text.charCodeAt(1) - 48
  const y3 = text.charCodeAt(2) - 48
  const y4 = text.charCodeAt(3) - 48
  const m1 = text.charCodeAt(5) - 48
  const m2 = text.charCodeAt(6) - 48
  const d1 = text.charCodeAt(8) - 48
  const d2 = text.charCodeAt(9) - 48
  const between = text.charCodeAt(10)
  const h1 = text.charCodeAt(11) - 48
  const h2 = text.charCodeAt(12) - 48
  const n1 = text.charCodeAt(14) - 48
  const n2 = text.charCodeAt(15) - 48
  const s1 = text.charCodeAt(17) - 48
  const s2 = text.charCodeAt(18) - 48
  const date = y1 | (9 - y1) | y2 | (9 - y2) | y3 | (9 - y3) | y4 | (9 - y4) | m1 | (9 - m1) | m2 | (9 - m2) | d1 | (9 - d1) | d2 | (9 - d2)
  const time = h1 | (9 - h1) | h2 | (9 - h2) | n1 | (9 - n1) | n2 | (9 - n2) | s1 | (9 - s1) | s2 | (9 - s2)
  if ((date | time) < 0) return undefined // below zero: not all of them are digits
  const signs = (text.charCodeAt(4) ^ 45) | (text.charCodeAt(7) ^ 45) | (text.charCodeAt(13) ^ 58) | (text.charCodeAt(16) ^ 58)
  if (signs !== 0 || (between !== 84 && between !== 32)) return undefined
  // Most are in UTC, without a fraction.
  const sign = text.charCodeAt(19)
  let ms = 0
  let zone = 0
  if (!zoned || !(text.length === 24 ? sign === 43 && isNought(text) : text.length === 20 && sign === 90)) {
    let end = 19
    if (sign === 46) {
      for (end = 20; end < 30 && end < text.length; end++) {
        const digit = text.charCodeAt(end) - 48
        if (digit >>> 0 > 9) break
        if (end < 23) ms = ms * 10 + digit
      }
      if (end === 20 || end === 30) return undefined
      for (let i = end; i < 23; i++) ms *= 10
    }
    const told = zoned ? zoneAt(text, end) : text.length === end ? 0 : undefined
    if (told === undefined) return undefined
    zone = told
  }
  const year = y1 * 1000 + y2 * 100 + y3 * 10 + y4
  const month = m1 * 10 + m2
  const day = d1 * 10 + d2
  const hour = h1 * 10 + h2
  const minute = n1 * 10 + n2
  const second = s1 * 10 + s2
  if (year < 1900 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const before = daysBefore[month - 1] as number
  const length = (daysBefore[month] as number) - before + (leap && month === 2 ? 1 : 0)
  if (day > length) return undefined
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
