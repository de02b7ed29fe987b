/** Prices of one request over the series that it needs. Pure: what was asked is remembered, so that gaps and hash can be told. */
import type { AssetRelation } from "../assets/AssetRelation.ts"
import { amountOf } from "./amountOf.ts"
import type { HistoricPrice, PriceHop, RateKind } from "./HistoricPrice.ts"
import { lastOfDay } from "./lastOfDay.ts"
import { pathTo } from "./pathTo.ts"
import type { CarriedPrices, PriceGap, PriceGapReason, PriceLookup } from "./PriceBook.ts"
import { type FinderSettings, PriceFinder } from "./PriceFinder.ts"
import type { PriceSeries } from "./PriceSeries.ts"

export interface LookupInput extends FinderSettings {
  readonly currency: string
  readonly series: ReadonlyArray<PriceSeries>
  /** What is known inside a day. */
  readonly inside: ReadonlyArray<PriceSeries>
  readonly relations: ReadonlyArray<AssetRelation>
  readonly sha256: (text: string) => string
}

/** Where and when an asset was asked for. */
interface Asked {
  readonly asset: string
  readonly exchange: string | undefined
  readonly instants: Set<number>
}

interface Ways extends ReturnType<typeof pathTo> {
  readonly finder: PriceFinder
}

export const makeLookup = ({ currency, series, inside, relations, sha256, ...settings }: LookupInput): PriceLookup => {
  const waysOver = (some: ReadonlyArray<PriceSeries>): Ways => {
    const finder = new PriceFinder(some, settings)
    return { finder, ...pathTo(finder, currency) }
  }
  const daily = waysOver(series)
  /** Few ask. */
  let instants: Ways | undefined
  const receipts = new Map(relations.flatMap((one) => (one.kind === "receipt" && one.ratio !== null ? [[one.from, one] as const] : [])))
  const endOf = lastOfDay()
  const asked = new Map<string, Asked>()

  const kindOf = (asset: string, hops: ReadonlyArray<PriceHop>): RateKind => {
    const told = hops.findLast(({ kind }) => kind !== "market")?.kind
    return told ?? (settings.money.has(asset) && settings.money.has(currency) && hops.length > 0 ? "crypto-implied" : "market")
  }

  const hopsOf = (ways: Ways, asset: string, at: number, where: string | undefined): ReadonlyArray<PriceHop> | null => {
    if (asset === currency) return []
    const receipt = receipts.get(asset)
    if (receipt === undefined) return ways.path(asset, at, where)
    const own = ways.finder.hops(asset, currency, at, where)
    if (own?.[0]?.kind === "manual") return own
    const under = hopsOf(ways, receipt.to, at, where)
    const { from, to, ratio, source } = receipt
    return under && [{ from, to, stated: ratio!, inverted: false, source, kind: "market", at, carriedDays: 0 }, ...under]
  }

  const find = (asset: string, at: number, where: string | undefined, ways = daily): HistoricPrice | null => {
    const hops = hopsOf(ways, asset, at, where)
    if (hops === null) return null
    return {
      amount: amountOf(hops),
      currency,
      source: hops.length === 0 ? "the currency itself" : hops.map(({ source }) => source).join(" × "),
      kind: kindOf(asset, hops),
      at: hops.length === 0 ? at : Math.min(...hops.map((hop) => hop.at)),
      carriedDays: Math.max(0, ...hops.map(({ carriedDays }) => carriedDays)),
      path: hops
    }
  }

  const note = (asset: string, at: number, exchange: string | undefined): void => {
    const key = `${asset}\0${exchange ?? ""}`
    const before = asked.get(key)
    if (before !== undefined) before.instants.add(at)
    else asked.set(key, { asset, exchange, instants: new Set([at]) })
  }

  /** Everything that was asked, by asset, exchange and time. */
  const answers = () =>
    [...asked.keys()].sort().map((key) => {
      const { asset, exchange, instants } = asked.get(key)!
      const sorted = [...instants].sort((a, b) => a - b)
      return { asset, exchange, prices: sorted.map((at) => ({ at, price: find(asset, at, exchange) })) }
    })

  const reasonOf = (asset: string): PriceGapReason => {
    if (asset.startsWith("unknown:")) return "unknown-asset"
    const priced = receipts.get(asset)?.to ?? asset
    return priced === currency || daily.leads(priced) ? "too-old" : "no-source"
  }

  const closedBy = (asset: string, reason: PriceGapReason): string => {
    if (reason === "unknown-asset") return "say what the code stands for (correctAsset)"
    const what =
      reason === "no-source" && !daily.finder.knows(currency) ? `rates of ${currency}` : `prices of ${asset} that lead to ${currency}`
    return `import a file with ${what} (importPrices), set a price (setPrice), or connect an exchange with a market of it`
  }

  const gapOf = (asset: string, instants: ReadonlyArray<number>): PriceGap => {
    const reason = reasonOf(asset)
    const times = [...new Set(instants)].sort((a, b) => a - b)
    return { asset, reason, from: times[0]!, to: times.at(-1)!, count: times.length, closedBy: closedBy(asset, reason) }
  }

  const at: PriceLookup["at"] = (asset, instant, exchange) => {
    note(asset, instant, exchange)
    return find(asset, instant, exchange)
  }

  return {
    currency,
    at,
    justBefore: (asset, at) => find(asset, at, undefined, (instants ??= waysOver(inside))),
    daily: (asset, day, timeZone) => at(asset, endOf(day, timeZone)),
    missing: (asset, days, timeZone) =>
      gapOf(
        asset,
        days.map((day) => endOf(day, timeZone))
      ),
    get gaps() {
      const missing = Map.groupBy(
        answers().flatMap(({ asset, prices }) => prices.flatMap((one) => (one.price === null ? [{ asset, at: one.at }] : []))),
        (one) => one.asset
      )
      return [...missing].map(([asset, all]) =>
        gapOf(
          asset,
          all.map((one) => one.at)
        )
      )
    },
    get carried() {
      const old = answers().flatMap(({ asset, prices }) =>
        prices.flatMap(({ at, price }) => (price !== null && price.carriedDays > 0 ? [{ asset, at, days: price.carriedDays }] : []))
      )
      return [...Map.groupBy(old, (one) => one.asset)].map(([asset, all]): CarriedPrices => ({
        asset,
        count: new Set(all.map((one) => one.at)).size,
        mostDays: all.reduce((most, { days }) => Math.max(most, days), 0)
      }))
    },
    get hash() {
      const lines = answers().flatMap(({ asset, exchange = null, prices }) =>
        prices.map(({ at, price }) => JSON.stringify([asset, exchange, at, price && [price.amount, price.source, price.kind, price.at]]))
      )
      return sha256([JSON.stringify(["prices", currency]), ...lines].join("\n"))
    }
  }
}
