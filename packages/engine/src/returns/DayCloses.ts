/** Prices in one currency, at closes of days in one zone and at instants: each is found once, and whoever answers a question says which it asked for. */
import { dayText } from "@caudal/accounting"
import type { HistoricPrice } from "../prices/HistoricPrice.ts"
import type { PriceGap, PriceLookup } from "../prices/PriceBook.ts"
import type { CloseOf } from "./ClosePrices.ts"
import type { PriceAtOf } from "./largeFlows.ts"

/** Days in stretches of 32, by number of the stretch, a bit each. */
type Stretches = ReadonlyMap<number, number>
/** By asset. */
export type Asked = ReadonlyMap<string, Stretches>

/** A price without the way that led to it: there are many. */
type KeptClose = Pick<HistoricPrice, "amount" | "source" | "kind" | "at" | "carriedDays">

interface Stretch {
  /** Names the closes. */
  readonly digest: string
  /** Days that have none. */
  readonly missing: ReadonlyArray<number>
}

/** Kept as long as no price changes. */
export class DayCloses {
  readonly #lookup: PriceLookup
  readonly #timeZone: string
  readonly #sha256: (text: string) => string
  readonly #known = new Map<string, Map<number, KeptClose | null>>()
  readonly #instants = new Map<string, KeptClose | null>()
  /** One text of a kind is enough. */
  readonly #sources = new Map<string, string>()
  readonly #stretches = new Map<string, Stretch>()

  /** `sha256` is given: digests are made in one place of the engine, and this is not it. */
  constructor(lookup: PriceLookup, timeZone: string, sha256: (text: string) => string) {
    this.#lookup = lookup
    this.#timeZone = timeZone
    this.#sha256 = sha256
  }

  at(asset: string, day: number): KeptClose | null {
    let days = this.#known.get(asset)
    if (days === undefined) this.#known.set(asset, (days = new Map()))
    let close = days.get(day)
    if (close === undefined) days.set(day, (close = this.#find(asset, day)))
    return close
  }

  /** What was known just before an instant. */
  justBefore(asset: string, at: number): KeptClose | null {
    const key = `${at} ${asset}`
    let price = this.#instants.get(key)
    if (price === undefined) this.#instants.set(key, (price = this.#kept(this.#lookup.justBefore(asset, at))))
    return price
  }

  #find(asset: string, day: number): KeptClose | null {
    return this.#kept(this.#lookup.daily(asset, dayText(day), this.#timeZone))
  }

  #kept(found: HistoricPrice | null): KeptClose | null {
    if (found === null) return null
    const { amount, kind, at, carriedDays } = found
    const source = this.#sources.get(found.source) ?? found.source
    this.#sources.set(source, source)
    return { amount, source, kind, at, carriedDays }
  }

  /** Of days that have no close. */
  missing(asset: string, days: ReadonlyArray<number>): PriceGap {
    return this.#lookup.missing(asset, days.map(dayText), this.#timeZone)
  }

  /** Some days of a stretch. */
  stretch(asset: string, number: number, bits: number): Stretch {
    const key = `${number} ${bits} ${asset}`
    const known = this.#stretches.get(key)
    if (known !== undefined) return known
    const days = daysIn(number, bits)
    const lines = days.map((day) => lineOf(day, this.at(asset, day)))
    const stretch = { digest: this.#sha256(lines.join("\n")), missing: days.filter((day) => this.at(asset, day) === null) }
    this.#stretches.set(key, stretch)
    return stretch
  }
}

const lineOf = (when: number, price: KeptClose | null): string =>
  JSON.stringify([when, price && [price.amount, price.source, price.kind, price.at]])

const daysIn = (stretch: number, bits: number): ReadonlyArray<number> => {
  const days: Array<number> = []
  for (let bit = 0; bit < 32; bit++) if ((bits & (1 << bit)) !== 0) days.push(stretch * 32 + bit)
  return days
}

/** Which prices one answer rests on. */
export class AskedCloses {
  readonly #closes: DayCloses
  #asked = new Map<string, Map<number, number>>()
  readonly #instants = new Map<string, { readonly asset: string; readonly at: number }>()

  constructor(closes: DayCloses) {
    this.#closes = closes
  }

  readonly closeOf: CloseOf = (asset, day) => {
    let stretches = this.#asked.get(asset)
    if (stretches === undefined) this.#asked.set(asset, (stretches = new Map()))
    stretches.set(day >> 5, (stretches.get(day >> 5) ?? 0) | (1 << (day & 31)))
    return this.#closes.at(asset, day)
  }

  readonly priceAt: PriceAtOf = (asset, at) => {
    this.#instants.set(`${at} ${asset}`, { asset, at })
    return this.#closes.justBefore(asset, at)
  }

  /** What `make` asks for, besides what it gives. */
  during<A>(make: () => A): { readonly made: A; readonly asked: Asked } {
    const before = this.#asked
    this.#asked = new Map()
    const made = make()
    const asked = this.#asked
    this.#asked = before
    this.add(asked)
    return { made, asked }
  }

  /** Asked for by something that was made before, and is used again. */
  add(asked: Asked): void {
    for (const [asset, stretches] of asked) {
      const known = this.#asked.get(asset) ?? new Map<number, number>()
      for (const [stretch, bits] of stretches) known.set(stretch, (known.get(stretch) ?? 0) | bits)
      this.#asked.set(asset, known)
    }
  }

  #sorted(): ReadonlyArray<readonly [asset: string, ReadonlyArray<readonly [number: number, bits: number]>]> {
    return [...this.#asked]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([asset, stretches]) => [asset, [...stretches].sort(([a], [b]) => a - b)] as const)
  }

  /** Closes that are not known, by asset. */
  get gaps(): ReadonlyArray<PriceGap> {
    return this.#sorted().flatMap(([asset, stretches]) => {
      const days = stretches.flatMap(([number, bits]) => this.#closes.stretch(asset, number, bits).missing)
      return days.length === 0 ? [] : [this.#closes.missing(asset, days)]
    })
  }

  /** The same prices have the same. */
  hash(sha256: (text: string) => string): string {
    const closes = this.#sorted().map(([asset, stretches]) =>
      JSON.stringify([asset, stretches.map(([number, bits]) => this.#closes.stretch(asset, number, bits).digest)])
    )
    const instants = [...this.#instants.values()]
      .sort((a, b) => a.at - b.at || (a.asset < b.asset ? -1 : 1))
      .map(({ asset, at }) => `${asset} ${lineOf(at, this.#closes.justBefore(asset, at))}`)
    return sha256([...closes, ...instants].join("\n"))
  }
}
