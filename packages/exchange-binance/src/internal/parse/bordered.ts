/**
 * Where a walk down a list stands that is sorted by time and paged by offset: `<end>+<offset>`.
 *
 * A new row pushes all older ones down, so an offset from the top may show a row twice or, after a page that began too
 * early, never. A walk therefore goes on at the instant of the oldest row it has seen, that instant included, and counts
 * only among the rows that share it. What it reads again the store knows by its id. The list is exhausted where nothing is
 * left, since a page may also be short for other reasons.
 */
import type { EpochMillis, Page, StreamRequest } from "@caudal/exchange"
import type { Events } from "./rows.ts"

export interface Border {
  /** Rows no younger than this; `null`: the end of the window. */
  readonly end: EpochMillis | null
  readonly offset: number
}

const spelling = /^(\d{1,16})?\+(\d{1,9})$/

/** A cursor of another spelling starts at the top of the window: rows are recognised, none is skipped. */
export const readBorder = (cursor: string | null): Border => {
  const match = cursor === null ? null : spelling.exec(cursor)
  return match === null ? { end: null, offset: 0 } : { end: match[1] === undefined ? null : Number(match[1]), offset: Number(match[2]) }
}

const writeBorder = ({ end, offset }: Border): string => `${end ?? ""}+${offset}`

export const borderedPage = ({ events, quarantined, count, oldest }: Events, { cursor, window }: StreamRequest): Page => {
  if (count === 0) return { events, quarantined, next: cursor, exhausted: true }
  const { end, offset } = readBorder(cursor)
  const limit = end ?? (window === null ? null : window.to)
  const moves = oldest !== null && (limit === null || oldest < limit)
  return { events, quarantined, next: writeBorder(moves ? { end: oldest, offset: 0 } : { end, offset: offset + count }), exhausted: false }
}
