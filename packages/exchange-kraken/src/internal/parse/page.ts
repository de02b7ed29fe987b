/** Turns a reply of rows by id into a page: one event or one quarantined row per row, and where the next page starts. */
import type { LedgerEvent, Page, QuarantinedRow, Reply, StreamRequest } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { following, readCursor, writeCursor } from "./cursor.ts"
import { type Fields, pointerKey, resultOf } from "./fields.ts"
import { readTime } from "./time.ts"

/** A row that was read, or the reason why it could not be. */
export type ReadRow = (row: Fields, id: string, pointer: string) => LedgerEvent | string

/** What Kraken sends at most. */
export const pageSize = 50

const nothing: Page = { events: [], quarantined: [], next: null, exhausted: false }

const countOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value)
    ? value
    : typeof value === "string" && /^\d{1,15}$/.test(value)
      ? Number(value)
      : null

/**
 * The history ends where both signs agree: the page is short, and Kraken's own count of what matches is used up. An empty
 * page ends it only if the count does not promise more: else it is taken as a mistake, and asked for again.
 */
const isExhausted = (rows: number, seen: number, count: number | null): boolean =>
  rows === 0 ? count === null || count <= seen : rows < pageSize && count !== null && count <= seen

/** `key` names the rows inside the result: `ledger` or `trades`. */
export const readPage = (reply: Reply, { cursor }: StreamRequest, key: string, readRow: ReadRow): Page => {
  const result = resultOf(reply)
  if (!LosslessJson.isObject(result)) return nothing
  const listed = result[key]
  // An empty object of PHP's is a list.
  const rows = LosslessJson.isObject(listed) ? Object.entries(listed) : []
  const events: Array<LedgerEvent> = []
  const quarantined: Array<QuarantinedRow> = []
  let oldest: number | null = null
  for (const [id, row] of rows) {
    const pointer = `/result/${key}/${pointerKey(id)}`
    const isRow = LosslessJson.isObject(row)
    const read = isRow ? readRow(row, id, pointer) : "the row is not an object"
    if (typeof read === "string") quarantined.push({ pointer, reason: read })
    else events.push(read)
    const time = isRow ? readTime(row["time"]) : undefined
    if (time !== undefined && (oldest === null || time.second < oldest)) oldest = time.second
  }
  const position = readCursor(cursor)
  const next = rows.length === 0 ? position : following(position, oldest, rows.length)
  return {
    events,
    quarantined,
    next: rows.length === 0 && cursor === null ? null : writeCursor(next),
    exhausted: isExhausted(rows.length, position.offset + rows.length, countOf(result["count"]))
  }
}
