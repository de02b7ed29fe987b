/**
 * A row that a layout matched. It keeps what the match caught, and makes of it the value that is asked for: most readers ask
 * for half of what exchanges send, and to make an object of all of it takes longer than to find it.
 */
import type { Json } from "../JsonValue.ts"
import { make, type Part } from "./RowPart.ts"
import { readNumber } from "./WholeJson.ts"

/** Of a row's values: a string as it is, a number as `String` prints it, `null` as such; `undefined` is anything else. */
export type Texts = ReadonlyArray<string | null | undefined>

const textOf = (value: Json): string | null | undefined =>
  typeof value === "number" ? String(value) : typeof value === "string" || value === null ? value : undefined

type Row = { readonly [key: string]: Json }

abstract class RowView {
  readonly #match: RegExpExecArray

  constructor(match: RegExpExecArray) {
    this.#match = match
  }

  static text(group: number): () => string {
    return function (this: RowView) {
      return this.#match[group]!
    }
  }

  static number(group: number): () => Json {
    return function (this: RowView) {
      return readNumber(this.#match[group]!)
    }
  }

  static other(part: Part): () => Json {
    return function (this: RowView) {
      return make(part, this.#match)
    }
  }

  static texts(row: RowView): Texts {
    const match = row.#match
    return row[isPlain] ? match : ["", ...row[parts].map((part) => textOf(make(part, match)))]
  }

  declare readonly [keys]: ReadonlyArray<string>
  declare readonly [parts]: ReadonlyArray<Part>
  /** Its values are what the match caught, one after the other. */
  declare readonly [isPlain]: boolean

  toJSON(): Json {
    return Object.fromEntries(this[keys].map((key, i) => [key, make(this[parts][i]!, this.#match)]))
  }

  /** What a console shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): Json {
    return this.toJSON()
  }
}

const keys = Symbol("keys")
const parts = Symbol("parts")
const isPlain = Symbol("isPlain")

/** What makes a row of what its layout caught. The engine is quick with a class whose getters know their places. */
export const viewsOf = (row: Part): ((match: RegExpExecArray) => Json) => {
  // where rows have several forms
  if (row.kind !== "row") return (match) => make(row, match)
  class View extends RowView {}
  for (const [i, key] of row.keys.entries()) Object.defineProperty(View.prototype, key, { get: getterOf(row.parts[i]!), enumerable: true })
  Object.defineProperty(View.prototype, keys, { value: row.keys })
  Object.defineProperty(View.prototype, parts, { value: row.parts })
  const plain = row.parts.every(({ kind, group }, i) => (kind === "text" || kind === "whole") && group === i + 1)
  Object.defineProperty(View.prototype, isPlain, { value: plain })
  return (match) => new View(match) as unknown as Json
}

const getterOf = (part: Part): (() => Json) =>
  part.kind === "text"
    ? RowView.text(part.group)
    : part.kind === "number" || part.kind === "whole"
      ? RowView.number(part.group)
      : RowView.other(part)

/** See `LosslessJson.keysOf`. */
export const keysOf = (row: Row): ReadonlyArray<string> => (row instanceof RowView ? row[keys] : Object.keys(row))

/** Those of a row, after one that stands for the row itself. */
export const textsOf = (row: Row): Texts => (row instanceof RowView ? RowView.texts(row) : ["", ...Object.values(row).map(textOf)])
