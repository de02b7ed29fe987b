/**
 * Where a walk down the ledger or the trades stands: `<end>+<ofs>`.
 *
 * Kraken pages by offset, and every new row pushes the older ones down. So a walk never counts from the top: `end` bounds
 * it to rows that are no younger than a whole second of the past, where nothing new appears, and the offset counts from
 * there. Rows that share the border second are read again rather than lost, since an id as `end` or a fraction of a second
 * would leave their order to Kraken; the store knows them by their ids.
 */
export interface Position {
  /** Whole Unix seconds, inclusive by Kraken's reference; one above the oldest row seen, so that exclusive would do. */
  readonly end: number | null
  readonly offset: number
}

export const top: Position = { end: null, offset: 0 }

const spelling = /^(\d{1,13})?\+(\d{1,9})$/

/** A cursor of another spelling starts at the top: rows are recognised, none is skipped. */
export const readCursor = (cursor: string | null): Position => {
  const match = cursor === null ? null : spelling.exec(cursor)
  return match === null ? top : { end: match[1] === undefined ? null : Number(match[1]), offset: Number(match[2]) }
}

export const writeCursor = ({ end, offset }: Position): string => `${end ?? ""}+${offset}`

/** Below the oldest row of a page; further down the same second when the page did not leave it. */
export const following = (position: Position, oldestSecond: number | null, rows: number): Position => {
  const end = oldestSecond === null ? null : oldestSecond + 1
  return end !== null && (position.end === null || end < position.end)
    ? { end, offset: 0 }
    : { ...position, offset: position.offset + rows }
}
