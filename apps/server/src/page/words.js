/** What the overview says, in the browser's language where that is one of ours; figures and times as that writes them. */
import { english } from "./english.js"
import { portuguese } from "./portuguese.js"
import { spanish } from "./spanish.js"

const said = { en: english, es: spanish, pt: portuguese }

const language = navigator.language.slice(0, 2)
const own = said[language] ?? said.en

/** What the API calls it. */
export const locale = (said[language] ? language : "en").toUpperCase()

export const say = (key, values = {}) => own[key].replace(/\{(\w+)\}/g, (_, name) => values[name])

/** Where people count in what, by the region of the browser's language. */
const byRegion = { MX: "MXN", BR: "BRL", AR: "ARS", CO: "COP", GB: "GBP", CA: "CAD", ES: "EUR", DE: "EUR", PT: "EUR" }
export const region = navigator.language.split("-")[1] ?? ""
export const usualCurrency = byRegion[region] ?? "USD"

// Decimals stay texts to the last digit: the browser formats those without making doubles of them.
const format = (options) => {
  const made = new Intl.NumberFormat(navigator.language, options)
  return (decimal) => made.format(decimal)
}
export const quantity = format({ maximumFractionDigits: 18 })
const fine = format({ maximumSignificantDigits: 6 })
const money = new Map()
/** Money of a currency that stands beside it anyway. */
export const bare = (decimal, currency) => {
  if (!money.has(currency)) {
    const places = currency === "BTC" ? 8 : 2
    money.set(currency, format({ minimumFractionDigits: places, maximumFractionDigits: places }))
  }
  const size = Math.abs(Number(decimal))
  // Not nothing, however little.
  return size > 0 && size < (currency === "BTC" ? 1e-8 : 0.01) ? fine(decimal) : money.get(currency)(decimal)
}
/** Of one unit: of a cheap one what can be told apart. */
export const unitPrice = (decimal, currency) => (Math.abs(Number(decimal)) < 1 ? fine(decimal) : bare(decimal, currency))
export const amount = (decimal, currency) => `${bare(decimal, currency)} ${currency}`
/** Where there is room for the order of size alone. */
export const short = format({ notation: "compact", maximumSignificantDigits: 3 })
export const percent = format({ style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" })

const clock = new Intl.DateTimeFormat(navigator.language, { dateStyle: "medium", timeStyle: "short" })
export const time = (instant) => clock.format(new Date(instant))
const calendar = new Intl.DateTimeFormat(navigator.language, { dateStyle: "medium", timeZone: "UTC" })
/** Of a civil day, `2021-05-01`. */
export const day = (date) => calendar.format(new Date(date))
