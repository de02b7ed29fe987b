/** The closes that a period needs, asked for once and kept as scaled integers. */
import { bigColumn, decimalsOf, type PriceColumn, unitsAt } from "@caudal/accounting"
import type { DecimalText } from "@caudal/exchange"

/** What one unit was worth at a day's close. */
export interface DayClose {
  readonly amount: DecimalText
  /** Who says so. */
  readonly source: string
  /** As of when, epoch milliseconds. */
  readonly at: number
  /** 0: the day's own. */
  readonly carriedDays: number
}

/** By asset id and civil day; null where nobody knows. */
export type CloseOf = (asset: string, day: number) => DayClose | null

/** Of one asset, day by day from the first. */
export interface Closes extends PriceColumn {
  readonly scale: number
  /** 0 on days that nobody knows, or that nobody asked for. */
  readonly isKnown: Uint8Array
}

/** Of the days (from `first` on) that are needed; `before` where it says the same. */
export const closesOf = (
  asset: string,
  first: number,
  needed: ReadonlyArray<boolean>,
  closeOf: CloseOf,
  before: Closes | undefined
): Closes => {
  const found = needed.map((isNeeded, i) => (isNeeded ? closeOf(asset, first + i) : null))
  let scale = 0
  let highest = 0
  for (const close of found)
    if (close !== null) {
      scale = Math.max(scale, decimalsOf(close.amount))
      highest = Math.max(highest, Math.abs(Number(close.amount)))
    }
  const most = highest * 10 ** scale
  const units = bigColumn(needed.length, most)
  const isKnown = new Uint8Array(needed.length)
  const from = daysFrom(first, needed.length)
  let same = before?.scale === scale && before.units.length === units.length
  for (let i = 0; i < found.length; i++) {
    const close = found[i]!
    if (close !== null) {
      units[i] = unitsAt(close.amount, scale)
      isKnown[i] = 1
      from[i]! -= close.carriedDays
    }
    if (same) same = before!.isKnown[i] === isKnown[i] && before!.units[i] === units[i] && before!.from[i] === from[i]
  }
  return same ? before! : { scale, firstDay: first, units, most, from, isKnown }
}

export class ClosePrices {
  readonly #byAsset: ReadonlyMap<string, Closes>
  readonly #first: number

  constructor(first: number, byAsset: ReadonlyMap<string, Closes>) {
    this.#first = first
    this.#byAsset = byAsset
  }

  scale(asset: string): number {
    return this.#byAsset.get(asset)?.scale ?? 0
  }

  /** In units of the asset's price scale. */
  close(asset: string, day: number): bigint | null {
    const closes = this.#byAsset.get(asset)
    const place = day - this.#first
    return closes?.isKnown[place] === 1 ? closes.units[place]! : null
  }

  of(asset: string): Closes {
    return this.#byAsset.get(asset)!
  }
}

const daysFrom = (first: number, count: number): Int32Array => {
  const days = new Int32Array(count)
  for (let place = 0; place < count; place++) days[place] = first + place
  return days
}

/** Of the currency that everything is counted in. */
export const moneyItself = (firstDay: number, count: number): Closes => ({
  scale: 0,
  firstDay,
  units: new BigInt64Array(count).fill(1n),
  most: 1,
  from: daysFrom(firstDay, count),
  isKnown: new Uint8Array(count).fill(1)
})
