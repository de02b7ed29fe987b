/** What a match of a layout's pattern caught, made into values. */
import type { Json } from "../JsonValue.ts"
import type { Shape } from "./RowShape.ts"
import { readNumber } from "./WholeJson.ts"

/** A shape, and where a match has what stands in its places. All have the same fields: so the engine finds them at once. */
export interface Part {
  readonly kind: Shape["kind"]
  /** Of the match: a scalar's text, or what tells that this part is there; 0: it always is. */
  readonly group: number
  readonly keys: ReadonlyArray<string>
  readonly parts: ReadonlyArray<Part>
}

const makeRow = ({ keys, parts }: Part, match: RegExpExecArray): Json => {
  // One key after the other: to copy an object that has them all is slower once there are many layouts.
  const row: Record<string, Json> = {}
  for (let i = 0; i < keys.length; i++) {
    const part = parts[i]!
    const text = match[part.group]
    if (text !== undefined) row[keys[i]!] = part.kind === "text" ? text : make(part, match)
  }
  return row
}

/** What the match caught of the part. */
export const make = (part: Part, match: RegExpExecArray): Json => {
  const { kind, group, parts } = part
  switch (kind) {
    case "text":
      return match[group]!
    case "printed":
    case "number":
      return readNumber(match[group]!)
    case "boolean":
      return match[group]!.length === "true".length
    case "null":
      return null
    case "list":
      return parts.map((item) => make(item, match))
    case "row":
      return makeRow(part, match)
    case "choice": {
      let i = 0
      while (match[parts[i]!.group] === undefined) i++
      return make(parts[i]!, match)
    }
  }
}
