/** Where a tax report is downloaded: `/export/tax/1/MX/2023.csv?settings={…}`. Built here and read here. */
import { type Country, taxRules, type TaxSettings } from "@caudal/accounting"
import { PortfolioId, type TaxRequest } from "@caudal/engine"
import { Schema } from "effect"
import { keyOf } from "../globalId.ts"

export type TaxFormat = "csv" | "html"

const Text = Schema.Record(Schema.String, Schema.String)
const Method = Schema.Literals(["FIFO", "LIFO", "HIFO", "LOFO", "AVERAGE", "SPECIFIC"])
const Settings = Schema.Struct({
  method: Schema.optionalKey(
    Schema.Union([
      Method,
      Schema.Array(Schema.Struct({ from: Schema.String.check(Schema.isPattern(/^\d{4}-\d{2}-\d{2}$/)), value: Method }))
    ])
  ),
  zone: Schema.optionalKey(Schema.String),
  choices: Schema.optionalKey(Text),
  amounts: Schema.optionalKey(Text),
  accounts: Schema.optionalKey(
    Schema.Record(
      Schema.String,
      Schema.Struct({
        name: Schema.optionalKey(Schema.String),
        custody: Schema.optionalKey(Schema.Literals(["self", "custodian"])),
        country: Schema.optionalKey(Schema.String),
        taxId: Schema.optionalKey(Schema.String),
        form1099: Schema.optionalKey(Schema.Literals(["basisReported", "basisNotReported", "none"]))
      })
    )
  ),
  indices: Schema.optionalKey(Text)
})
const read = Schema.decodeUnknownOption(Schema.fromJsonString(Settings), { onExcessProperty: "error" })

export const taxPrefix = "/export/tax/"

export const taxPath = (portfolio: string, { country, settings: { year, ...settings } }: TaxRequest, format: TaxFormat): string => {
  const chosen = Object.keys(settings).length === 0 ? "" : `?settings=${encodeURIComponent(JSON.stringify(settings))}`
  return `${taxPrefix}${portfolio}/${country}/${year}.${format}${chosen}`
}

export interface TaxDownload {
  readonly portfolio: PortfolioId
  readonly request: TaxRequest
  readonly format: TaxFormat
}

const isCountry = (code: string): code is Country => Object.hasOwn(taxRules, code)

/** `undefined`: no such path. `null`: settings that cannot be read. */
export const taxDownload = (url: URL): TaxDownload | undefined | null => {
  const [, portfolio, country, year, format] = /^\/export\/tax\/(\d+)\/([A-Z]{2})\/(\d{4})\.(csv|html)$/.exec(url.pathname) ?? []
  const key = portfolio === undefined ? undefined : keyOf(portfolio)
  if (key === undefined || country === undefined || !isCountry(country)) return undefined
  const settings = read(url.searchParams.get("settings") ?? "{}")
  if (settings._tag === "None") return null
  const request = { country, settings: { year: Number(year), ...settings.value } as TaxSettings }
  return { portfolio: PortfolioId(key), request, format: format as TaxFormat }
}
