/** Reference rates of the European Central Bank that come with Caudal: money converts without a network, up to the file's end. */
import { Decimal } from "@caudal/exchange"
import data from "./data/ecb.json" with { type: "json" }
import { dayMs, type PriceSeries } from "./PriceSeries.ts"

export const ecbSource = "ECB reference rate"

const read = (): ReadonlyArray<PriceSeries> => {
  const days = data.days.map((line) => line.split(" "))
  const at = days.map(([day]) => Date.parse(`${day}T00:00:00Z`))
  return data.quotes.map((quote, i) => ({
    id: `ecb/eur/${quote}`,
    origin: "official",
    exchange: null,
    source: ecbSource,
    kind: "official",
    base: "eur",
    quote,
    spanMs: dayMs,
    statesEnd: false,
    at,
    close: days.map((texts) => Decimal.make(texts[i + 1]!)),
    volume: at.map(() => 0)
  }))
}

let known: ReadonlyArray<PriceSeries> | null = null

/** Read when first asked for: a start does not pay for it. */
export const officialRates = (): ReadonlyArray<PriceSeries> => (known ??= read())
