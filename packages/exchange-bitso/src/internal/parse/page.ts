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
 * shows that the history ends. A page without a single id gives no place to go on from.
 */
export const readPage = (reply: Reply, stream: string, idKey: string, readRow: ReadRow): Page => {
  const rows = LosslessJson.isObject(reply.json) ? reply.json["payload"] : undefined
  if (!Array.isArray(rows)) return nothing
  const events: Array<LedgerEvent> = []
  const quarantined: Array<QuarantinedRow> = []
  for (let i = 0; i < rows.length; i++) {
    const row: unknown = rows[i]
    const pointer = pointers[i] ?? "/payload/" + i
    const read = LosslessJson.isObject(row) ? readRow(row, pointer, stream) : "the row is not an object"
    if (typeof read === "string") quarantined.push({ pointer, reason: read })
    else events.push(read)
  }
  return { events, quarantined, next: lastId(rows, idKey), exhausted: rows.length === 0 }
}

const lastId = (rows: ReadonlyArray<unknown>, idKey: string): string | null => {
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]
    const id = LosslessJson.isObject(row) ? readId(row[idKey]) : null
    if (typeof id === "string") return id
  }
  return null
}
