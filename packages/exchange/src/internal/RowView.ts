/**
 * A row that a layout matched. It keeps what the match caught, and makes of it the value that is asked for: most readers ask
 * for half of what exchanges send, and to make an object of all of it takes longer than to find it.
 */
import type { Json } from "../JsonValue.ts"
import { make, type Part } from "./RowPart.ts"
import { readNumber } from "./WholeJson.ts"

/** Of a row's values: a string as it is, a number as `String` prints it, `null` as such; `undefined` is anything else. */
export type Texts = ReadonlyArray<string | null | undefined>

/** What rows that a layout matched have in common; of any other row only its keys are known. */
export interface RowForm {
  readonly keys: ReadonlyArray<string>
  readonly parts: ReadonlyArray<Part>
  /** Its values are scalars that the match caught one after the other. */
  readonly isPlain: boolean
  /** What the last who asked found out about the keys. */
  found: { readonly by: unknown; readonly places: unknown } | null
}

const textOf = (value: Json): string | null | undefined =>
  typeof value === "number" ? String(value) : typeof value === "string" || value === null ? value : undefined

type Row = { readonly [key: string]: Json }

abstract class RowView {
  declare [caught]: RegExpExecArray

  static text(group: number): () => string {
    return function (this: RowView) {
      return this[caught][group]!
    }
  }

  static number(group: number): () => Json {
    return function (this: RowView) {
      return readNumber(this[caught][group]!)
    }
  }

  static other(part: Part): () => Json {
    return function (this: RowView) {
      return make(part, this[caught])
    }
  }

  static texts(row: RowView, { isPlain, parts }: RowForm): Texts {
    const match = row[caught]
    return isPlain ? match : ["", ...parts.map((part) => textOf(make(part, match)))]
  }

  declare readonly [form]: RowForm

  toJSON(): Json {
    const { keys, parts } = this[form]
    return Object.fromEntries(keys.map((key, i) => [key, make(parts[i]!, this[caught])]))
  }

  /** What a console shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): Json {
    return this.toJSON()
  }
}

const form = Symbol("form")
const caught = Symbol("caught")

/** What makes a row of what its layout caught. The engine is quick with a class whose getters know their places. */
export const viewsOf = (row: Part): ((match: RegExpExecArray) => Json) => {
  // where rows have several forms
  if (row.kind !== "row") return (match) => make(row, match)
  class View extends RowView {}
  for (const [i, key] of row.keys.entries()) Object.defineProperty(View.prototype, key, { get: getterOf(row.parts[i]!), enumerable: true })
  const isPlain = row.parts.every(({ kind, group }, i) => (kind === "text" || kind === "printed") && group === i + 1)
  const { keys, parts } = row
  Object.defineProperty(View.prototype, form, { value: { keys, parts, isPlain, found: null } satisfies RowForm })
  const { prototype } = View
  return (match) => {
    const row = Object.create(prototype) as RowView
    row[caught] = match
    return row as unknown as Json
  }
}

const getterOf = (part: Part): (() => Json) =>
  part.kind === "text"
    ? RowView.text(part.group)
    : part.kind === "number" || part.kind === "printed"
      ? RowView.number(part.group)
      : RowView.other(part)

/** `null`: no layout matched the row. Rows of one layout have the same. */
export const formOf = (row: Row): RowForm | null => (row as Partial<RowView>)[form] ?? null

/** See `LosslessJson.keysOf`. */
export const keysOf = (row: Row): ReadonlyArray<string> => formOf(row)?.keys ?? Object.keys(row)

/** Those of a row, which has that form, after one that stands for the row itself. */
export const textsOf = (row: Row, known: RowForm | null): Texts =>
  known === null ? ["", ...Object.values(row).map(textOf)] : RowView.texts(row as unknown as RowView, known)
