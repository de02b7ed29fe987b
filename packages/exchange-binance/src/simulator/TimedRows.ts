/** A list of rows by time, newest first, of which those between two instants are shown, both included. */
import type { JsonRow } from "@caudal/exchange/simulator"
import { timeOf, type ListName } from "./lists.ts"

export interface TimedQuery {
  readonly start: number
  readonly end: number
  readonly offset: number
  readonly limit: number
}

export interface TimedRows {
  /** Newest first. */
  readonly append: (rows: ReadonlyArray<JsonRow>) => void
  readonly page: (query: TimedQuery, only?: (row: JsonRow) => boolean) => { readonly rows: ReadonlyArray<string>; readonly total: number }
  /** All rows as texts, newest first. */
  readonly texts: () => Iterable<string>
}

interface Cell {
  readonly at: number
  readonly row: JsonRow
}

export const makeTimedRows = (name: ListName, newestFirst: ReadonlyArray<JsonRow>): TimedRows => {
  /** Oldest first: rows of one instant stay in the order they came in. */
  let cells: ReadonlyArray<Cell> = []
  const append = (added: ReadonlyArray<JsonRow>): void => {
    const more = [...added].reverse().map((row) => ({ at: timeOf(name, row), row }))
    cells = [...cells, ...more].sort((a, b) => a.at - b.at)
  }
  append(newestFirst)
  return {
    append,
    page: ({ start, end, offset, limit }, only = () => true) => {
      const found: Array<string> = []
      let total = 0
      for (let i = cells.length - 1; i >= 0; i--) {
        const { at, row } = cells[i]!
        if (at > end || at < start || !only(row)) continue
        if (total >= offset && found.length < limit) found.push(JSON.stringify(row))
        total++
      }
      return { rows: found, total }
    },
    *texts() {
      for (let i = cells.length - 1; i >= 0; i--) yield JSON.stringify(cells[i]!.row)
    }
  }
}
