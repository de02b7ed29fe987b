/** Turns the rows of a reply into events: one event or one quarantined row each. */
import type { EpochMillis, Json, LedgerEvent, QuarantinedRow } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import type { Fields } from "./fields.ts"

/** A row that was read, or the reason why it could not be. */
export type ReadRow<Known = undefined> = (row: Fields, pointer: string, known: Known) => LedgerEvent | string

/** Where a reply keeps its rows: it is the list, or has it under a key. A list that would be empty is sometimes left out. */
export const listIn = (json: Json | undefined, key: string | null): ReadonlyArray<Json> => {
  const list = key === null ? json : LosslessJson.isObject(json) ? json[key] : undefined
  return Array.isArray(list) ? (list as ReadonlyArray<Json>) : []
}

export interface Rows {
  readonly events: ReadonlyArray<LedgerEvent>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
  readonly count: number
  /** The oldest instant that a row bears, readable or not otherwise. */
  readonly oldest: EpochMillis | null
}

/** Events bear the instant that the list is sorted and filtered by; `timeOf` reads it of rows that cannot be read otherwise. */
export const readRows = <Known>(
  list: ReadonlyArray<Json>,
  at: string,
  read: ReadRow<Known>,
  known: Known,
  timeOf: (row: Fields) => EpochMillis | undefined
): Rows => {
  const events: Array<LedgerEvent> = []
  const quarantined: Array<QuarantinedRow> = []
  let oldest: EpochMillis | null = null
  for (let i = 0; i < list.length; i++) {
    const row = list[i]
    const pointer = `${at}/${i}`
    if (!LosslessJson.isObject(row)) {
      quarantined.push({ pointer, reason: "the row is not an object" })
      continue
    }
    const one = read(row, pointer, known)
    if (typeof one === "string") quarantined.push({ pointer, reason: one })
    else events.push(one)
    const time = typeof one === "string" ? timeOf(row) : one.at
    if (time !== undefined && (oldest === null || time < oldest)) oldest = time
  }
  return { events, quarantined, count: list.length, oldest }
}
