/** Reading the rows of a list: what every adapter does for every row, kept in one place so that it is fast in all of them. */
import type { Json } from "./Json.ts"
import { isObject } from "./Json.ts"
import type { QuarantinedRow } from "./LedgerEvent.ts"

/** A row before anything is known of it. */
export type Fields = { readonly [key: string]: Json }

/** A row that was read, or the reason why it could not be. `known`: what is the same for all rows of the list. */
export type ReadRow<A extends object, Known = undefined> = (row: Fields, pointer: string, known: Known) => A | string

export interface Rows<A> {
  /** What was read, in the list's order. */
  readonly items: ReadonlyArray<A>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
}

const none: ReadonlyArray<Json> = []

/** Where a reply keeps its rows: it is the list, or has it under a key. No list is an empty one. */
export const listIn = (json: Json | undefined, key: string | null): ReadonlyArray<Json> => {
  const list = key === null ? json : isObject(json) ? json[key] : undefined
  return Array.isArray(list) ? (list as ReadonlyArray<Json>) : none
}

/** Reads every row of a list that stands at `at` (a JSON pointer) in its reply. */
export const readRows = <A extends object, Known>(
  list: ReadonlyArray<Json>,
  at: string,
  read: ReadRow<A, Known>,
  known: Known
): Rows<A> => {
  const pointers = pointersIn(at, list.length)
  // oxlint-disable-next-line unicorn/no-new-array -- sized once: a list that grows by push is copied several times
  const items = new Array<A>(list.length)
  let count = 0
  const quarantined: Array<QuarantinedRow> = []
  for (let i = 0; i < list.length; i++) {
    const row = list[i]
    const pointer = pointers[i] ?? `${at}/${i}`
    const item = isObject(row) ? read(row, pointer, known) : "the row is not an object"
    if (typeof item === "string") quarantined.push({ pointer, reason: item })
    else items[count++] = item
  }
  items.length = count
  return { items, quarantined }
}

/** As {@link readRows}, of rows that are an object's values; `read` is also given each one's key. */
export const readRowsByKey = <A extends object>(
  rows: Fields,
  at: string,
  read: (row: Fields, pointer: string, key: string) => A | string
): Rows<A> => {
  const before = at + "/"
  const items: Array<A> = []
  const quarantined: Array<QuarantinedRow> = []
  // The engine keeps the places of the values for this loop, as it does not for `Object.keys`; JSON inherits nothing.
  for (const key in rows) {
    const row = rows[key]
    const pointer = before + pointerKey(key)
    const item = isObject(row) ? read(row, pointer, key) : "the row is not an object"
    if (typeof item === "string") quarantined.push({ pointer, reason: item })
    else items.push(item)
  }
  return { items, quarantined }
}

/** A key as it stands in a JSON pointer. */
export const pointerKey = (key: string): string =>
  key.indexOf("/") < 0 && key.indexOf("~") < 0 ? key : key.replaceAll("~", "~0").replaceAll("/", "~1")

const made = new Map<string, Array<string>>()
/** More than pages have rows and adapters lists, so that no reply can fill the memory. */
const most = { rows: 1_000, lists: 100 }

/** The pointers of a list's first rows: every page has the same. */
const pointersIn = (at: string, rows: number): ReadonlyArray<string> => {
  let pointers = made.get(at)
  if (pointers === undefined) {
    pointers = []
    if (made.size === most.lists) made.clear()
    made.set(at, pointers)
  }
  for (let i = pointers.length; i < Math.min(rows, most.rows); i++) pointers.push(`${at}/${i}`)
  return pointers
}

/**
 * Reads a word that most rows of a page share (a market, a code, a status) and answers at once when it is the word of the
 * row before. For pure functions only.
 */
export const lastKept = <Answer>(read: (word: string) => Answer): ((word: string) => Answer) => {
  let last: { readonly word: string; readonly answer: Answer } | null = null
  return (word) => {
    if (last === null || last.word !== word) last = { word, answer: read(word) }
    return last.answer
  }
}
