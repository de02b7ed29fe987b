/** Which markets' histories the ledgers need, and since when. Not every market: those of assets that were seen. Pure. */
import { type Adapter, Candles } from "@caudal/exchange"
import type { AssetRef } from "../assets/Asset.ts"
import type { Resolve } from "../assets/resolve.ts"
import { pivots } from "../prices/pathTo.ts"
import { dayMs } from "../prices/PriceSeries.ts"
import { moneyBehind } from "../prices/seriesOf.ts"
import type { SeenCode, SeriesKey, Stretch } from "../storage/PriceStore.ts"
import { everybody, joined } from "../storage/PriceStore.ts"
import type { Quote } from "../storage/QuoteStore.ts"

export interface HistoryNeed {
  readonly adapter: Adapter
  readonly key: SeriesKey
  /** Whole candles, by time. */
  readonly wanted: ReadonlyArray<Stretch>
}

export interface NeedInput {
  readonly adapters: ReadonlyArray<Adapter>
  /** By exchange: the markets that it lists. */
  readonly markets: ReadonlyMap<string, ReadonlyArray<Quote>>
  readonly seen: ReadonlyArray<SeenCode>
  readonly resolve: Resolve
  /** Ids of assets that are money. */
  readonly money: ReadonlySet<string>
  readonly now: number
}

/** Whether the exchange shows days of the past. */
export const hasDays = ({ manifest, candles }: Adapter): boolean =>
  candles !== undefined && manifest.market.candles?.spansMs.includes(dayMs) === true

export interface ListedMarket {
  readonly adapter: Adapter
  readonly market: Quote
  /** Asset ids. */
  readonly base: string
  readonly quote: string
  /** Money for which a stablecoin of the same code stands: the market speaks of it, too. */
  readonly moneyBase: string | null
  readonly moneyQuote: string | null
}

/** Every market of the exchanges that count. */
export const listedMarkets = (
  { adapters, markets, resolve, money, now }: NeedInput,
  counts: (adapter: Adapter) => boolean
): ReadonlyArray<ListedMarket> =>
  adapters.filter(counts).flatMap((adapter) => {
    const exchange = adapter.manifest.id
    return (markets.get(exchange) ?? []).map((market) => {
      const [base, quote] = [market.base, market.quote].map((code) => resolve({ exchange, code, at: now })) as [AssetRef, AssetRef]
      const [moneyBase, moneyQuote] = [moneyBehind(market.base, base, money), moneyBehind(market.quote, quote, money)]
      return { adapter, market, base: base.id, quote: quote.id, moneyBase, moneyQuote }
    })
  })

export const seriesKeyOf = ({ manifest }: Adapter, { market, base, quote }: Quote, spanMs: number): SeriesKey => ({
  owner: everybody,
  source: manifest.id,
  market,
  kind: "market",
  base,
  quote,
  spanMs
})

/** Candles of a day, from the one that holds the ledger's first row to the last that is over. */
export const historyNeeds = (input: NeedInput): ReadonlyArray<HistoryNeed> => {
  const { seen, resolve, money, now } = input
  if (seen.length === 0) return []
  const since = Math.min(...seen.map((one) => one.since))
  const held = new Set(seen.map(({ exchange, asset }) => resolve({ exchange, code: asset, at: now }).id))
  const quotes = new Set([...pivots, ...[...held].filter((id) => money.has(id))])
  const connected = new Set(seen.map(({ exchange }) => exchange))
  const all = listedMarkets(input, hasDays)
  const own = all.filter(
    ({ adapter, base, quote }) => connected.has(adapter.manifest.id) && quotes.has(quote) && (held.has(base) || quotes.has(base))
  )
  // What no exchange of the owner's lists is looked up elsewhere.
  const listed = new Set(own.flatMap(({ base, quote }) => [base, quote]))
  const elsewhere = all.filter(
    ({ adapter, base, quote }) => !connected.has(adapter.manifest.id) && quotes.has(quote) && held.has(base) && !listed.has(base)
  )
  return [...own, ...elsewhere].map(({ adapter, market }): HistoryNeed => {
    const spec = adapter.manifest.market.candles!
    const from = Candles.nextStart(spec, dayMs, since - dayMs + 1)
    return { adapter, key: seriesKeyOf(adapter, market, dayMs), wanted: [{ from, to: Candles.nextStart(spec, dayMs, now - dayMs + 1) }] }
  })
}

export const sameSeries = (one: SeriesKey, other: SeriesKey): boolean =>
  one.owner === other.owner &&
  one.source === other.source &&
  one.market === other.market &&
  one.kind === other.kind &&
  one.base === other.base &&
  one.quote === other.quote &&
  one.spanMs === other.spanMs

/** What of a stretch is not covered yet, by time. */
export const missingOf = ({ from, to }: Stretch, covered: ReadonlyArray<Stretch>): ReadonlyArray<Stretch> => {
  const missing: Array<Stretch> = []
  let at = from
  for (const known of joined(covered)) {
    if (known.to <= at) continue
    if (known.from >= to) break
    if (known.from > at) missing.push({ from: at, to: known.from })
    at = known.to
  }
  return at < to ? [...missing, { from: at, to }] : missing
}
