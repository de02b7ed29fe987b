/** Replies in which something stands that should not. */
import { type Json, LosslessJson } from "@caudal/exchange"
import { at } from "./listsIn.ts"

const isRow = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Where the first row of each list stands, be it a list or an object by id. */
const firstRows = (json: Json, path: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> => {
  if (typeof json !== "object" || json === null) return []
  const inside = Object.entries(json)
  const deeper = inside.flatMap(([key, value]) => (Array.isArray(json) && key !== "0" ? [] : firstRows(value, [...path, key])))
  const alike = inside.length > 1 && inside.every(([, value]) => isRow(value))
  return alike ? [...deeper, [...path, inside[0]![0]]] : deeper
}

/** The reply's text with one value of a list's first row replaced, for each value of it. */
export const withOdd = (odd: Json, text: string): ReadonlyArray<{ readonly text: string; readonly key: string }> =>
  firstRows(LosslessJson.parse(text)).flatMap((path) =>
    Object.keys(at(LosslessJson.parse(text), path) as object).map((key) => {
      const json = LosslessJson.parse(text)
      ;(at(json, path) as Record<string, Json>)[key] = odd
      return { text: JSON.stringify(json), key }
    })
  )
