/** Rows of the ledger as events. What cannot be read is quarantined with its reason; nothing throws, nothing is dropped. */
import type { LedgerEvent, Page, ReadRow, Reply } from "@caudal/exchange"
import { listIn, LosslessJson, readRows } from "@caudal/exchange"

/** What the exchange sends at most. */
export const pageSize = 100

/**
 * One row as one event, or the reason why it cannot be read. To do: read the row, and see `LedgerEvent` of @caudal/exchange for
 * what each field means. Amounts are read with `Decimal.parse`, instants are epoch milliseconds, the asset is the code as printed.
 */
const readRow: ReadRow<LedgerEvent> = (_row, _pointer) => "rows are not read yet: src/internal/parse/ledger.ts"

export const parseLedger = ({ json }: Reply): Page => {
  const rows = listIn(json, "rows")
  const { items: events, quarantined } = readRows(rows, "/rows", readRow, undefined)
  const last = rows.at(-1)
  const id = LosslessJson.isObject(last) ? last["id"] : undefined
  return {
    events,
    quarantined,
    // Where the next page starts. A number beyond 2^53 is left as text by the decoder.
    next: typeof id === "string" || typeof id === "number" ? String(id) : null,
    // Only an empty page shows that nothing lies beyond: a page may come short by mistake.
    exhausted: rows.length === 0
  }
}
