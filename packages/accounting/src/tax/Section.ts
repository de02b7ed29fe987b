import { add, type Decimal } from "../number/Decimal.ts"
import type { Country, Source, Standing } from "./Rules.ts"

/** Null is unknown, and printed as such; never zero. */
export type Cell = string | null

export interface Column {
  readonly id: string
  readonly title: string
  readonly kind: "text" | "date" | "quantity" | "money" | "count"
  /** Summed up at the foot. */
  readonly sum?: boolean
}

export type Row = Readonly<Record<string, Cell>>

export interface Section {
  readonly id: string
  readonly title: string
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<Row>
  /** Sums of the columns that have one, over all rows where the cell is known. */
  readonly totals: Readonly<Record<string, Decimal>>
  /** Rows with an unknown cell in a summed column: they are in no total. */
  readonly unknownRows: number
  readonly notes: ReadonlyArray<string>
}

export interface Setting {
  readonly name: string
  readonly value: string
  /** Of a contested point: how sure the usual answer is, and whether somebody chose. */
  readonly standing: Standing | null
  readonly chosen: boolean
}

export interface Unresolved {
  readonly event: string
  readonly asset: string
  readonly what: string
  readonly missing: Decimal | null
}

export interface TaxReport {
  readonly title: string
  readonly country: Country
  readonly year: { readonly label: string; readonly from: string; readonly until: string }
  readonly currency: string
  readonly rules: { readonly version: string; readonly checkedOn: string; readonly hash: string; readonly sources: ReadonlyArray<Source> }
  /** SHA-256 of the canonical text of events, prices and settings. */
  readonly inputHash: string
  /** As above, of each of them. */
  readonly hashes: { readonly events: string; readonly prices: string; readonly settings: string }
  readonly settings: ReadonlyArray<Setting>
  readonly sections: ReadonlyArray<Section>
  /** What has to be settled before anybody files this. */
  readonly unresolved: ReadonlyArray<Unresolved>
  readonly notes: ReadonlyArray<string>
}

/** A section with its totals. A row that lacks a summed cell is in no total, so that the columns still belong together. */
export const section = (
  id: string,
  title: string,
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<Row>,
  notes: ReadonlyArray<string> = []
): Section => {
  const summed = columns.filter(({ sum }) => sum === true).map((column) => column.id)
  const known = rows.filter((row) => summed.every((each) => row[each] != null))
  const totals = Object.fromEntries(summed.map((each) => [each, known.reduce((total, row) => add(total, row[each]!), "0" as Decimal)]))
  return { id, title, columns, rows, totals, unknownRows: rows.length - known.length, notes }
}

export const text = (id: string, title: string): Column => ({ id, title, kind: "text" })
export const date = (id: string, title: string): Column => ({ id, title, kind: "date" })
export const quantity = (id: string, title: string): Column => ({ id, title, kind: "quantity" })
/** Money that is summed up at the foot. */
export const money = (id: string, title: string): Column => ({ id, title, kind: "money", sum: true })
/** Money of which a sum would mean nothing. */
export const amount = (id: string, title: string): Column => ({ id, title, kind: "money" })

/** Lines of a form: each its own figure, nothing to sum up. */
export const formLines = (
  id: string,
  title: string,
  lines: ReadonlyArray<readonly [line: string, meaning: string, value: Cell]>,
  notes: ReadonlyArray<string> = []
): Section =>
  section(
    id,
    title,
    [text("line", "Line"), text("meaning", "Meaning"), amount("value", "Amount")],
    lines.map(([line, meaning, value]) => ({ line, meaning, value })),
    notes
  )
