/**
 * JSON without loss. `JSON.parse` alone turns `0.1000000000000000055` and 19-digit ids into the nearest double. A number of
 * at most 15 digits, or a whole one below 2^53, comes back from a double as it was, and is left to it; any other arrives as
 * the text it was sent as.
 * Hence readers accept a number or a string wherever an exchange sends a number. What becomes of one number never depends
 * on the others of its document: a row reads the same on every page.
 *
 * An exponent of a hundred or more, either way, arrives as text as well: to a double `1e400` is infinite, and `1e-400` nought.
 */
import { parseAlike } from "./internal/AlikeRows.ts"
import type { Json } from "./JsonValue.ts"
import { keysOf as keysOfRow } from "./internal/RowView.ts"
import { parseWhole } from "./internal/WholeJson.ts"

export type { Json } from "./JsonValue.ts"
export { isObject } from "./JsonValue.ts"

/** Throws a `SyntaxError` when the text is not JSON (truncated, HTML …). */
export const parse = (text: string): Json => parseWhole(text)

/**
 * As {@link parse}; faster where a page of rows like those of earlier pages is read. Such a row is read by its keys' names: it
 * has no properties of its own, so that `Object.keys`, `Object.entries` and a spread find none. {@link keysOf} tells them.
 * Each reading makes the value anew: a value that is needed twice is kept.
 */
export const parsePage = (text: string): Json => parseAlike(text) ?? parseWhole(text)

/** As `Object.keys`, of any object in a reply. Rows of one layout have the same list, not only an equal one. */
export const keysOf: (row: { readonly [key: string]: Json }) => ReadonlyArray<string> = keysOfRow
