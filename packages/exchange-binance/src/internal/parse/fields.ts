/** Reads single fields. `undefined` always means: present, but not what the wire promises. */
import type { Json } from "@caudal/exchange"
import { Decimal, digitsOf } from "@caudal/exchange"

export type Fields = { readonly [key: string]: Json }

/** Ids come as text, as numbers, and as numbers that no double holds, which the decoder left as text. */
export const readId = (value: unknown): string | undefined =>
  typeof value === "string" ? value || undefined : typeof value === "number" && Number.isSafeInteger(value) ? digitsOf(value) : undefined

/** As {@link readId}, missing or null. */
export const readOptionalId = (value: unknown): string | null | undefined => (value === undefined || value === null ? null : readId(value))

/** A code or a word: never empty. */
export const readWord = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined)

/** A word that may be missing or null. */
export const readOptionalWord = (value: unknown): string | null | undefined =>
  value === undefined || value === null ? null : readWord(value)

/** Text that only enriches. */
export const readText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null)

/** A decimal that may be missing or null. */
export const readOptionalDecimal = (value: unknown): Decimal.Decimal | null | undefined =>
  value === undefined || value === null ? null : Decimal.parse(value)

/** A small number that says which: a status, a wallet, a direction. */
export const readNumber = (value: unknown): number | undefined => {
  if (typeof value === "number") return Number.isSafeInteger(value) && Math.abs(value) < 1e15 ? value : undefined
  const digits = typeof value === "string" ? readDigits(value) : undefined
  if (digits !== undefined) return digits
  const text = Decimal.parse(value)
  return text === undefined || text.includes(".") || text.length > 15 ? undefined : Number(text)
}

/** The usual spelling: one to fifteen digits and nothing else. */
const readDigits = (text: string): number | undefined => {
  if (text.length === 0 || text.length > 15) return undefined
  let number = 0
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit >>> 0 > 9) return undefined
    number = number * 10 + digit
  }
  return number
}

/** As {@link readNumber}, missing or null. */
export const readOptionalNumber = (value: unknown): number | null | undefined =>
  value === undefined || value === null ? null : readNumber(value)
