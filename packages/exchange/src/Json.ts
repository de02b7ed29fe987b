/**
 * JSON without loss. `JSON.parse` alone turns `0.1000000000000000055` and 19-digit ids into the nearest double. The
 * decoder scans for number tokens that a double cannot hold exactly; only when it finds one does it quote all number
 * tokens first, so that they arrive as text. Hence readers accept a number (an integer of at most 15 digits) or a
 * string wherever an exchange sends a number.
 */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** Outside strings only a number puts a digit before one of these; inside a string it costs no more than a second look. */
const numberEnd = /\d[,}\] \n\r\t]/

/** A number token (after `:`, `,`, `[` or at the start) with a fraction, an exponent or 16 digits or more. */
const inexactNumber = /(?:^|[:,[])\s*-?(?:\d{16}|\d+[.eE])/

/** Throws a `SyntaxError` when the text is not JSON (truncated, HTML …). */
export const parse = (text: string): Json => {
  const closed = text.charCodeAt(text.length - 1) > 57 // otherwise it may end in the digit of a lone number
  if ((closed && !numberEnd.test(text)) || !inexactNumber.test(text)) return JSON.parse(text) as Json
  return JSON.parse(quoted(text)) as Json
}

/** As the grammar of JSON has it: what it does not allow stays as it is, so that `JSON.parse` refuses it. */
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** The text with its numbers in quotes. A number in the place of a key is no JSON and must not be mended. */
const quoted = (text: string): string => {
  let out = ""
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 34) at = endOfString(text, at)
    else if (char === 45 || (char >= 48 && char <= 57)) {
      number.lastIndex = at
      const end = number.test(text) ? number.lastIndex : at + 1
      if (end > at + (char === 45 ? 1 : 0) && !isKey(text, end)) {
        out += text.slice(from, at) + '"' + text.slice(at, end) + '"'
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

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)
