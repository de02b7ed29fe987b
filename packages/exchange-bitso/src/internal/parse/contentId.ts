/**
 * The id of a row that came without one: a hash of what it says. It must not depend on the order of keys, nor on whether
 * the exchange prints a number as text or not.
 */
import { type Json, LosslessJson } from "@caudal/exchange"

/** Deeper nesting is no ledger row; it is cut, so that hostile input cannot exhaust the stack. */
const deepest = 32

const canonical = (value: Json, depth: number): string => {
  if (typeof value === "number") return JSON.stringify(Object.is(value, -0) ? "-0" : String(value))
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  if (depth === deepest) return "…"
  if (Array.isArray(value)) return "[" + (value as ReadonlyArray<Json>).map((item) => canonical(item, depth + 1)).join() + "]"
  const fields = value as { readonly [key: string]: Json }
  return (
    "{" +
    [...LosslessJson.keysOf(fields)]
      .sort()
      .map((key) => JSON.stringify(key) + ":" + canonical(fields[key] as Json, depth + 1))
      .join() +
    "}"
  )
}

const prime = 0x0000000001000000000000000000013bn
const offset = 0x6c62272e07bb014262b821756295c58dn

/** FNV-1a, 128 bits, over UTF-16 code units; 32 hex digits. */
export const fnv128 = (text: string): string => {
  let hash = offset
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(128, (hash ^ BigInt(text.charCodeAt(i))) * prime)
  return hash.toString(16).padStart(32, "0")
}

/** `row:` and 32 hex digits. */
export const contentId = (row: Json): string => "row:" + fnv128(canonical(row, 0))
