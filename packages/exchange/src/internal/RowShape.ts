/** What rows look like: their keys in their order, and what kind of value each has; learnt from one row after the other. Pure. */
import type { Json } from "../JsonValue.ts"

export type Shape =
  /** `printed`: a number that is written as `String` prints it. */
  | { readonly kind: "text" | "printed" | "number" | "boolean" | "null" }
  | { readonly kind: "list"; readonly items: ReadonlyArray<Shape> }
  | RowShape
  /** One of several, where rows differ in more than the keys that they leave out. */
  | { readonly kind: "choice"; readonly of: ReadonlyArray<Shape> }

interface RowShape {
  readonly kind: "row"
  readonly keys: ReadonlyArray<string>
  readonly values: ReadonlyArray<Shape>
  /** Which keys some rows leave out. */
  readonly optional: ReadonlyArray<boolean>
}

/** Rows of exchanges are three deep. */
const most = { depth: 6, choices: 8 }

/** Of a row in which numbers that are not written as `String` prints them are none. `null`: too deep, or a key that means something to objects. */
export const shapeOf = (value: Json, depth = 0): Shape | null => {
  if (depth > most.depth) return null
  if (value === null) return { kind: "null" }
  if (typeof value === "string") return { kind: "text" }
  if (typeof value === "number") return { kind: Number.isNaN(value) ? "number" : "printed" }
  if (typeof value !== "object") return { kind: typeof value as "boolean" }
  const values = (Object.values(value) as ReadonlyArray<Json>).map((item) => shapeOf(item, depth + 1))
  const keys = Object.keys(value)
  if (!areAll(values) || keys.some((key) => key === "__proto__" || key === "toJSON")) return null
  return Array.isArray(value) ? { kind: "list", items: values } : { kind: "row", keys, values, optional: keys.map(() => false) }
}

/** The shape of what looks like the one or the other; `null` where that would be too many choices. */
export const mergeShapes = (known: Shape, seen: Shape): Shape | null => {
  if (known.kind !== "choice") return mergeAlike(known, seen) ?? { kind: "choice", of: [known, seen] }
  for (const [place, one] of known.of.entries()) {
    const both = mergeAlike(one, seen)
    if (both !== null) return { kind: "choice", of: known.of.with(place, both) }
  }
  return known.of.length === most.choices ? null : { kind: "choice", of: [...known.of, seen] }
}

/** `null`: they are alternatives. */
const mergeAlike = (known: Shape, seen: Shape): Shape | null => {
  if (known.kind === "row" && seen.kind === "row") return mergeRows(known, seen)
  if (known.kind === "list" && seen.kind === "list") {
    const items = known.items.length === seen.items.length ? known.items.map((item, i) => mergeShapes(item, seen.items[i]!)) : [null]
    return areAll(items) ? { kind: "list", items } : null
  }
  if (known.kind === seen.kind) return known
  return isNumber(known) && isNumber(seen) ? { kind: "number" } : null
}

const isNumber = ({ kind }: Shape): boolean => kind === "printed" || kind === "number"

/** All keys of both, in an order that is that of each. */
const mergeRows = (known: RowShape, seen: RowShape): RowShape | null => {
  const keys: Array<string> = []
  const values: Array<Shape | null> = []
  const optional: Array<boolean> = []
  const add = (key: string, value: Shape | null, mayMiss: boolean) => {
    keys.push(key)
    values.push(value)
    optional.push(mayMiss)
  }
  let next = 0
  const addKnown = (until: number) => {
    for (; next < until; next++) add(known.keys[next]!, known.values[next]!, true)
  }
  for (const [i, key] of seen.keys.entries()) {
    const place = known.keys.indexOf(key)
    if (place < 0) add(key, seen.values[i]!, true)
    else if (place < next) return null
    else {
      addKnown(place)
      add(key, mergeShapes(known.values[place]!, seen.values[i]!), known.optional[place]! || seen.optional[i]!)
      next = place + 1
    }
  }
  addKnown(known.keys.length)
  return areAll(values) ? { kind: "row", keys, values, optional } : null
}

const areAll = (shapes: ReadonlyArray<Shape | null>): shapes is ReadonlyArray<Shape> => !shapes.includes(null)
