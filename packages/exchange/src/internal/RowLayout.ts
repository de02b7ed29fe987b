/** The layout of rows: a regular expression that matches every row that is laid out so, and how to make the row of what it caught. */
import type { Json } from "../JsonValue.ts"
import { mergeShapes, type Shape, shapeOf } from "./RowShape.ts"
import { type Part } from "./RowPart.ts"
import { viewsOf } from "./RowView.ts"

export interface RowLayout {
  readonly shape: Shape
  readonly pattern: RegExp
  /** The row that the pattern matched. */
  readonly rowOf: (match: RegExpExecArray) => Json
}

const mostGroups = 200

/** The layout that also fits `sample`; `null` where it would grow too large, or no row can be laid out so. */
export const learnLayout = (known: RowLayout | null, sample: string, isKeyed: boolean): RowLayout | null => {
  const seen = shapeOf(JSON.parse(sample, asWritten) as Json)
  const shape = seen === null ? null : known === null ? seen : mergeShapes(known.shape, seen)
  if (shape === null) return null
  return known !== null && JSON.stringify(known.shape) === JSON.stringify(shape) ? known : compiled(shape, isKeyed)
}

/** Without an exponent, a nought at the end of a fraction, or one that `String` gives an exponent; of those too long for a double the text is kept. */
const printed = "-?[1-9]\\d*(?:\\.\\d*[1-9])?|0(?:\\.(?!000000)\\d*[1-9])?|-0\\.(?!000000)\\d*[1-9]"
const isPrinted = new RegExp(`^(?:${printed})$`)

const asWritten = (_key: string, value: Json, as?: { readonly source?: string }): Json =>
  typeof value === "number" && !isPrinted.test(as!.source!) ? Number.NaN : value

/** As the grammar of JSON has them; of strings those without an escape, which are what is written. */
const scalars = {
  text: '"([^"\\\\\\x00-\\x1f]*)"',
  printed: `(${printed})`,
  number: "(-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)",
  boolean: "(true|false)",
  null: "(null)"
}

const literal = (key: string): string => JSON.stringify(key).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** A row's key in an object of rows, and the colon. */
const key = '"(?!__proto__")([^"\\\\\\x00-\\x1f]*)":'
export const rowKey = new RegExp(key, "y")
export const keyOf = (match: RegExpExecArray): string => match[1]!

const compiled = (shape: Shape, isKeyed: boolean): RowLayout | null => {
  let groups = isKeyed ? 1 : 0
  /** What must be known to be there gets an empty group before it, unless it catches something anyway. */
  const compile = (one: Shape, told: boolean): readonly [Part, string] => {
    const isScalar = one.kind !== "list" && one.kind !== "row" && one.kind !== "choice"
    const group = told || isScalar ? ++groups : 0
    const sign = told && !isScalar ? "()" : ""
    const part = (keys: ReadonlyArray<string>, parts: ReadonlyArray<Part>): Part => ({ kind: one.kind, group, keys, parts })
    if (one.kind === "list") {
      const items = one.items.map((item) => compile(item, false))
      return [part([], items.map(partOf)), `${sign}\\[${items.map(sourceOf).join(",")}\\]`]
    }
    if (one.kind === "choice") {
      const of = one.of.map((each) => compile(each, true))
      return [part([], of.map(partOf)), `${sign}(?:${of.map(sourceOf).join("|")})`]
    }
    if (one.kind === "row") {
      const values = one.values.map((value, i) => compile(value, one.optional[i]!))
      const members = values.map(([, source], i) => `${literal(one.keys[i]!)}:${source}`)
      const source = one.optional.includes(true)
        ? members.map((member, i) => `(?:${member}(?:,(?=")|(?=\\})))${one.optional[i]! ? "?" : ""}`).join("")
        : members.join(",")
      return [part(one.keys, values.map(partOf)), `${sign}\\{${source}\\}`]
    }
    return [part([], []), scalars[one.kind]]
  }
  const [row, source] = compile(shape, false)
  return groups > mostGroups ? null : { shape, rowOf: viewsOf(row), pattern: new RegExp(isKeyed ? key + source : source, "y") }
}

const partOf = ([part]: readonly [Part, string]): Part => part
const sourceOf = ([, source]: readonly [Part, string]): string => source
