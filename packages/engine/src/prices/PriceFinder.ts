/** One source's word on a pair at an instant: which source counts is decided here. Pure. */
import type { PriceHop, RateKind } from "./HistoricPrice.ts"
import { type Place, placeIn, type PriceSeries } from "./PriceSeries.ts"

export interface FinderSettings {
  readonly mostCarriedDays: number
  /** Ids of assets that are money. */
  readonly money: ReadonlySet<string>
  /** Which kind of rate comes first for money against money. */
  readonly moneyRate: RateKind
}

/** A way to speak of a pair: one series, or two official ones that share the euro. */
interface Way {
  readonly legs: ReadonlyArray<Leg>
  readonly origin: PriceSeries["origin"]
  readonly exchange: string | null
  readonly kind: RateKind
  readonly id: string
  readonly spanMs: number
  readonly holdsMs?: number
}

interface Leg {
  readonly series: PriceSeries
  readonly inverted: boolean
}

interface Found {
  readonly way: Way
  readonly places: ReadonlyArray<Place>
  readonly rank: number
  readonly carriedDays: number
}

/** Central banks state their rates against one money; two of one bank make every other pair. */
const common = "eur"

const between = (from: string, to: string): string => `${from}\0${to}`

const wayOf = (series: PriceSeries, inverted: boolean): Way => ({ ...series, legs: [{ series, inverted }] })

export class PriceFinder {
  readonly #ways = new Map<string, Array<Way>>()
  readonly #assets = new Set<string>()
  readonly #settings: FinderSettings

  constructor(all: ReadonlyArray<PriceSeries>, settings: FinderSettings) {
    this.#settings = settings
    for (const series of all) {
      if (series.base === series.quote || series.at.length === 0) continue
      this.#add(series.base, series.quote, wayOf(series, false))
      this.#add(series.quote, series.base, wayOf(series, true))
    }
    this.#addCrosses()
  }

  #add(from: string, to: string, way: Way): void {
    const key = between(from, to)
    this.#assets.add(from).add(to)
    this.#ways.set(key, [...(this.#ways.get(key) ?? []), way])
  }

  #addCrosses(): void {
    const { money } = this.#settings
    const official = [...money].flatMap((to) =>
      (this.#ways.get(between(common, to)) ?? []).flatMap((way) => (way.kind === "official" ? [{ to, way }] : []))
    )
    for (const from of official)
      for (const { to, way } of official) {
        if (from.to === to || from.way.origin !== way.origin) continue
        const legs = [...from.way.legs.map(({ series, inverted }) => ({ series, inverted: !inverted })), ...way.legs]
        this.#add(from.to, to, { ...way, legs, id: `${from.way.id} ${way.id}` })
      }
  }

  /** Whether any source at all speaks of the asset. */
  knows(asset: string): boolean {
    return this.#assets.has(asset)
  }

  /** Whether any source speaks of the pair, whenever. */
  joins(from: string, to: string): boolean {
    return this.#ways.has(between(from, to))
  }

  #rankOf({ origin, kind, exchange }: Way, money: boolean, where: string | undefined): number {
    if (origin === "manual") return 0
    const market = exchange === where ? 1 : 2
    if (!money) return { exchange: market, imported: 3, official: 4 }[origin]
    if (kind === this.#settings.moneyRate) return { exchange: market, imported: 1, official: 2 }[origin]
    return { imported: 3, official: 4, exchange: market + 4 }[origin]
  }

  #find(way: Way, at: number, rank: number): Found | null {
    const places = way.legs.map(({ series }) => placeIn(series, at))
    if (places.some((place) => place === null)) return null
    const carriedDays = Math.max(...places.map((place) => place!.carriedDays))
    // Neither the owner's own price nor one of a single hour speaks of later days.
    const most = way.origin === "manual" || way.holdsMs !== undefined ? 0 : this.#settings.mostCarriedDays
    return carriedDays > most ? null : { way, places: places as ReadonlyArray<Place>, rank, carriedDays }
  }

  /** What counts at an instant; `null` where no source speaks of it. `where`: the exchange on which it happened. */
  hops(from: string, to: string, at: number, where?: string): ReadonlyArray<PriceHop> | null {
    const { money } = this.#settings
    const isMoney = money.has(from) && money.has(to)
    let best: Found | null = null
    for (const way of this.#ways.get(between(from, to)) ?? []) {
      const rank = this.#rankOf(way, isMoney, where)
      if (best !== null && best.rank < rank) continue
      const found = this.#find(way, at, rank)
      if (found !== null && (best === null || comesBefore(found, best))) best = found
    }
    return best === null ? null : hopsOf(best)
  }
}

/** Traded in the candle, in the asset that the way begins with: a ratio to compare markets by, not an amount. */
const liquidity = ({ way: { legs }, places }: Found): number => {
  const { series, inverted } = legs[0]!
  const { index } = places[0]!
  return series.volume[index]! * (inverted ? Number(series.close[index]) : 1)
}

const comesBefore = (one: Found, other: Found): boolean => {
  const differences = [
    one.rank - other.rank,
    one.carriedDays - other.carriedDays,
    one.way.spanMs - other.way.spanMs,
    liquidity(other) - liquidity(one),
    one.way.legs.length - other.way.legs.length
  ]
  const first = differences.find((difference) => difference !== 0)
  return first === undefined ? one.way.id < other.way.id : first < 0
}

const hopsOf = ({ way: { legs }, places }: Found): ReadonlyArray<PriceHop> =>
  legs.map(({ series, inverted }, i) => {
    const { index, carriedDays } = places[i]!
    const { base, quote, source, kind, at, close, statesEnd, spanMs } = series
    return {
      from: inverted ? quote : base,
      to: inverted ? base : quote,
      stated: close[index]!,
      inverted,
      source,
      kind,
      at: at[index]! + (statesEnd ? spanMs : 0),
      carriedDays
    }
  })
