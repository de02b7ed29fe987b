/** Where a reply keeps its rows. */
import type { Json } from "@caudal/exchange"

/** Every place in a reply where a list of several rows stands, deepest first. */
export const listsIn = (json: Json, path: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> => {
  if (typeof json !== "object" || json === null) return []
  const inner = Object.entries(json).flatMap(([key, value]) => listsIn(value, [...path, key]))
  return Array.isArray(json) && json.length > 1 && typeof json[0] === "object" ? [...inner, path] : inner
}

export const at = (json: Json, path: ReadonlyArray<string>): Json =>
  path.reduce((value, key) => (value as Record<string, Json>)[key]!, json)
