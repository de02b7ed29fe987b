/** Stored series by asset id. Codes are resolved as of each price: a code that was used twice is two assets. Pure. */
import type { AssetRef } from "../assets/Asset.ts"
import type { Resolve } from "../assets/resolve.ts"
import { type Closes, everybody, type SeriesKey, type StoredSeries } from "../storage/PriceStore.ts"
import { dayMs, type PriceSeries } from "./PriceSeries.ts"

/** Codes change their meaning at most once in so many prices. */
const stride = 30

interface Meaning {
  readonly asset: Pick<AssetRef, "id" | "kind">
  /** Half-open, places in the series. */
  readonly from: number
  readonly to: number
}

/** Stretches in which a code stands for one asset. */
export const meaningsOf = (at: ReadonlyArray<number>, resolveAt: (instant: number) => Meaning["asset"]): ReadonlyArray<Meaning> => {
  if (at.length === 0) return []
  const meanings: Array<Meaning> = []
  let from = 0
  let asset = resolveAt(at[0]!)
  for (let sample = 0; sample < at.length - 1;) {
    const next = Math.min(sample + stride, at.length - 1)
    const later = resolveAt(at[next]!)
    if (later.id !== asset.id) {
      // `low` still has the old meaning, `high` the new one.
      let [low, high] = [sample, next]
      while (high - low > 1) {
        const middle = (low + high) >> 1
        if (resolveAt(at[middle]!).id === later.id) high = middle
        else low = middle
      }
      meanings.push({ asset, from, to: high })
      from = high
      asset = later
    }
    sample = next
  }
  return [...meanings, { asset, from, to: at.length }]
}

const spans = new Map([
  [dayMs, "daily"],
  [3_600_000, "hourly"],
  [60_000, "by the minute"]
])

export const exchangeOf = ({ owner, source }: SeriesKey): string | null => (owner === everybody ? source : null)

/** For people. `nameOf` gives an exchange's name. */
export const sourceOf = (stored: SeriesKey, nameOf: (exchange: string) => string): string => {
  const exchange = exchangeOf(stored)
  return exchange === null ? stored.source : `${nameOf(exchange)} ${stored.market}, ${spans.get(stored.spanMs) ?? `${stored.spanMs} ms`}`
}

/** Where an exchange prints a money's own code for coins that stand for it, its prices are also the coins' word on the money. */
export const moneyBehind = (code: string, asset: Meaning["asset"], money: ReadonlySet<string>): string | null => {
  const id = code.toLowerCase()
  return asset.kind === "stablecoin" && asset.id !== id && money.has(id) ? id : null
}

/** Every reading of one stored series. Candles in which nobody traded only repeat an older price, and are left out. */
export const seriesOf = (
  stored: StoredSeries,
  closes: Closes,
  resolve: Resolve,
  money: ReadonlySet<string>,
  nameOf: (exchange: string) => string
): ReadonlyArray<PriceSeries> => {
  const exchange = exchangeOf(stored)
  const traded = closes.at.flatMap((_, i) => (closes.volume[i] === "0" ? [] : [i]))
  const at = traded.map((i) => closes.at[i]!)
  // Files were resolved when they were imported.
  const meanings = (code: string): ReadonlyArray<Meaning> =>
    exchange === null
      ? [{ asset: { id: code, kind: null }, from: 0, to: at.length }]
      : meaningsOf(at, (instant) => resolve({ exchange, code, at: instant }))
  const common = {
    origin: exchange === null ? "imported" : "exchange",
    exchange,
    source: sourceOf(stored, nameOf),
    spanMs: stored.spanMs,
    statesEnd: exchange !== null
  } as const
  return meanings(stored.base).flatMap((base) =>
    meanings(stored.quote).flatMap((quote): ReadonlyArray<PriceSeries> => {
      const [from, to] = [Math.max(base.from, quote.from), Math.min(base.to, quote.to)]
      if (from >= to) return []
      const held = traded.slice(from, to)
      const prices = {
        ...common,
        at: at.slice(from, to),
        close: held.map((i) => closes.close[i]!),
        volume: held.map((i) => Number(closes.volume[i] ?? 0))
      }
      const reading = (baseId: string, quoteId: string, kind: PriceSeries["kind"]): PriceSeries => ({
        ...prices,
        id: [stored.source, stored.market, stored.base, stored.quote, stored.spanMs, baseId, quoteId, at[from]].join("/"),
        kind,
        base: baseId,
        quote: quoteId
      })
      const moneyBase = moneyBehind(stored.base, base.asset, money)
      const moneyQuote = moneyBehind(stored.quote, quote.asset, money)
      return [
        reading(base.asset.id, quote.asset.id, stored.kind),
        ...(moneyBase === null ? [] : [reading(moneyBase, quote.asset.id, "crypto-implied")]),
        ...(moneyQuote === null ? [] : [reading(base.asset.id, moneyQuote, "crypto-implied")])
      ]
    })
  )
}
