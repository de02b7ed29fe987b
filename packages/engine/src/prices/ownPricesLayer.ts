/** An owner's prices and imports over the store. */
import { Decimal, type DecimalText } from "@caudal/exchange"
import { Clock, Effect, Layer } from "effect"
import { anyExchange } from "../assets/Asset.ts"
import { AssetNotFound, Assets } from "../assets/Assets.ts"
import { Exchanges } from "../Exchanges.ts"
import type { OwnerId } from "../Ids.ts"
import { failureKey, HistoryFailures } from "../market/HistoryFailures.ts"
import { missingOf, sameSeries } from "../market/historyNeeds.ts"
import { readNeeds } from "../market/readNeeds.ts"
import type { WantedInstants } from "../market/WantedInstants.ts"
import { OwnPriceStore } from "../storage/OwnPriceStore.ts"
import { PriceStore, type Stretch } from "../storage/PriceStore.ts"
import type { QuoteStore } from "../storage/QuoteStore.ts"
import { dayNumberOf, dayTextOf } from "./civilDay.ts"
import { type ImportFinding, importFindings } from "./importFindings.ts"
import { loadSeries } from "./loadSeries.ts"
import { makeLookup } from "./makeLookup.ts"
import { officialRates } from "./officialRates.ts"
import {
  type Imported,
  ImportNotFound,
  MalformedFile,
  MalformedPrice,
  OwnPriceNotFound,
  OwnPrices,
  type PriceImport,
  type PriceSource,
  SuspectPrices
} from "./OwnPrices.ts"
import { parsePrices, type PriceRow } from "./parsePrices.ts"
import { dayMs } from "./PriceSeries.ts"
import { exchangeOf, sourceOf } from "./seriesOf.ts"

interface Pair {
  /** Asset ids. */
  readonly base: string
  readonly quote: string
  readonly kind: PriceRow["kind"]
  /** By day number. */
  readonly rates: Map<number, DecimalText>
}

/** Rows by pair, or the first that says something nobody can know. */
const pairsOf = Effect.fnUntraced(function* (owner: OwnerId, { format }: PriceImport, rows: ReadonlyArray<PriceRow>) {
  const assets = yield* Assets
  const resolve = yield* assets.resolver(owner)
  const ids = new Set((yield* assets.known(owner)).map(({ id }) => id))
  const pairs = new Map<string, Pair>()
  for (const { line, day, base, quote, rate, kind } of rows) {
    const number = dayNumberOf(day)!
    const idOf = (code: string) => {
      if (ids.has(code)) return code
      const found = resolve({ exchange: anyExchange, code, at: number * dayMs })
      return found.status === "known" ? found.id : undefined
    }
    const [baseId, quoteId] = [idOf(base), idOf(quote)]
    if (baseId === undefined || quoteId === undefined) {
      // Money that Caudal does not know is of no use in the bank's table, and no mistake.
      if (format === "ecb") continue
      const unknown = baseId === undefined ? base : quote
      return yield* new MalformedFile({ line, reason: `it is not known for sure what ${unknown} is: give the id of a known asset` })
    }
    if (baseId === quoteId) return yield* new MalformedFile({ line, reason: `${base} and ${quote} are the same asset` })
    const key = `${kind} ${baseId} ${quoteId}`
    const pair = pairs.get(key) ?? { base: baseId, quote: quoteId, kind, rates: new Map() }
    pairs.set(key, pair)
    if ((pair.rates.get(number) ?? rate) !== rate)
      return yield* new MalformedFile({ line, reason: `${day} has two rates for ${base} in ${quote}` })
    pair.rates.set(number, rate)
  }
  return [...pairs.values()]
})

/** Compared with what every source but this file and the owner's single prices says of the same days. */
const findingsOf = Effect.fnUntraced(function* (owner: OwnerId, name: string, { base, quote, rates }: Pair) {
  const days = [...rates.keys()]
  const [from, to] = [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))]
  const request = { currency: quote, assets: [base], from: (from - 1) * dayMs, to: (to + 2) * dayMs, mostCarriedDays: 0 }
  const { series, money } = yield* loadSeries(owner, request)
  const others = series.filter(({ origin, source }) => origin !== "manual" && !(origin === "imported" && source === name))
  const lookup = makeLookup({ ...request, series: others, inside: [], money, moneyRate: "official", relations: [], sha256: () => "" })
  const known = new Map<number, number>()
  for (let day = from - 1; day <= to + 1; day++) {
    const price = lookup.at(base, day * dayMs + dayMs / 2)
    if (price !== null) known.set(day, Number(price.amount))
  }
  return importFindings(base, quote, new Map([...rates].map(([day, rate]) => [day, Number(rate)])), known)
})

const lengthOf = (stretches: ReadonlyArray<Stretch>): number => stretches.reduce((sum, { from, to }) => sum + to - from, 0)

