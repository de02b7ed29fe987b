import type { Cell, Column, Section, TaxReport } from "../Section.ts"

const escaped = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;")

const style = `
body{font:11px/1.4 system-ui,sans-serif;margin:2em;color:#111}
h1{font-size:18px}h2{font-size:13px;margin:1.6em 0 .4em;break-after:avoid}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:2px 5px;text-align:left;vertical-align:top}
th{background:#eee}td.w{overflow-wrap:anywhere;min-width:7em}td.n,th.n{text-align:right}td.n,td.d{font-variant-numeric:tabular-nums;white-space:nowrap}
tfoot td{font-weight:bold}tr{break-inside:avoid}thead{display:table-header-group}
code{font-size:10px;word-break:break-all}.unknown{background:#fdd}.uncertain{background:#ffd}
@page{size:A4 landscape;margin:12mm}@media print{body{font-size:9px;margin:0}}`

const isNumber = ({ kind }: Column): boolean => kind === "money" || kind === "quantity" || kind === "count"

/** `mark` is a class, or nothing. */
const tag = (name: string, inner: string, mark = ""): string => {
  const open = mark === "" ? name : `${name} class="${mark}"`
  return `<${open}>${inner}</${name}>`
}

/** Ids have no place to break a line at. */
const isLong = (value: string): boolean => /\S{24}/.test(value)

const markOf = (column: Column): string => (isNumber(column) ? "n" : column.kind === "date" ? "d" : "")

const cell = (column: Column, value: Cell): string =>
  value === null ? tag("td", "unknown", "unknown") : tag("td", escaped(value), isLong(value) ? "w" : markOf(column))

const rows = (lines: ReadonlyArray<string>, columns: number): string =>
  lines.length === 0 ? `<tr><td colspan="${columns}">nothing</td></tr>` : lines.join("\n")

const table = ({ title, columns, rows: all, totals, notes }: Section): string => {
  const head = columns.map((column) => tag("th", escaped(column.title), markOf(column))).join("")
  const body = all.map((row) => tag("tr", columns.map((column) => cell(column, row[column.id] ?? null)).join("")))
  const foot = columns.map((column, i) => tag("td", escaped(totals[column.id] ?? (i === 0 ? "Total" : "")), markOf(column))).join("")
  const summed = Object.keys(totals).length > 0 && all.length > 0
  const parts = tag("thead", tag("tr", head)) + tag("tbody", rows(body, columns.length)) + (summed ? tag("tfoot", tag("tr", foot)) : "")
  return [tag("h2", escaped(title)), tag("table", parts), ...notes.map((note) => tag("p", escaped(note)))].join("\n")
}

interface Line {
  readonly cells: ReadonlyArray<string>
  readonly mark: string
}

const list = (title: string, columns: ReadonlyArray<string>, lines: ReadonlyArray<Line>): string => {
  const head = columns.map((each) => tag("th", escaped(each))).join("")
  const body = lines.map(({ cells, mark }) =>
    tag("tr", cells.map((each) => tag("td", escaped(each), isLong(each) ? "w" : "")).join(""), mark)
  )
  return [tag("h2", escaped(title)), tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows(body, columns.length)))].join("\n")
}

/** A whole report as one page that prints: no script, nothing loaded. */
export const taxHtml = (report: TaxReport): string => {
  const { title, year, currency, rules, inputHash, hashes, settings, sections, unresolved, notes } = report
  const chosen = settings.map(({ name, value, standing, chosen: by }): Line => ({
    cells: [name, value, standing ?? "", by ? "chosen" : "usual"],
    mark: standing === "uncertain" ? "uncertain" : ""
  }))
  const open = unresolved.map(({ event, asset, what, missing }): Line => ({ cells: [event, asset, what, missing ?? ""], mark: "unknown" }))
  const sources = rules.sources.map(({ title: source, standing }): Line => ({ cells: [source, standing], mark: "" }))
  const body = [
    tag("h1", escaped(title)),
    tag("p", escaped(`${year.from} to ${year.until}, in ${currency}. Rules ${rules.version}, checked on ${rules.checkedOn}.`)),
    tag("p", `Hash of rules ${tag("code", rules.hash)}`),
    tag("p", `Hash of inputs ${tag("code", inputHash)}`),
    tag(
      "p",
      `Of these: events ${tag("code", hashes.events)}, prices ${tag("code", hashes.prices)}, settings ${tag("code", hashes.settings)}`
    ),
    list("Settings", ["Setting", "Value", "Standing", ""], chosen),
    ...sections.map(table),
    list("Not settled", ["Event", "Coin or account", "What", "Missing"], open),
    list("Sources", ["Source", "Standing"], sources),
    ...notes.map((note) => tag("p", escaped(note)))
  ]
  const head = `<meta charset="utf-8">${tag("title", escaped(title))}${tag("style", style)}`
  return `<!doctype html>\n<html lang="en">${tag("head", head)}\n${tag("body", body.join("\n"))}\n</html>\n`
}
