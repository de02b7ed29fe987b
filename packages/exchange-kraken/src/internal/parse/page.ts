/** Turns a reply of rows by id into a page: one event or one quarantined row per row, and where the next page starts. */
import type { Fields, LedgerEvent, Page, Reply, StreamRequest } from "@caudal/exchange"
import { LosslessJson, readRowsByKey } from "@caudal/exchange"
import { following, readCursor, writeCursor } from "./cursor.ts"
import { resultOf } from "./fields.ts"
import { readTime } from "./time.ts"

/** A row that was read, or the reason why it could not be. */
export type ReadRow = (row: Fields, pointer: string, id: string) => LedgerEvent | string

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
  const rows: Fields = LosslessJson.isObject(listed) ? listed : {}
  const { items: events, quarantined } = readRowsByKey(rows, `/result/${key}`, readRow)
  const count = events.length + quarantined.length
  const position = readCursor(cursor)
  const next = count === 0 ? position : following(position, oldestSecond(rows, events, quarantined.length > 0), count)
  return {
    events,
    quarantined,
    next: count === 0 && cursor === null ? null : writeCursor(next),
    exhausted: isExhausted(count, position.offset + count, countOf(result["count"]))
  }
}

/** The oldest whole second that a row bears, readable or not otherwise. */
const oldestSecond = (rows: Fields, events: ReadonlyArray<LedgerEvent>, unread: boolean): number | null => {
  let oldest = Infinity
  for (let i = 0; i < events.length; i++) oldest = Math.min(oldest, events[i]!.at)
  for (const row of unread ? Object.values(rows) : []) {
    const time = LosslessJson.isObject(row) ? readTime(row["time"]) : undefined
    if (time !== undefined) oldest = Math.min(oldest, time.at)
  }
  return oldest === Infinity ? null : Math.floor(oldest / 1000)
}
