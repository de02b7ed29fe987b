import type { Cell, Row, Section, TaxReport } from "../Section.ts"

/** RFC 4180; a cell that a spreadsheet would take for a formula is quoted by an apostrophe, but a plain number is left alone. */
const field = (value: string): string => {
  const safe = /^\s*[=+@|%＝＋－＠]|^[\t\r\n]|^\s*-(?![\d.]+$)/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (cells: ReadonlyArray<Cell>): string => `${cells.map((cell) => field(cell ?? "unknown")).join(",")}\r\n`

const totalsOf = ({ columns, totals }: Section): ReadonlyArray<string> => columns.map(({ id }, i) => totals[id] ?? (i === 0 ? "Total" : ""))

/** One table of a report, with its head and (where columns are summed) its foot. */
export const sectionCsv = (section: Section): string => {
  const { columns, rows, totals } = section
  const cells = (row: Row): ReadonlyArray<Cell> => columns.map(({ id }) => row[id] ?? null)
  const foot = Object.keys(totals).length > 0 ? line(totalsOf(section)) : ""
  return line(columns.map(({ title }) => title)) + rows.map((row) => line(cells(row))).join("") + foot
}

/** A whole report: what it was made by, every table, what is not settled. Lines end as RFC 4180 says. */
export const taxCsv = (report: TaxReport): string => {
  const { title, year, currency, rules, inputHash, hashes, settings, sections, unresolved, notes } = report
  const head: ReadonlyArray<ReadonlyArray<string>> = [
    [title],
    ["From", year.from, "Until", year.until],
    ["Currency", currency],
    ["Rules", rules.version, "checked on", rules.checkedOn],
    ["Hash of rules", rules.hash],
    ["Hash of inputs", inputHash],
    ["Hash of events", hashes.events],
    ["Hash of prices", hashes.prices],
    ["Hash of settings", hashes.settings]
  ]
  return [
    head.map(line).join(""),
    line(["Settings"]) +
      settings.map(({ name, value, standing, chosen }) => line([name, value, standing ?? "", chosen ? "chosen" : "usual"])).join(""),
    ...sections.map((section) => line([section.title]) + sectionCsv(section) + section.notes.map((note) => line([note])).join("")),
    line(["Not settled"]) +
      (unresolved.length === 0
        ? line(["nothing"])
        : unresolved.map(({ event, asset, what, missing }) => line([event, asset, what, missing ?? ""])).join("")),
    line(["Sources"]) + rules.sources.map(({ title: source, standing }) => line([source, standing])).join(""),
    notes.map((note) => line([note])).join("")
  ].join("\r\n")
}
