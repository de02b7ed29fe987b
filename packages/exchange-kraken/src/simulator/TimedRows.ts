/**
 * A list of rows by time, paged as Kraken does: newest first, `end` inclusive, `start` exclusive, by offset. So a row that
 * arrives pushes every older one down, unless `end` keeps it out.
 */
import { amountText, type JsonRow } from "@caudal/exchange/simulator"

export interface TimedQuery {
  readonly start: number
  readonly end: number
  readonly offset: number
  readonly limit: number
}

export interface TimedRows {
  readonly size: () => number
  /** Newest first. */
  readonly append: (rows: ReadonlyArray<JsonRow>) => void
  readonly page: (query: TimedQuery) => { readonly rows: ReadonlyArray<string>; readonly count: number }
  readonly timeOf: (id: string) => number | undefined
  /** All rows as texts, newest first. */
  readonly texts: () => Iterable<string>
}

/** Unix seconds; what cannot be read is as old as can be. */
export const secondsOf = (row: JsonRow): number => {
  const seconds = Number(amountText(row["time"]) ?? 0)
  return Number.isFinite(seconds) ? seconds : 0
}

export const makeTimedRows = (newestFirst: ReadonlyArray<JsonRow>): TimedRows => {
  /** Oldest first: rows of one instant stay in the order they came in. */
  let rows: ReadonlyArray<{ readonly at: number; readonly id: string; readonly text: string }> = []

  const append = (added: ReadonlyArray<JsonRow>): void => {
    const more = [...added]
      .reverse()
      .map((row) => ({ at: secondsOf(row), id: String(row["id"] ?? row["refid"]), text: JSON.stringify(row) }))
    rows = [...rows, ...more].sort((a, b) => a.at - b.at)
  }
  append(newestFirst)

  /** How many rows are no younger than `at`. */
  const upTo = (at: number): number => {
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (rows[middle]!.at <= at) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    size: () => rows.length,
    append,
    page: ({ start, end, offset, limit }) => {
      const last = upTo(end)
      const first = upTo(start)
      const found: Array<string> = []
      for (let i = last - 1 - Math.max(0, offset); i >= first && found.length < limit; i--) found.push(rows[i]!.text)
      return { rows: found, count: Math.max(0, last - first) }
    },
    timeOf: (id) => rows.find((row) => row.id === id)?.at,
    *texts() {
      for (let i = rows.length - 1; i >= 0; i--) yield rows[i]!.text
    }
  }
}
