/**
 * Lists, newest first, that can only be asked for by time: `<end>`. Where a page does not hold all that matches, the next
 * one ends at its oldest row, that instant included. Binance says whether there is more.
 */
import type { EpochMillis, Page, StreamRequest } from "@caudal/exchange"
import type { Events } from "./rows.ts"

/** A cursor of another spelling starts at the end of the window: rows are recognised, none is skipped. */
export const endOf = (cursor: string | null): EpochMillis | null => (cursor !== null && /^\d{1,16}$/.test(cursor) ? Number(cursor) : null)

export const descendingPage = ({ events, quarantined, oldest }: Events, more: boolean, { cursor }: StreamRequest): Page =>
  // Without a row there is nowhere to go on from: what is promised then is asked for again.
  ({ events, quarantined, next: more ? (oldest === null ? cursor : String(oldest)) : null, exhausted: !more })
