/** Which candles say what assets were worth at instants inside of days: as short ones as there are, of the hour before. Pure. */
import { type Adapter, Candles } from "@caudal/exchange"
import { relations } from "../assets/AssetRelation.ts"
import { officialRates } from "../prices/officialRates.ts"
import { pivots } from "../prices/pathTo.ts"
import { mostCarriedDaysByDefault } from "../prices/PriceBook.ts"
import { dayMs, hourMs } from "../prices/PriceSeries.ts"
import { joined, type Stretch } from "../storage/PriceStore.ts"
import { type HistoryNeed, type ListedMarket, listedMarkets, type NeedInput, seriesKeyOf } from "./historyNeeds.ts"
import type { WantedInstant } from "./WantedInstants.ts"

const shortSpans = ({ manifest, candles }: Adapter): ReadonlyArray<number> =>
  candles === undefined ? [] : (manifest.market.candles?.spansMs.filter((spanMs) => spanMs <= hourMs) ?? [])

/** The shortest of which the exchange still shows that hour, or the longest. */
const spanFor = (adapter: Adapter, at: number, now: number): number => {
  const { depth } = adapter.manifest.market.candles!
  const spans = shortSpans(adapter).toSorted((a, b) => a - b)
  return spans.find((spanMs) => depth === "full" || at - hourMs - spanMs > now - (depth.candles - 1) * spanMs) ?? spans.at(-1)!
}

/** Money of which the whole day has a rate, and until when. */
const rated = (): { readonly money: ReadonlySet<string>; readonly until: number } => {
  const rates = officialRates()
  const last = Math.min(...rates.map(({ at }) => at.at(-1)!))
  return { money: new Set(rates.flatMap(({ base, quote }) => [base, quote])), until: last + (1 + mostCarriedDaysByDefault) * dayMs }
}

/** A market may be younger than the instant, or sleep: so many ways are read. */
const mostWays = 2

/** Those that lead from an asset to the currency or to money; where there is none of these, over another asset. */
const leadingTo = (
  asset: string,
  currency: string,
  money: ReadonlySet<string>,
  listed: ReadonlyArray<ListedMarket>
): ReadonlyArray<ListedMarket> => {
  const joining = (from: string, to: string) =>
    listed.filter(({ base, quote, moneyBase, moneyQuote }) => {
      const pairs = [base, moneyBase].flatMap((one) => [quote, moneyQuote].map((other) => [one, other] as const))
      return pairs.some(([one, other]) => (one === from && other === to) || (one === to && other === from))
    })
  const ends = [...new Set([currency, ...pivots.filter((pivot) => money.has(pivot))])]
  const toEnds = (from: string) =>
    ends
      .map((end) => (end === from ? [] : joining(from, end)))
      .filter((some) => some.length > 0)
      .slice(0, mostWays)
      .flat()
  const direct = toEnds(asset)
  if (direct.length > 0) return direct
  return pivots.flatMap((pivot) => {
    const there = joining(asset, pivot)
    return there.length === 0 ? [] : [...there, ...toEnds(pivot)]
  })
}

/** The markets are looked through once, for as many questions as there are. */
export const instantNeeds = (input: NeedInput): ((wanted: ReadonlyArray<WantedInstant>) => ReadonlyArray<HistoryNeed>) => {
  const { seen, money, now } = input
  const all = listedMarkets(input, (adapter) => shortSpans(adapter).length > 0)
  const connected = new Set(seen.map(({ exchange }) => exchange))
  const own = all.filter(({ adapter }) => connected.has(adapter.manifest.id))
  const rates = rated()
  const receipts = new Map(relations.flatMap((one) => (one.kind === "receipt" ? [[one.from, one.to] as const] : [])))

  const found = new Map<string, ReadonlyArray<ListedMarket>>()
  const marketsOf = (asset: string, currency: string): ReadonlyArray<ListedMarket> => {
    const name = JSON.stringify([asset, currency])
    const before = found.get(name)
    if (before !== undefined) return before
    const here = leadingTo(asset, currency, money, own)
    // What no exchange of the owner's lists is looked up elsewhere.
    const markets = here.length > 0 ? here : leadingTo(asset, currency, money, all)
    found.set(name, markets)
    return markets
  }

  return (wanted) => {
    const needs = new Map<string, { readonly need: Omit<HistoryNeed, "wanted">; readonly wanted: Array<Stretch> }>()
    const add = ({ adapter, market }: ListedMarket, at: number): void => {
      const spec = adapter.manifest.market.candles!
      const spanMs = spanFor(adapter, at, now)
      const name = JSON.stringify([adapter.manifest.id, market.market, spanMs])
      const known = needs.get(name) ?? { need: { adapter, key: seriesKeyOf(adapter, market, spanMs) }, wanted: [] }
      needs.set(name, known)
      const start = (from: number) => Candles.nextStart(spec, spanMs, from)
      // Those that end in the hour before.
      known.wanted.push({ from: start(at - hourMs - spanMs + 1), to: start(at - spanMs + 1) })
    }
    for (const { assets, currency, at } of wanted)
      for (const asset of new Set([...assets, currency].map((one) => receipts.get(one) ?? one)))
        if (at >= rates.until || !rates.money.has(asset)) for (const market of marketsOf(asset, currency)) add(market, at)
    return [...needs.values()].map(({ need, wanted: stretches }) => ({ ...need, wanted: joined(stretches) }))
  }
}
