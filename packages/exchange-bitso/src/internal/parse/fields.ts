/** Reads single fields. `undefined` always means: present, but not what the wire promises. */
import type { Decimal, Json } from "@caudal/exchange"
import { digitsOf, LosslessJson } from "@caudal/exchange"

type Fields = { readonly [key: string]: Json }
const none: Fields = Object.freeze({})

/** Bitso's longest known id has 64 characters; a cursor must stay below 1 kB. */
const longestId = 200

/** `null`: no id. */
export const readId = (value: unknown): string | null | undefined => {
  if (typeof value === "string") return value.length === 0 ? null : value.length <= longestId ? value : undefined
  if (value === undefined || value === null) return null
  return typeof value === "number" && Number.isSafeInteger(value) ? digitsOf(value) : undefined
}

/** An id inside `details`, which only enriches: what is not an id counts as none. */
export const readRef = (value: unknown): string | null => {
  if (typeof value === "string" && value.length !== 0 && value.length <= longestId) return value
  return value === undefined ? null : (readId(value) ?? null)
}

/** Text that only enriches. */
export const readText = (value: unknown): string | null => (typeof value === "string" && value.length !== 0 ? value : null)

/** Text that may be missing or null, but nothing else. */
export const readOptionalText = (value: unknown): string | null | undefined =>
  typeof value === "string" ? value : value === undefined || value === null ? null : undefined

/** `details` is open: anything but an object holds nothing we know. */
export const readDetails = (value: unknown): Fields => (LosslessJson.isObject(value) ? value : none)

/** A decimal that may be missing or null. */
export const readOptional = (parse: (value: unknown) => Decimal.Decimal | undefined, value: unknown): Decimal.Decimal | null | undefined =>
  value === undefined || value === null ? null : parse(value)
