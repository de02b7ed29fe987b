/** What one source says of one pair over time, in memory and by asset id. */
import type { DecimalText } from "@caudal/exchange"
import type { RateKind } from "./HistoricPrice.ts"

export const dayMs = 86_400_000
export const hourMs = 3_600_000

/** `manual` is never carried forward; `imported` is a file of the owner's; `official` comes with Caudal. */
export type PriceOrigin = "manual" | "exchange" | "imported" | "official"

export interface PriceSeries {
  /** The same in every database: it breaks ties. */
  readonly id: string
  readonly origin: PriceOrigin
  /** Where `origin` is `exchange`. */
  readonly exchange: string | null
  /** For people. */
  readonly source: string
  readonly kind: RateKind
  /** Asset ids: one `base` is so many `quote`. */
  readonly base: string
  readonly quote: string
  /** How long each price is spoken of, from its `at` on; unless `holdsMs` says so, the length of a candle. */
  readonly spanMs: number
  readonly holdsMs?: number
  /** A candle states what was at its end, a rate of a day the day. */
  readonly statesEnd: boolean
  /** Ascending, each once. */
  readonly at: ReadonlyArray<number>
  /** Each above zero. */
  readonly close: ReadonlyArray<DecimalText>
  /** Units of the base, only ever to tell the larger market; 0 where it is not said. */
  readonly volume: ReadonlyArray<number>
}

export interface Place {
  readonly index: number
  readonly carriedDays: number
}

/** The price that holds at an instant: the last that begins at it or before. `null` before the first one. */
export const placeIn = ({ at, spanMs, holdsMs = spanMs }: PriceSeries, instant: number): Place | null => {
  let low = 0
  let high = at.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (at[middle]! <= instant) low = middle + 1
    else high = middle
  }
  if (low === 0) return null
  const past = instant - (at[low - 1]! + holdsMs)
  return { index: low - 1, carriedDays: past < 0 ? 0 : Math.floor(past / dayMs) + 1 }
}

/** Candles by what was known at an instant: each holds from its end on, for an hour. */
export const asTheyEnd = (series: PriceSeries): PriceSeries => ({
  ...series,
  at: series.at.map((at) => at + series.spanMs),
  statesEnd: false,
  holdsMs: hourMs
})
