/** The closes that a period needs, asked for once and kept as scaled integers. */
import { decimalsOf, unitsAt } from "@caudal/accounting"
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
export interface Closes {
  readonly scale: number
  readonly units: ReadonlyArray<bigint | null>
  readonly carried: ReadonlyArray<boolean>
}

const none: Closes = { scale: 0, units: [], carried: [] }

export class ClosePrices {
  readonly #byAsset = new Map<string, Closes>()
  readonly #first: number

  /** `needed`: for each asset the days (from `first` on) whose close is asked for. */
  constructor(closeOf: CloseOf, currency: string, first: number, needed: ReadonlyMap<string, ReadonlyArray<boolean>>) {
    this.#first = first
    for (const [asset, days] of needed) {
      if (asset === currency) {
        this.#byAsset.set(asset, { scale: 0, units: days.map(() => 1n), carried: days.map(() => false) })
        continue
      }
      const found = days.map((isNeeded, i) => (isNeeded ? closeOf(asset, first + i) : null))
      const scale = found.reduce((most, close) => (close === null ? most : Math.max(most, decimalsOf(close.amount))), 0)
      this.#byAsset.set(asset, {
        scale,
        units: found.map((close) => (close === null ? null : unitsAt(close.amount, scale))),
        carried: found.map((close) => close !== null && close.carriedDays > 0)
      })
    }
  }

  scale(asset: string): number {
    return this.#byAsset.get(asset)?.scale ?? 0
  }

  /** In units of the asset's price scale. */
  close(asset: string, day: number): bigint | null {
    return this.#byAsset.get(asset)?.units[day - this.#first] ?? null
  }

  of(asset: string): Closes {
    return this.#byAsset.get(asset) ?? none
  }
}
