/** Turns a list reply into a page: one event or one quarantined row per row, and where the next page starts. */
import type { Json, LedgerEvent, Page, ReadRow, Reply } from "@caudal/exchange"
import { LosslessJson, readRows } from "@caudal/exchange"
import { readId } from "./fields.ts"

export type ReadEntry = ReadRow<LedgerEvent, string>

const nothing: Page = { events: [], quarantined: [], next: null, exhausted: false }

/**
 * Bitso pages by the id of the last row seen (`marker`, exclusive). A short page proves nothing: only an empty list
 * shows that the history ends. A page without a single id gives no place to go on from. Rows below the last id come again
 * with the next page and are left to it: without an id of their own they would be taken for twins of themselves.
 */
export const readPage = (reply: Reply, stream: string, idKey: string, readEntry: ReadEntry): Page => {
  const rows: Json | undefined = LosslessJson.isObject(reply.json) ? reply.json["payload"] : undefined
  if (!Array.isArray(rows)) return nothing
  const last = lastWithId(rows, idKey)
  const shown = last === null || last.index === rows.length - 1 ? rows : rows.slice(0, last.index + 1)
  const { items: events, quarantined } = readRows(shown, "/payload", readEntry, stream)
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
