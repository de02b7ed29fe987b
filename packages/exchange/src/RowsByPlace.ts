import type { Json } from "./Json.ts"
import { formOf, type RowForm, textsOf, type Texts } from "./internal/RowView.ts"
import { type Fields, type ReadRow, readRows, type Rows } from "./Rows.ts"

export type { Texts } from "./internal/RowView.ts"

/** More lists of keys than accounts have, so that no reply can fill the memory. */
const most = 200

/**
 * Reads rows whose keys say something themselves, so that they differ from row to row (`{"id": 7, "btc": "0.1", "eur": -5}`).
 * `placesIn` finds out where in a row of such keys what stands, once for all rows that have the same; `read` reads a row by it.
 * The first of the keys is empty: it stands for the row itself, and the first of the texts is not to be read.
 */
export const rowsByPlace = <A extends object, Places>(
  placesIn: (keys: ReadonlyArray<string>) => Places,
  read: (texts: Texts, pointer: string, places: Places) => A | string
): ((list: ReadonlyArray<Json>, at: string) => Rows<A>) => {
  const equal = new Map<string, Places>()
  const find = (keys: ReadonlyArray<string>): Places => {
    const name = JSON.stringify(keys)
    let places = equal.get(name)
    if (places === undefined) {
      places = placesIn(["", ...keys])
      if (equal.size === most) equal.clear()
      equal.set(name, places)
    }
    return places
  }
  const findBy = (form: RowForm): Places => {
    const { found } = form
    if (found !== null && found.by === find) return found.places as Places
    const places = find(form.keys)
    form.found = { by: find, places }
    return places
  }
  const readRow: ReadRow<A> = (row: Fields, pointer) => {
    const form = formOf(row)
    if (form === null) return read(textsOf(row, null), pointer, find(Object.keys(row)))
    return read(textsOf(row, form), pointer, findBy(form))
  }
  return (list, at) => readRows(list, at, readRow, undefined)
}
