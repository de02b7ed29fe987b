/**
 * JSON that keeps number tokens as they were written. A simulator must serve `1.0E-5` and 30-digit numbers as its
 * account file spells them, and `JSON.parse` alone would respell them.
 */
export type JsonRow = { readonly [key: string]: unknown }

type RawNumber = { readonly rawJSON: string }
const json = JSON as typeof JSON & {
  readonly rawJSON?: (text: string) => RawNumber
  readonly isRawJSON?: (value: unknown) => value is RawNumber
}

/** A number token with exactly this spelling; the nearest double where the engine has no raw JSON. */
export const numberToken = (text: string): unknown => (json.rawJSON === undefined ? Number(text) : json.rawJSON(text))

const keepSpelling = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === "number" && context?.source !== undefined && String(value) !== context.source ? numberToken(context.source) : value

/** As `JSON.parse`, but a number whose text a double would change stays that text. */
export const parseWire = (text: string): unknown =>
  JSON.parse(text, keepSpelling as (this: unknown, key: string, value: unknown) => unknown)

/** The text of an amount spelled as a string or as a number; `undefined` for anything else. */
export const amountText = (value: unknown): string | undefined => {
  if (typeof value === "string") return value
  if (typeof value === "number") return String(value)
  return json.isRawJSON?.(value) === true ? value.rawJSON : undefined
}

export const isRow = (value: unknown): value is JsonRow => typeof value === "object" && value !== null && !Array.isArray(value)
