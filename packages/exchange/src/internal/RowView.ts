/**
 * A row that a layout matched. It keeps what the match caught, and makes of it the value that is asked for: most readers ask
 * for half of what exchanges send, and to make an object of all of it takes longer than to find it.
 */
import type { Json } from "../JsonValue.ts"
import { make, type Part } from "./RowPart.ts"
import { readNumber } from "./WholeJson.ts"

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

  static values(row: RowView): ReadonlyArray<Json> {
    const of = row[parts]
    const match = row.#match
    // oxlint-disable-next-line unicorn/no-new-array -- sized once: a list that grows by push is copied several times
    const values = new Array<Json>(of.length)
    for (let i = 0; i < of.length; i++) {
      const part = of[i]!
      values[i] = part.kind === "text" ? match[part.group]! : make(part, match)
    }
    return values
  }

  declare readonly [keys]: ReadonlyArray<string>
  declare readonly [parts]: ReadonlyArray<Part>

  toJSON(): Json {
    const values = RowView.values(this)
    return Object.fromEntries(this[keys].map((key, i) => [key, values[i]!]))
  }

  /** What a console shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): Json {
    return this.toJSON()
  }
}

const keys = Symbol("keys")
const parts = Symbol("parts")

/** What makes a row of what its layout caught. The engine is quick with a class whose getters know their places. */
export const viewsOf = (row: Part): ((match: RegExpExecArray) => Json) => {
  // where rows have several forms
  if (row.kind !== "row") return (match) => make(row, match)
  class View extends RowView {}
  for (const [i, key] of row.keys.entries()) Object.defineProperty(View.prototype, key, { get: getterOf(row.parts[i]!), enumerable: true })
  Object.defineProperty(View.prototype, keys, { value: row.keys })
  Object.defineProperty(View.prototype, parts, { value: row.parts })
  return (match) => new View(match) as unknown as Json
}

const getterOf = (part: Part): (() => Json) =>
  part.kind === "text" ? RowView.text(part.group) : part.kind === "number" ? RowView.number(part.group) : RowView.other(part)

/** See `LosslessJson.keysOf`. */
export const keysOf = (row: Row): ReadonlyArray<string> => (row instanceof RowView ? row[keys] : Object.keys(row))

/** See `LosslessJson.valuesOf`. */
export const valuesOf = (row: Row): ReadonlyArray<Json> => (row instanceof RowView ? RowView.values(row) : Object.values(row))
