/** Turns a list reply into a page: one event or one quarantined row per row, and where the next page starts. */
import type { Json, LedgerEvent, Page, QuarantinedRow, Reply } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { readId } from "./fields.ts"

/** A row that was read, or the reason why it could not be. */
export type ReadRow = (row: { readonly [key: string]: Json }, pointer: string, stream: string) => LedgerEvent | string

/** Pointers of a usual page, made once. */
const pointers = Array.from({ length: 128 }, (_, i) => "/payload/" + i)

const nothing: Page = { events: [], quarantined: [], next: null, exhausted: false }

/**
 * Bitso pages by the id of the last row seen (`marker`, exclusive). A short page proves nothing: only an empty list
 * shows that the history ends. A page without a single id gives no place to go on from. Rows below the last id come again
 * with the next page and are left to it: without an id of their own they would be taken for twins of themselves.
 */
export const readPage = (reply: Reply, stream: string, idKey: string, readRow: ReadRow): Page => {
  const rows = LosslessJson.isObject(reply.json) ? reply.json["payload"] : undefined
  if (!Array.isArray(rows)) return nothing
  const events: Array<LedgerEvent> = []
  const quarantined: Array<QuarantinedRow> = []
  const last = lastWithId(rows, idKey)
  const end = last === null ? rows.length : last.index + 1
  for (let i = 0; i < end; i++) {
    const row: unknown = rows[i]
    const pointer = pointers[i] ?? "/payload/" + i
    const read = LosslessJson.isObject(row) ? readRow(row, pointer, stream) : "the row is not an object"
    if (typeof read === "string") quarantined.push({ pointer, reason: read })
    else events.push(read)
  }
  return { events, quarantined, next: last === null ? null : last.id, exhausted: rows.length === 0 }
}

const lastWithId = (rows: ReadonlyArray<unknown>, idKey: string): { readonly index: number; readonly id: string } | null => {
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]
    const id = LosslessJson.isObject(row) ? readId(row[idKey]) : null
    if (typeof id === "string") return { index, id }
  }
  return null
}
