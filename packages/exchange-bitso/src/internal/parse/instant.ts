/**
 * Bitso's instants without a regular expression or `Date`: `2022-06-08T12:21:42+0000` (lists), `…+00:00` (tickers) and
 * `…Z`. Any other spelling goes to the contract's reader, so both give the same answers.
 */
import { Instant } from "@caudal/exchange"

/** Milliseconds of the days before each month of a common year. */
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]

/** The number of two digits at `i`, or −1. */
const two = (text: string, i: number): number => {
  const tens = text.charCodeAt(i) - 48
  const ones = text.charCodeAt(i + 1) - 48
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? -1 : tens * 10 + ones
}

const isUtc = (text: string): boolean => {
  const length = text.length
  const first = text.charCodeAt(19)
  if (length === 20) return first === 90
  if (first !== 43 || text.charCodeAt(20) !== 48 || text.charCodeAt(21) !== 48) return false
  if (length === 24) return text.charCodeAt(22) === 48 && text.charCodeAt(23) === 48
  return length === 25 && text.charCodeAt(22) === 58 && text.charCodeAt(23) === 48 && text.charCodeAt(24) === 48
}

export const readInstant = (text: unknown): number | undefined => {
  if (typeof text !== "string") return undefined
  if (
    !isUtc(text) ||
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== 84 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  ) {
    return Instant.parse(text)
  }
  const century = two(text, 0)
  const shortYear = two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  if (century < 19 || shortYear < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23) return Instant.parse(text)
  if (minute < 0 || minute > 59 || second < 0 || second > 59) return undefined
  const year = century * 100 + shortYear
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const before = daysBefore[month - 1] as number
  const length = (daysBefore[month] as number) - before + (leap && month === 2 ? 1 : 0)
  if (day > length) return undefined
  const past = year - 1
  // 719,162 days lie between 0001-01-01 and 1970-01-01.
  const days =
    past * 365 +
    Math.floor(past / 4) -
    Math.floor(past / 100) +
    Math.floor(past / 400) -
    719_162 +
    before +
    (leap && month > 2 ? 1 : 0) +
    day -
    1
  return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000
}
