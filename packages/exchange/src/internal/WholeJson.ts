/** Any document without loss: `JSON.parse`, after a look whether it holds numbers that a double would change. */
import type { Json } from "../JsonValue.ts"

/** Throws a `SyntaxError` when the text is not JSON. */
export const parseWhole = (text: string): Json => {
  if (!mayBeInexact(text)) return JSON.parse(text) as Json
  try {
    return JSON.parse(text.replace(inexactValue, '$1"$2"')) as Json
  } catch {
    // Some string holds what looks like such a number, and a quote inside a string is never JSON. Or it is none anyway.
    return JSON.parse(quoted(text)) as Json
  }
}

/** Outside strings only a number puts a digit before one of these; inside a string it costs no more than a second look. */
const numberEnd = /\d[,}\] \n\r\t]/

/** Sixteen digits in a row, a point among them or not, cannot hide from a look at every sixteenth character. */
const mayBeInexact = (text: string): boolean => {
  const closed = text.charCodeAt(text.length - 1) > 57 // otherwise it may end in the digit of a lone number
  if (closed && !numberEnd.test(text)) return false
  for (let at = 15; at < text.length; at += 16)
    if (isInMantissa(text.charCodeAt(at)) && isInLongRun(text, at) && isLongNumber(text, at)) return true
  return farNumber.test(text)
}

/** As {@link far}, where a number ends; inside a string it costs no more than a second look. */
const farNumber = /\d[eE][+-]?0*[1-9]\d\d+(?=[\s,}\]]|$)/

/**
 * A digit or a point. A slash and what is beyond the text count as well, which only means a closer look. In one comparison,
 * since what comes next in a text cannot be guessed.
 */
const isInMantissa = (char: number): boolean => ((char - 46) | (57 - char)) >= 0

/** Every fourth is looked at: of sixteen in a row they are four. */
const isInLongRun = (text: string, at: number): boolean => {
  let seen = 1
  for (let near = at + 4; seen < 4 && isInMantissa(text.charCodeAt(near)); near += 4) seen++
  for (let near = at - 4; seen < 4 && isInMantissa(text.charCodeAt(near)); near -= 4) seen++
  return seen === 4
}

/** Sixteen characters or more that are no string's beginning or middle. Those of a longer one were seen sixteen characters ago. */
const isLongNumber = (text: string, at: number): boolean => {
  let start = at
  while (start > at - 15 && isInMantissa(text.charCodeAt(start - 1))) start--
  if (start > 0 && !mayPrecedeNumber(text.charCodeAt(start - 1))) return false
  let end = at + 1
  while (end - start < 17 && isInMantissa(text.charCodeAt(end))) end++
  return end - start === 17 || (end - start === 16 && inexact.test(text.slice(start, end + 1)))
}

/** A colon, comma, bracket or sign, or space. */
const mayPrecedeNumber = (char: number): boolean => char === 58 || char === 44 || char === 91 || char === 45 || char <= 32

/** A value of 16 digits or more, or with a far exponent. Whole ones of 16 of which the first is not a nine are below 2^53, and excepted. */
const inexactValue =
  /((?:^|[:,[])\s*)(-?(?![1-8]\d{15}(?![\d.eE]))(?=(?:\d\.?){16}|[\d.]+[eE][+-]?0*[1-9]\d\d)(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=\s*(?:[,}\]]|$))/g

/** As {@link inexactValue} looks ahead. */
const inexact = /^-?(?![1-8]\d{15}(?![\d.eE]))(?:\d\.?){16}/

/** An exponent of a hundred or more either way: as a double it may be nought, infinite, or short of digits. */
const far = /[eE][+-]?0*[1-9]\d\d/

/** With at most 15 digits before an exponent that is far, it is beyond these. */
const near = { least: 1e-80, most: 1e80 }

const asDouble = (token: string): number | string => {
  const value = Number(token)
  const size = Math.abs(value)
  return (size > near.least && size < near.most) || !far.test(token) ? value : token
}

/** What becomes of a number that stands alone. */
export const readNumber = (token: string): number | string => {
  const { length } = token
  if (length > 15) return inexact.test(token) ? token : asDouble(token)
  // Its digits are a whole number that a double holds, as it holds the power of ten: their quotient is rounded once, and right.
  const first = token.charCodeAt(0) === 45 ? 1 : 0
  let digits = 0
  let fraction = -1
  for (let at = first; at < length; at++) {
    const digit = token.charCodeAt(at) - 48
    if (digit >>> 0 <= 9) {
      digits = digits * 10 + digit
      if (fraction >= 0) fraction++
    } else if (digit === -2) fraction = 0
    else return asDouble(token)
  }
  const value = fraction > 0 ? digits / powersOfTen[fraction]! : digits
  return first === 1 ? -value : value
}

const powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]

/** As the grammar of JSON has it: what it does not allow stays as it is, so that `JSON.parse` refuses it. */
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** The text with such numbers in quotes, strings left alone. A number in the place of a key is no JSON and must not be mended. */
const quoted = (text: string): string => {
  let out = ""
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 34) at = endOfString(text, at)
    else if (char === 45 || (char >= 48 && char <= 57)) {
      number.lastIndex = at
      const end = number.test(text) ? number.lastIndex : at + 1
      const token = text.slice(at, end)
      if ((inexact.test(token) || far.test(token)) && !isKey(text, end)) {
        out += text.slice(from, at) + '"' + token + '"'
        from = end
      }
      at = end - 1
    }
  }
  return out + text.slice(from)
}

/** Where the string that begins here has its closing quote; the end of the text where it has none. */
const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end
    while (text.charCodeAt(before - 1) === 92) before--
    if ((end - before) % 2 === 0) return end
  }
  return text.length
}

const isKey = (text: string, end: number): boolean => {
  let at = end
  while (at < text.length && text.charCodeAt(at) <= 32) at++
  return text.charCodeAt(at) === 58
}
