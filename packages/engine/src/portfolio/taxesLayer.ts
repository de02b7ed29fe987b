/** Tax reports over the ledger. Made anew whenever ledger, prices or settings say something else; kept for the pages of one. */
import {
  dayIn,
  dayText,
  type LotEvent,
  PolicyError,
  sum,
  takesNamed,
  taxBasis,
  TaxError,
  type TaxInput,
  type TaxPrice,
  taxReport,
  taxRules,
  type TaxUnresolved
} from "@caudal/accounting"
import { Effect, Layer } from "effect"
import type { Certificate } from "../books/Books.ts"
import { goneChoices } from "./choiceGaps.ts"
import { KeepLast } from "./KeepLast.ts"
import { LotBooks, type Projected } from "./LotBooks.ts"
import type { LotGap, LotGapCode } from "./LotProjection.ts"
import { SettingsRefused, UnknownTimeZone } from "./LotSettings.ts"
import { valuationCurrencies } from "./Portfolios.ts"
import { type TaxAnswer, Taxes, type TaxRequest } from "./Taxes.ts"

/** Reports that are kept: a few screens of one owner. */
const mostReports = 4

const meanings: Readonly<Record<LotGapCode, string>> = {
  "unknown-asset": "nothing says what this coin is",
  "missing-price": "nobody has a price",
  "opening-without-cost": "was there at the opening, by the owner's word: its cost is not known",
  "unmatched-deposit": "came in from a place that is not known: its cost is not known",
  "unmatched-withdrawal": "left for a place that is not known: if it was sold, a disposal is missing",
  "unmatched-group": "rows that belong together do not make a whole",
  "chosen-lot-unavailable": "the lot that was chosen does not hold that much",
  "chosen-disposal-gone": "lots were chosen for a disposal that is not there any more: the choice changes nothing",
  unclassified: "an operation without a rule"
}

/** Symbols, as people know coins; with the id where two coins share one. */
const namesOf = ({ projection: { assets } }: Projected): ReadonlyMap<string, string> => {
  const bySymbol = Map.groupBy(assets.values(), ({ symbol }) => symbol)
  return new Map(
    [...assets.values()].map(({ id, symbol }) => [
      id,
      new Set(bySymbol.get(symbol)!.map((each) => each.id)).size === 1 ? symbol : `${symbol} (${id})`
    ])
  )
}

const renamed = (events: ReadonlyArray<LotEvent>, names: ReadonlyMap<string, string>): ReadonlyArray<LotEvent> => {
  const name = (id: string): string => names.get(id) ?? id
  return events.map((event): LotEvent => {
    if (event.type === "conversion")
      return { ...event, from: { ...event.from, asset: name(event.from.asset) }, to: { ...event.to, asset: name(event.to.asset) } }
    return { ...event, asset: name(event.asset) }
  })
}

/** The last instant of a civil day in a zone. */
const endOf = (day: string, timeZone: string): number => {
  const dayOf = dayIn(timeZone)
  const hour = 3_600_000
  let last = Date.parse(`${day}T00:00:00Z`) - 15 * hour
  let beyond = last + 56 * hour
  while (beyond - last > 1) {
    const middle = Math.floor((last + beyond) / 2)
    if (dayText(dayOf({ ms: middle, day: null })) <= day) last = middle
    else beyond = middle
  }
  return last
}

const closingPrices = (
  { closeOf, projection: { assets, currency } }: Projected,
  names: ReadonlyMap<string, string>,
  day: string,
  timeZone: string
) =>
  [...assets.keys()].flatMap((asset): ReadonlyArray<TaxPrice> => {
    const price = asset === currency ? null : closeOf(asset, day, timeZone)
    return price === null ? [] : [{ asset: names.get(asset)!, date: day, price: price.amount, source: price.source }]
  })

