/**
 * A list of native rows, paged by exclusive marker. Rows are kept oldest first, so that appending new activity leaves
 * every position as it is. A row becomes its JSON text when it is first served and stays that: one copy, no work later.
 */
import { amountText, parseWire, type JsonRow } from "./WireJson.ts"

export interface PageQuery {
  readonly marker?: string | undefined
  readonly ascending: boolean
  readonly limit: number
  /** Rows by which the page starts too early (positive) or too late (negative): a paging fault. */
  readonly shift?: number
}

export interface RowStore {
  readonly size: () => number
  /** Newest first. */
  readonly append: (rows: ReadonlyArray<JsonRow>) => void
  /** `undefined` when the marker names no row. `filter` must be named by `view`: equal names, equal filters. */
  readonly page: (query: PageQuery, view?: string, filter?: (row: JsonRow) => boolean) => ReadonlyArray<string> | undefined
  /** Rows by id, those unknown left out. */
  readonly lookup: (ids: ReadonlyArray<string>) => ReadonlyArray<string>
  /** All rows as texts, newest first. */
  readonly texts: () => Iterable<string>
}

export const makeRowStore = (idField: string, newestFirst: ReadonlyArray<JsonRow>): RowStore => {
  const cells: Array<string | JsonRow> = []
  const positions = new Map<string, number>()
  const views = new Map<string, ReadonlyArray<number>>()

  const append = (rows: ReadonlyArray<JsonRow>): void => {
    for (let i = rows.length - 1; i >= 0; i--) {
      const row = rows[i]!
      // Ids may be text, numbers, or number tokens that no double holds.
      const id = amountText(row[idField])
      // The oldest row of a repeated id stays the marker: a walk towards the past always moves on.
      if (id !== undefined && !positions.has(id)) positions.set(id, cells.length)
      cells.push(row)
    }
    views.clear()
  }
  append(newestFirst)

  const textAt = (position: number): string => {
    const cell = cells[position]!
    return typeof cell === "string" ? cell : (cells[position] = JSON.stringify(cell))
  }
  const rowAt = (position: number): JsonRow => {
    const cell = cells[position]!
    return typeof cell === "string" ? (parseWire(cell) as JsonRow) : cell
  }
  const viewOf = (name: string, filter: (row: JsonRow) => boolean): ReadonlyArray<number> => {
    const known = views.get(name)
    if (known !== undefined) return known
    const found: Array<number> = []
    for (let position = 0; position < cells.length; position++) if (filter(rowAt(position))) found.push(position)
    if (views.size >= 32) views.clear()
    views.set(name, found)
    return found
  }
  /** The first index of a sorted list whose value is not below `position`. */
  const firstFrom = (list: ReadonlyArray<number>, position: number): number => {
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (list[middle]! < position) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    size: () => cells.length,
    append,
    page: ({ marker, ascending, limit, shift = 0 }, view, filter) => {
      const list = view === undefined || filter === undefined ? undefined : viewOf(view, filter)
      const length = list?.length ?? cells.length
      const at = marker === undefined ? undefined : positions.get(marker)
      if (marker !== undefined && at === undefined) return undefined
      const out: Array<string> = []
      const put = (index: number): void => void out.push(textAt(list === undefined ? index : list[index]!))
      if (ascending) {
        const from = at === undefined ? 0 : list === undefined ? at + 1 : firstFrom(list, at + 1)
        for (let i = Math.max(0, from - shift); i < length && out.length < limit; i++) put(i)
      } else {
        const from = at === undefined ? length - 1 : (list === undefined ? at : firstFrom(list, at)) - 1
        for (let i = Math.min(length - 1, from + shift); i >= 0 && out.length < limit; i--) put(i)
      }
      return out
    },
    lookup: (ids) =>
      ids.flatMap((id) => {
        const position = positions.get(id)
        return position === undefined ? [] : [textAt(position)]
      }),
    *texts() {
      for (let position = cells.length - 1; position >= 0; position--) yield textAt(position)
    }
  }
}
