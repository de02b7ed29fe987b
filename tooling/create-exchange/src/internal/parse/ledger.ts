/** Rows of the ledger as events. What cannot be read is quarantined with its reason; nothing throws, nothing is dropped. */
import type { Json, LedgerEvent, Page, Reply } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"

type Row = { readonly [key: string]: Json }

/** What the exchange sends at most. */
export const pageSize = 100

/**
 * One row as one event, or the reason why it cannot be read. To do: read the row, and see `LedgerEvent` of @caudal/exchange for
 * what each field means. Amounts are read with `Decimal.parse`, instants are epoch milliseconds, the asset is the code as printed.
 */
const readRow = (_row: Row, _pointer: string): LedgerEvent | string => "rows are not read yet: src/internal/parse/ledger.ts"

export const parseLedger = ({ json }: Reply): Page => {
  const rows = LosslessJson.isObject(json) && Array.isArray(json["rows"]) ? (json["rows"] as ReadonlyArray<Json>) : []
  const read = rows.map((row, i) => (LosslessJson.isObject(row) ? readRow(row, `/rows/${i}`) : "the row is not an object"))
  const last = rows.at(-1)
  const id = LosslessJson.isObject(last) ? last["id"] : undefined
  return {
    events: read.filter((one) => typeof one !== "string"),
    quarantined: read.flatMap((one, i) => (typeof one === "string" ? [{ pointer: `/rows/${i}`, reason: one }] : [])),
    // Where the next page starts. A number beyond 2^53 is left as text by the decoder.
    next: typeof id === "string" || typeof id === "number" ? String(id) : null,
    // Only an empty page shows that nothing lies beyond: a page may come short by mistake.
    exhausted: rows.length === 0
  }
}
