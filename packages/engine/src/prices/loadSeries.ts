/** Every series that a request needs: from the store, from the owner, and what comes with Caudal. Read for every answer. */
import { Effect } from "effect"
import { relations } from "../assets/AssetRelation.ts"
import { Assets } from "../assets/Assets.ts"
import { Exchanges } from "../Exchanges.ts"
import type { OwnerId } from "../Ids.ts"
import { OwnPriceStore } from "../storage/OwnPriceStore.ts"
import { PriceStore, type StoredSeries } from "../storage/PriceStore.ts"
import { officialRates } from "./officialRates.ts"
import type { OwnPrice } from "./OwnPrices.ts"
import { pivots } from "./pathTo.ts"
import type { PriceRequest } from "./PriceBook.ts"
import { asTheyEnd, dayMs, type PriceSeries } from "./PriceSeries.ts"
import { exchangeOf, seriesOf } from "./seriesOf.ts"

export const ownSource = "your own price"

const own = (prices: ReadonlyArray<OwnPrice>): ReadonlyArray<PriceSeries> =>
  [...Map.groupBy(prices, ({ asset, currency }) => `${asset}/${currency}`)].map(([pair, set]) => {
    const sorted = set.toSorted((a, b) => (a.day < b.day ? -1 : 1))
    return {
      id: `own/${pair}`,
      origin: "manual",
      exchange: null,
      source: ownSource,
      kind: "manual",
      base: sorted[0]!.asset,
      quote: sorted[0]!.currency,
      spanMs: dayMs,
      statesEnd: false,
      at: sorted.map(({ day }) => Date.parse(`${day}T00:00:00Z`)),
      close: sorted.map(({ amount }) => amount),
      volume: sorted.map(() => 0)
    }
  })

/** Codes change their meaning at most once in so long. */
const strideMs = 30 * dayMs

/** Instants at which to look what a code stands for. */
const samples = ({ first, last }: StoredSeries): ReadonlyArray<number> => {
  if (first === null || last === null) return []
  const between = Array.from({ length: Math.floor((last - first) / strideMs) }, (_, i) => first + (i + 1) * strideMs)
  return [first, ...between, last]
}

/**
 * `series`: of days. `inside`: what was known at an instant inside of one, candles that ended in the hour before; money has a rate
 * for the whole day.
 */
export const loadSeries = Effect.fnUntraced(function* (owner: OwnerId, request: Required<Omit<PriceRequest, "moneyRate">>) {
  const { currency, assets: wanted, from, to, mostCarriedDays } = request
  const assets = yield* Assets
  const exchanges = yield* Exchanges
  const store = yield* PriceStore
  const owned = yield* OwnPriceStore
  const resolve = yield* assets.resolver(owner)
  const money = new Set((yield* assets.known(owner)).flatMap(({ id, kind }) => (kind === "fiat" ? [id] : [])))
  const receipts = relations.filter((one) => one.kind === "receipt" && wanted.includes(one.from)).map((one) => one.to)
  const needed = new Set([...wanted, ...receipts, currency, ...pivots])
  const mayMean = (series: StoredSeries, code: string) => {
    const exchange = exchangeOf(series)
    return (
      needed.has(code.toLowerCase()) || (exchange !== null && samples(series).some((at) => needed.has(resolve({ exchange, code, at }).id)))
    )
  }
  const stored = (yield* store.series(owner)).filter((one) => mayMean(one, one.base) && mayMean(one, one.quote))
  const longest = Math.max(dayMs, ...stored.map(({ spanMs }) => spanMs))
  const range = { from: from - (mostCarriedDays + 1) * dayMs - longest, to }
  const ids = stored.map(({ id }) => id)
  const closes = yield* store.closes(ids, range)
  const nameOf = (id: string) => exchanges.get(id)?.manifest.name ?? id
  const read = stored.flatMap((one) => {
    const prices = closes.get(one.id)
    return prices === undefined ? [] : seriesOf(one, prices, resolve, money, nameOf)
  })
  const wantedHere = read.filter(({ base, quote }) => needed.has(base) && needed.has(quote))
  const series = [...own(yield* owned.all(owner)), ...wantedHere.filter(({ spanMs }) => spanMs >= dayMs), ...officialRates()]
  const rates = series.filter(({ base, quote, statesEnd }) => !statesEnd && money.has(base) && money.has(quote))
  const inside = [...wantedHere.filter(({ spanMs }) => spanMs < dayMs).map(asTheyEnd), ...rates]
  return { series, inside, money }
})
