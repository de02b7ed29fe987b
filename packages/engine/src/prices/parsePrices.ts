/** Reads files of rates. Pure. */
import { Decimal, type DecimalText } from "@caudal/exchange"
import { dayNumberOf } from "./civilDay.ts"
import { type RateKind, rateKinds } from "./HistoricPrice.ts"
import type { ImportFormat } from "./OwnPrices.ts"

/** Codes as in the file. */
export interface PriceRow {
  readonly line: number
  /** `2024-02-29`. */
  readonly day: string
  readonly base: string
  readonly quote: string
  readonly rate: DecimalText
  readonly kind: RateKind
}

export interface Unreadable {
  readonly line: number
  readonly reason: string
}

const cells = (line: string): ReadonlyArray<string> => line.split(",").map((cell) => cell.trim())

const rateOf = (text: string): DecimalText | string => {
  const rate = Decimal.parse(text)
  if (rate === undefined) return `${JSON.stringify(text.slice(0, 40))} is not a decimal`
  return Decimal.compare(rate, Decimal.zero) > 0 ? rate : `the rate ${rate} is not above zero`
}

type Reader = (cells: ReadonlyArray<string>, line: number) => ReadonlyArray<PriceRow> | string

/** `Date,USD,JPY,…`: what one euro was worth; `N/A` where there is no rate. */
const ecb = (header: ReadonlyArray<string>): Reader | string => {
  const quotes = header.slice(1)
  if (header[0] !== "Date" || !quotes.includes("USD")) return "the columns are not those of eurofxref-hist.csv (Date,USD,JPY,…)"
  return ([day = "", ...texts], line) => {
    if (dayNumberOf(day) === undefined) return `${JSON.stringify(day.slice(0, 40))} is not a day (2024-02-29)`
    const rows: Array<PriceRow> = []
    for (const [i, quote] of quotes.entries()) {
      const text = texts[i] ?? ""
      if (quote === "" || text === "" || text === "N/A") continue
      const rate = rateOf(text)
      if (Decimal.parse(rate) === undefined) return `${quote}: ${rate}`
      rows.push({ line, day, base: "EUR", quote, rate: rate as DecimalText, kind: "official" })
    }
    return rows
  }
}

/** `date,base,quote,rate[,kind]` in any order. */
const generic =
  (kindOfFile: RateKind) =>
  (header: ReadonlyArray<string>): Reader | string => {
    const place = (name: string) => header.indexOf(name)
    const missing = ["date", "base", "quote", "rate"].filter((name) => place(name) < 0)
    if (missing.length > 0) return `there is no column ${missing.join(", ")}`
    return (row, line) => {
      const cell = (name: string) => row[place(name)] ?? ""
      const [day, base, quote, rate, kind] = [cell("date"), cell("base"), cell("quote"), rateOf(cell("rate")), cell("kind") || kindOfFile]
      if (dayNumberOf(day) === undefined) return `${JSON.stringify(day.slice(0, 40))} is not a day (2024-02-29)`
      if (base === "" || quote === "") return "base and quote must be named"
      if (Decimal.parse(rate) === undefined) return rate
      if (!rateKinds.some((one) => one === kind)) return `${JSON.stringify(kind.slice(0, 40))} is not one of ${rateKinds.join(", ")}`
      return [{ line, day, base, quote, rate: rate as DecimalText, kind: kind as RateKind }]
    }
  }

/** Every row of a file, or the first line that cannot be read. */
export const parsePrices = (text: string, format: ImportFormat, kind: RateKind): ReadonlyArray<PriceRow> | Unreadable => {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/)
  const reader = (format === "ecb" ? ecb : generic(kind))(cells(lines[0] ?? ""))
  if (typeof reader === "string") return { line: 1, reason: reader }
  const rows: Array<PriceRow> = []
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === "") continue
    const read = reader(cells(line), i + 1)
    if (typeof read === "string") return { line: i + 1, reason: read }
    rows.push(...read)
  }
  return rows.length === 0 ? { line: 1, reason: "there is no rate in the file" } : rows
}