export const layer = Layer.effect(
  OwnPrices,
  Effect.gen(function* () {
    const assets = yield* Assets
    const exchanges = yield* Exchanges
    const store = yield* PriceStore
    const owned = yield* OwnPriceStore
    const failures = yield* HistoryFailures
    const context = yield* Effect.context<Assets | Exchanges | PriceStore | OwnPriceStore | QuoteStore | WantedInstants>()

    const importFile = Effect.fnUntraced(function* (owner: OwnerId, file: PriceImport) {
      const rows = parsePrices(file.text, file.format, file.kind)
      if ("reason" in rows) return yield* new MalformedFile(rows)
      const pairs = yield* pairsOf(owner, file, rows)
      const findings: ReadonlyArray<ImportFinding> = (yield* Effect.forEach(pairs, (pair) =>
        findingsOf(owner, file.name, pair).pipe(Effect.orDie)
      )).flat()
      if (findings.length > 0 && !file.force) return yield* new SuspectPrices({ findings })
      const storedAt = yield* Clock.currentTimeMillis
      const days = pairs.flatMap(({ rates }) => [...rates.keys()]).sort((a, b) => a - b)
      yield* Effect.forEach(pairs, ({ base, quote, kind, rates }) => {
        const prices = [...rates].map(([day, rate]) => ({ at: day * dayMs, open: rate, high: rate, low: rate, close: rate, volume: null }))
        const covered = { from: days[0]! * dayMs, to: (days.at(-1)! + 1) * dayMs }
        return store.add({ owner, source: file.name, market: "", kind, base, quote, spanMs: dayMs }, prices, covered, storedAt)
      }).pipe(store.together, Effect.orDie)
      const [from, to] = [dayTextOf(days[0]!), dayTextOf(days.at(-1)!)]
      return { name: file.name, prices: days.length, from, to, findings } satisfies Imported
    })

    const shipped = officialRates().map((series): PriceSource => ({
      source: series.source,
      exchange: null,
      imported: null,
      kind: series.kind,
      base: series.base,
      quote: series.quote,
      spanMs: series.spanMs,
      prices: series.at.length,
      from: series.at[0]!,
      to: series.at.at(-1)! + series.spanMs,
      neededMs: 0,
      coveredMs: 0,
      failure: null
    }))

    const sources = Effect.fnUntraced(function* (owner: OwnerId) {
      const needs = yield* readNeeds(owner)
      const stored = yield* store.series(owner)
      const nameOf = (id: string) => exchanges.get(id)?.manifest.name ?? id
      const begun = stored.map((series): PriceSource => {
        const wanted = needs.find(({ key }) => sameSeries(key, series))?.wanted ?? []
        const neededMs = lengthOf(wanted)
        return {
          source: sourceOf(series, nameOf),
          exchange: exchangeOf(series),
          imported: exchangeOf(series) === null ? series.source : null,
          kind: series.kind,
          base: series.base,
          quote: series.quote,
          spanMs: series.spanMs,
          prices: series.prices,
          from: series.first,
          to: series.last === null ? null : series.last + series.spanMs,
          neededMs,
          coveredMs: neededMs - lengthOf(wanted.flatMap((stretch) => missingOf(stretch, series.covered))),
          failure: failures.get(failureKey(series))?.message ?? null
        }
      })
      const waiting = needs
        .filter(({ key }) => !stored.some((series) => sameSeries(key, series)))
        .map(({ key, wanted }): PriceSource => ({
          source: sourceOf(key, nameOf),
          exchange: key.source,
          imported: null,
          kind: key.kind,
          base: key.base,
          quote: key.quote,
          spanMs: key.spanMs,
          prices: 0,
          from: null,
          to: null,
          neededMs: lengthOf(wanted),
          coveredMs: 0,
          failure: failures.get(failureKey(key))?.message ?? null
        }))
      return [...begun, ...waiting, ...shipped]
    })

    return OwnPrices.of({
      all: (owner) => owned.all(owner).pipe(Effect.orDie),
      set: Effect.fnUntraced(function* (owner, { asset, currency, day, amount }) {
        const ids = new Set((yield* assets.known(owner)).map(({ id }) => id))
        const unknown = [asset, currency].find((id) => !ids.has(id))
        if (unknown !== undefined) return yield* new AssetNotFound({ asset: unknown })
        if (asset === currency) return yield* new MalformedPrice({ reason: "The asset and the currency are the same." })
        if (dayNumberOf(day) === undefined) return yield* new MalformedPrice({ reason: "The day is not a date such as 2024-02-29." })
        if (Decimal.compare(amount, Decimal.zero) <= 0) return yield* new MalformedPrice({ reason: "The price must be above zero." })
        return yield* owned.put(owner, { asset, currency, day, amount, setAt: yield* Clock.currentTimeMillis }).pipe(Effect.orDie)
      }),
      withdraw: Effect.fnUntraced(function* (owner, id) {
        return (yield* owned.remove(owner, id).pipe(Effect.orDie)) ?? (yield* new OwnPriceNotFound())
      }),
      importFile: (owner, file) => importFile(owner, file).pipe(Effect.provide(context)),
      removeImport: Effect.fnUntraced(function* (owner, name) {
        if (!(yield* store.remove(owner, name).pipe(Effect.orDie))) return yield* new ImportNotFound({ name })
      }),
      sources: (owner) => sources(owner).pipe(Effect.provide(context), Effect.orDie)
    })
  })
)