/** What valued the events, each price once: the report names their sources and hashes them. */
const pricesUsed = (
  { projection: { prices }, eventOf }: Projected,
  names: ReadonlyMap<string, string>,
  timeZone: string
): ReadonlyArray<TaxPrice> => {
  const dayOf = dayIn(timeZone)
  const used = prices.map(({ asset, event, amount, source }): TaxPrice => {
    const at = Date.parse(eventOf.get(event)!.time)
    return { asset: names.get(asset)!, date: dayText(dayOf({ ms: at, day: null })), price: amount, source }
  })
  return [...new Map(used.map((price) => [JSON.stringify(price), price])).values()]
}

const statedBy = (
  { projection, transactions }: Pick<Projected, "projection" | "transactions">,
  gaps: ReadonlyArray<LotGap>,
  names: ReadonlyMap<string, string>,
  until: number,
  unproved: ReadonlyArray<Certificate>
): ReadonlyArray<TaxUnresolved> => {
  const accountOf = (connection: number): string => {
    const row = transactions.find(({ connectionId }) => connectionId === connection)
    return row === undefined ? "an account without rows" : `${row.exchange}:${row.accountKey}`
  }
  return [
    ...unproved.map(({ connectionId, state, reason }) => ({
      event: "",
      asset: accountOf(connectionId),
      what: `the books of this account are not proved (${state}${reason === null ? "" : `: ${reason}`}): rows may be missing`,
      missing: null
    })),
    ...[...projection.gaps, ...gaps]
      .filter(({ at }) => at <= until)
      .map(({ code, event, asset, quantity }) => ({
        event,
        asset: names.get(asset) ?? asset,
        what: meanings[code],
        missing: sum([quantity])
      }))
  ]
}

const refused = (error: unknown): SettingsRefused | UnknownTimeZone => {
  if (error instanceof TaxError) return new SettingsRefused({ problem: error.message, whatToDo: error.whatToDo })
  if (error instanceof PolicyError) return new SettingsRefused({ problem: error.message, whatToDo: "Change the settings of the report." })
  throw error
}

export const layer = Layer.effect(
  Taxes,
  Effect.gen(function* () {
    const books = yield* LotBooks
    const kept = new KeepLast<TaxAnswer>(mostReports)

    const make = (projected: Projected, { country, settings }: TaxRequest, unproved: ReadonlyArray<Certificate>): TaxAnswer => {
      const { currency, zone } = taxRules[country]
      const names = namesOf(projected)
      const events = renamed(projected.projection.events, names)
      const input: TaxInput = { events, currency, prices: [], settings }
      const { year } = taxBasis(country, { ...input, events: [] })
      const timeZone = settings.zone ?? zone
      const gone = takesNamed(settings.method ?? "FIFO") ? goneChoices(projected) : []
      const stated = statedBy(projected, gone, names, endOf(year.until, timeZone), unproved)
      // Closing prices first: a report that asks for the last day's price means the close.
      const prices = [...closingPrices(projected, names, year.until, timeZone), ...pricesUsed(projected, names, timeZone)]
      const report = taxReport(country, { ...input, prices, stated })
      return { report, ledgerHash: projected.inputHash, projectionVersion: projected.projection.version }
    }

    return Taxes.of({
      report: Effect.fnUntraced(function* (owner, portfolio, request) {
        const { zone } = request.settings
        if (zone !== undefined) yield* Effect.try({ try: () => dayIn(zone), catch: () => new UnknownTimeZone() })
        const currency = valuationCurrencies.find((known) => known === taxRules[request.country].currency.toLowerCase())!
        const projected = yield* books.project(owner, portfolio, currency)
        const unproved = yield* books.unproved(owner, portfolio)
        const key = JSON.stringify([
          projected.key,
          request,
          unproved.map(({ connectionId, state, reason }) => [connectionId, state, reason])
        ])
        return yield* Effect.try({ try: () => kept.orMake(key, () => make(projected, request, unproved)), catch: refused })
      })
    })
  })
)
