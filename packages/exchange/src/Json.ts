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
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Throws a `SyntaxError` when the text is not JSON (truncated, HTML …). */
export const parse = (text: string): Json => {
  const closed = text.charCodeAt(text.length - 1) > 57 // otherwise it may end in the digit of a lone number
  if ((closed && !numberEnd.test(text)) || !inexactNumber.test(text)) return JSON.parse(text) as Json
  JSON.parse(text) // text that is no JSON must fail as it stands, not be mended by the quoting
  return JSON.parse(text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`))) as Json
}

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)
