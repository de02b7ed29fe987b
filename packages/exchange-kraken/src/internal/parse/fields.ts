/** Reads single fields. `undefined` always means: present, but not what the wire promises. */
import type { Json, Reply } from "@caudal/exchange"
import { Decimal, LosslessJson } from "@caudal/exchange"

/** Text that may be missing or null, but nothing else; empty text counts as missing. */
export const readOptionalText = (value: unknown): string | null | undefined =>
  typeof value === "string" ? value || null : value === undefined || value === null ? null : undefined

/** Text that only enriches. */
export const readText = (value: unknown): string | null => (typeof value === "string" && value.length !== 0 ? value : null)

/** A decimal that may be missing or null. */
export const readOptionalDecimal = (value: unknown): Decimal.Decimal | null | undefined =>
  value === undefined || value === null ? null : Decimal.parse(value)

export const resultOf = (reply: Reply): Json | undefined => (LosslessJson.isObject(reply.json) ? reply.json["result"] : undefined)
