/** Reads single fields, which Bitstamp prints now as text and now as numbers. `undefined`: not what the wire promises. */
import type { Json, QuarantinedRow } from "@caudal/exchange"
import { Decimal, LosslessJson } from "@caudal/exchange"

export type Fields = { readonly [key: string]: Json }

/** A whole number as text; one beyond 2^53 is left as text by the decoder. */
export const readId = (value: unknown): string | undefined =>
  typeof value === "number"
    ? Number.isSafeInteger(value)
      ? String(value)
      : undefined
    : typeof value === "string" && /^\d{1,40}$/.test(value)
      ? value
      : undefined

/** Ledger and balances print codes in lower case, movements and markets in upper. */
export const readCode = (value: unknown): string | undefined =>
  typeof value === "string" && /^[A-Za-z0-9]{1,24}$/.test(value) ? value.toLowerCase() : undefined

export const readText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null)

/** A decimal that may be missing, null or empty. */
export const readOptionalDecimal = (value: unknown): Decimal.Decimal | null | undefined =>
  value === undefined || value === null || value === "" ? null : Decimal.parse(value)

/** Reads each row of a list: an item, or the reason why there is none. */
export const readRows = <A extends object>(
  rows: Json | undefined,
  at: string,
  read: (row: Fields, pointer: string) => A | string
): { readonly items: ReadonlyArray<A>; readonly quarantined: ReadonlyArray<QuarantinedRow> } => {
  const items: Array<A> = []
  const quarantined: Array<QuarantinedRow> = []
  const listed = Array.isArray(rows) ? (rows as ReadonlyArray<Json>) : []
  for (let i = 0; i < listed.length; i++) {
    const row = listed[i]
    const pointer = `${at}/${i}`
    const item = LosslessJson.isObject(row) ? read(row, pointer) : "the row is not an object"
    if (typeof item === "string") quarantined.push({ pointer, reason: item })
    else items.push(item)
  }
  return { items, quarantined }
}
