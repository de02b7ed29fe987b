/** Faults in the rows of a list. They change the answer, never the truth: asked again without the fault, all is well. */
import type { ActiveFaults } from "./FaultSchedule.ts"
import type { JsonRow } from "./WireJson.ts"

/** How an exchange's rows are bent; each gives back another row. */
export interface RowBender {
  /** The row as it was before a later correction. */
  readonly uncorrect: (row: JsonRow) => JsonRow
  readonly withOperation: (row: JsonRow, operation: string) => JsonRow
  readonly withCurrency: (row: JsonRow, currency: string) => JsonRow
}

const bendFrom = (
  rows: ReadonlyArray<string>,
  from: number,
  count: number,
  bend: (row: JsonRow) => JsonRow,
  parse: (text: string) => unknown
) => rows.map((text, index) => (index >= from && index < from + count ? JSON.stringify(bend(parse(text) as JsonRow)) : text))

/** `rows` is the page as texts of rows: of one list, and of one window, where there are several. `newestFirst`: its direction. */
export const bendRows = (
  rows: ReadonlyArray<string>,
  newestFirst: boolean,
  faults: ActiveFaults,
  bender: RowBender,
  parse: (text: string) => unknown
): ReadonlyArray<string> => {
  if (faults.names.length === 0) return rows
  if (faults.get("emptyList") !== undefined) return []
  let page = rows
  const text = (name: "unknownOperation" | "unknownCurrency", arg: string, fallback: string): string => {
    const value = faults.get(name)?.[arg]
    return typeof value === "string" ? value : fallback
  }
  if (faults.get("lateRow") !== undefined) {
    const count = faults.number("lateRow", "rows", 1)
    page = newestFirst ? page.slice(count) : page.slice(0, Math.max(0, page.length - count))
  }
  if (faults.get("shortPage") !== undefined) page = page.slice(0, Math.max(1, page.length - faults.number("shortPage", "rows", 1)))
  if (faults.get("correctedRow") !== undefined) {
    const count = faults.number("correctedRow", "rows", 1)
    page = bendFrom(page, newestFirst ? 0 : Math.max(0, page.length - count), count, bender.uncorrect, parse)
  }
  if (faults.get("unknownOperation") !== undefined) {
    const operation = text("unknownOperation", "operation", "operation_from_the_future")
    page = bendFrom(page, 0, 1, (row) => bender.withOperation(row, operation), parse)
  }
  if (faults.get("unknownCurrency") !== undefined) {
    const currency = text("unknownCurrency", "currency", "xyz9")
    page = bendFrom(page, 0, 1, (row) => bender.withCurrency(row, currency), parse)
  }
  if (faults.get("duplicateRows") !== undefined) page = [...page.slice(0, faults.number("duplicateRows", "rows", 1)), ...page]
  if (faults.get("reorderRows") !== undefined) page = faults.random.shuffle(page)
  return page
}

const quotedDecimal = /:\s*"(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g

/** Turns every value that is decimal text into a JSON number. Ids of digits only (a trade id) turn, too: so do exchanges. */
export const unquoteNumbers = (body: string): string => body.replace(quotedDecimal, ":$1")
