/**
 * Pages of rows that are alike, as quickly as `JSON.parse` or quicker, and without loss: the layout of a row (its keys in their
 * order, what kind of value each has) becomes a regular expression, which the engine compiles, and which reads every such row.
 * A layout matches only what is JSON to the last character, without an escape; any other row, and whatever stands around
 * the rows, is read as a whole document is. So the answer is the same as ever, or none: then the page is no such page.
 */
import type { Json } from "../JsonValue.ts"
import { keyOf, learnLayout, rowKey, type RowLayout } from "./RowLayout.ts"
import { parseWhole } from "./WholeJson.ts"

/** A list of rows, or rows by their keys. */
type Rows = Array<Json> | Record<string, Json>

/** Short documents are parsed before their layout is found. */
const shortest = 1_000

/** An object whose first value is an object whose first value is none. */
const rowsByKey = /\{(?="[^"\\]*":\{"[^"\\]*":[^{[])/

/** `null`: no such page. */
export const parseAlike = (text: string): Json | null => {
  if (text.length < shortest) return null
  const list = text.indexOf("[{")
  const start = list >= 0 ? list : text.search(rowsByKey)
  if (start < 0) return null
  const page = new Page(text, start + 1, list < 0)
  const rows = page.read()
  return rows === null ? null : around(text.slice(0, start), rows, text.slice(page.at + 1))
}

/** A row that no layout fits costs several times what it costs in a whole document. */
const mostUnlike = { rows: 8, share: 1 / 4 }

class Page {
  /** Where the next row begins; in the end, where their closing bracket stands. */
  at: number
  readonly #text: string
  readonly #isKeyed: boolean
  readonly #list: Array<Json> = []
  readonly #byKey: Record<string, Json> = {}
  #kinds: Array<Kind> | null = null
  #last: Kind | null = null
  #before: Kind | null = null
  /** What came after the last two kinds before; else the last again. */
  #likely: Kind | null = null
  /** Which the row that stands here is known not to be. */
  #missed: Kind | null = null
  #count = 0
  #unlike = 0

  constructor(text: string, at: number, isKeyed: boolean) {
    this.#text = text
    this.at = at
    this.#isKeyed = isKeyed
  }

  /** `null`: not only rows, or too many that are unlike. */
  read(): Rows | null {
    const closing = this.#isKeyed ? 125 : 93
    while (this.#byAny() || this.#learn()) {
      const next = this.#text.charCodeAt(this.at)
      if (next === closing) return this.#isKeyed ? this.#byKey : this.#list
      if (next !== 44) return null
      this.at++
    }
    return null
  }

  /** As rows took turns so far; else by whatever kind it is. */
  #byAny(): boolean {
    this.#kinds ??= kindsOf(this.#text, this.at, this.#isKeyed)
    const likely = this.#likely
    if (likely !== null && likely !== this.#missed && this.#by(likely)) return true
    const kinds = this.#kinds
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i]!
      if (kind === likely || kind === this.#missed || !this.#by(kind)) continue
      // What a page has once it mostly has again; other exchanges' rows may begin alike.
      kinds.copyWithin(1, 0, i)
      kinds[0] = kind
      return true
    }
    return false
  }

  /** The row that stands here, if it is of the kind; and those after it as long as nothing else is likely. */
  #by(kind: Kind): boolean {
    const { pattern, rowOf } = kind.layout
    const text = this.#text
    pattern.lastIndex = this.at
    let match = pattern.exec(text)
    if (match === null) return false
    if (this.#last !== null && this.#likely !== kind) (this.#last.next ??= new Map()).set(this.#before, kind)
    this.#missed = null
    while (match !== null) {
      this.#keep(rowOf(match), this.#isKeyed ? keyOf(match) : "", pattern.lastIndex)
      this.#before = this.#last
      this.#last = kind
      this.#likely = kind.next === null ? kind : (kind.next.get(this.#before) ?? kind)
      if (this.#likely !== kind || text.charCodeAt(this.at) !== 44) return true
      pattern.lastIndex = this.at + 1
      match = pattern.exec(text)
    }
    this.#missed = kind
    return true
  }

  #keep(row: Json, key: string, end: number): void {
    this.#count++
    if (this.#isKeyed) this.#byKey[key] = row
    else this.#list.push(row)
    this.at = end
  }

  #learn(): boolean {
    if (++this.#unlike > mostUnlike.rows + this.#count * mostUnlike.share) return false
    rowKey.lastIndex = this.at
    const key = this.#isKeyed ? rowKey.exec(this.#text) : null
    const start = this.#isKeyed ? rowKey.lastIndex : this.at
    if ((this.#isKeyed && key === null) || this.#text.charCodeAt(start) !== 123) return false
    const end = endOfRow(this.#text, start)
    const text = this.#text.slice(start, end)
    const row = parsed(text)
    if (row === null) return false
    const kind = learn(this.#kinds!, Object.keys(row), text, this.#isKeyed)
    // The others are let go of where it is alone: nothing may lead to them.
    if (this.#kinds!.length === 1) this.#last = this.#before = this.#likely = null
    // Read as its like, since what asks for its values is quick with those that are made alike.
    if (kind === null || !this.#by(kind)) this.#keep(row, key === null ? "" : keyOf(key), end)
    return true
  }
}

/** Rows of the same keys. */
interface Kind {
  readonly keys: string
  layout: RowLayout
  /** By the kind of the row before one of this: that of the row after it; none: this again. `null`: always. */
  next: Map<Kind | null, Kind> | null
}

/** More than exchanges have, so that no reply can fill the memory. */
const mostKinds = { firstKeys: 200, ofOneKey: 24, characters: 40 }
const listed = new Map<string, Array<Kind>>()
const keyed = new Map<string, Array<Kind>>()

/** Those that were met before, of rows that begin as this one does. */
const kindsOf = (text: string, at: number, isKeyed: boolean): Array<Kind> => {
  const known = isKeyed ? keyed : listed
  const start = isKeyed ? text.indexOf("{", at) : at
  const end = text.indexOf('"', start + 2)
  const first = text.slice(start, end < 0 ? start + 2 : Math.min(end, start + mostKinds.characters))
  let kinds = known.get(first)
  if (kinds === undefined) {
    if (known.size === mostKinds.firstKeys) known.clear()
    kinds = []
    // Written anew: a part of the page's text would keep the whole of it.
    known.set(JSON.parse(JSON.stringify(first)) as string, kinds)
  }
  return kinds
}

const learn = (kinds: Array<Kind>, keys: ReadonlyArray<string>, sample: string, isKeyed: boolean): Kind | null => {
  const name = JSON.stringify(keys)
  const kind = kinds.find((one) => one.keys === name)
  const layout = learnLayout(kind === undefined ? null : kind.layout, sample, isKeyed)
  if (layout === null) return null
  if (kind !== undefined) {
    kind.layout = layout
    return kind
  }
  if (kinds.length === mostKinds.ofOneKey) kinds.length = 0
  const seen: Kind = { keys: name, layout, next: null }
  kinds.push(seen)
  return seen
}

/** After the bracket that closes the one that stands here, if the text is JSON. */
const endOfRow = (text: string, start: number): number => {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 34) at = endOfString(text, at)
    else if (char === 123 || char === 91) depth++
    else if ((char === 125 || char === 93) && --depth === 0) return at + 1
  }
  return text.length
}

const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 92) at++
    else if (char === 34) return at
  }
  return text.length
}

const parsed = (text: string): { [key: string]: Json } | null => {
  try {
    return parseWhole(text) as { [key: string]: Json }
  } catch {
    return null
  }
}

/** No string is this one where no escape is. */
const mark = "\u0000"
const writtenMark = '"\\u0000"'

/** The rows in their place in the document. Where they began inside a string, the mark's quote ends it, and it is no JSON. */
const around = (before: string, rows: Rows, after: string): Json | null => {
  if (before === "" && after === "") return rows
  if (before.includes("\\") || after.includes("\\")) return null
  const document = parsed(before + writtenMark + after)
  return document !== null && place(document, rows, deepest) ? document : null
}

const deepest = 8

const place = (within: Json, rows: Rows, depth: number): boolean => {
  if (typeof within !== "object" || within === null || depth === 0) return false
  for (const [key, value] of Object.entries(within as Record<string, Json>)) {
    if (value === mark) {
      const container = within as Record<string, Json>
      container[key] = rows
      return true
    }
    if (place(value, rows, depth - 1)) return true
  }
  return false
}
