/** Reads single fields, which Bitstamp prints now as text and now as numbers. `undefined`: not what the wire promises. */
import { Decimal, digitsOf } from "@caudal/exchange"

/** A whole number as text; one beyond 2^53 is left as text by the decoder. */
export const readId = (value: unknown): string | undefined =>
  typeof value === "number"
    ? Number.isSafeInteger(value)
      ? digitsOf(value)
      : undefined
    : typeof value === "string" && areDigits(value)
      ? value
      : undefined

/** Up to forty. One after the other: of a few the engine knows sooner than by a regular expression. */
const areDigits = (text: string): boolean => {
  const { length } = text
  for (let at = 0; at < length; at++) if ((text.charCodeAt(at) - 48) >>> 0 > 9) return false
  return length > 0 && length <= 40
}

/** Ledger and balances print codes in lower case, movements and markets in upper. */
export const readCode = (value: unknown): string | undefined =>
  typeof value === "string" && /^[A-Za-z0-9]{1,24}$/.test(value) ? value.toLowerCase() : undefined

export const readText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null)

/** A decimal that may be missing, null or empty. */
export const readOptionalDecimal = (value: unknown): Decimal.Decimal | null | undefined =>
  value === undefined || value === null || value === "" ? null : Decimal.parse(value)
