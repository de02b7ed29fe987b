/** Turns the rows of a reply into events, and tells how far back they go. */
import type { EpochMillis, Fields, Json, LedgerEvent, QuarantinedRow, ReadRow } from "@caudal/exchange"
import { LosslessJson, readRows } from "@caudal/exchange"

export type ReadEvent<Known = undefined> = ReadRow<LedgerEvent, Known>

export interface Events {
  readonly events: ReadonlyArray<LedgerEvent>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
  readonly count: number
  /** The oldest instant that a row bears, readable or not otherwise. */
  readonly oldest: EpochMillis | null
}

/** Events bear the instant that the list is sorted and filtered by; `timeOf` reads it of rows that cannot be read otherwise. */
export const readEvents = <Known>(
  list: ReadonlyArray<Json>,
  at: string,
  read: ReadEvent<Known>,
  known: Known,
  timeOf: (row: Fields) => EpochMillis | undefined
): Events => {
  const { items: events, quarantined } = readRows(list, at, read, known)
  let oldest: number = Infinity
  for (let i = 0; i < events.length; i++) oldest = Math.min(oldest, events[i]!.at)
  for (const row of quarantined.length > 0 ? list : []) if (LosslessJson.isObject(row)) oldest = Math.min(oldest, timeOf(row) ?? Infinity)
  return { events, quarantined, count: list.length, oldest: oldest === Infinity ? null : oldest }
}
