/** Reads single fields. `undefined` always means: present, but not what the wire promises. */
import type { Json } from "@caudal/exchange"
import { Decimal, LosslessJson } from "@caudal/exchange"

export type Fields = { readonly [key: string]: Json }

export interface Sum {
  readonly amount: Decimal.Decimal
  readonly currency: string
}

export const isWord = (value: unknown): value is string => typeof value === "string" && value.length > 0

/** Text that may be missing or null, but nothing else. */
export const readOptionalText = (value: unknown): string | null | undefined =>
  typeof value === "string" ? value || null : value === undefined || value === null ? null : undefined

/** Text that only enriches. */
export const readText = (value: unknown): string | null => (isWord(value) ? value : null)

/** A decimal that may be missing or null. */
export const readOptionalDecimal = (value: unknown): Decimal.Decimal | null | undefined =>
  value === undefined || value === null ? null : Decimal.parse(value)

/** `{amount, currency}`, or with `value` in place of `amount` where v3 says it. */
export const readSum = (value: unknown, name: "amount" | "value" = "amount"): Sum | undefined => {
  if (!LosslessJson.isObject(value)) return undefined
  const amount = Decimal.parse(value[name])
  const { currency } = value
  return amount === undefined || !isWord(currency) ? undefined : { amount, currency }
}
