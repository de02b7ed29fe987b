/** What candles of all exchanges have in common: what a candle can be, and where candles begin. */
import type { Candle } from "./Adapter.ts"
import * as Decimal from "./Decimal.ts"
import type { EpochMillis } from "./Instant.ts"
import type { Json } from "./Json.ts"
import type { QuarantinedRow } from "./LedgerEvent.ts"
import type { CandleSpec } from "./Manifest.ts"

const dayMs = 86_400_000

/** A candle's figures as an exchange spells them. `volume` is `null` where it does not say. */
export interface Figures {
  readonly open: unknown
  readonly high: unknown
  readonly low: unknown
  readonly close: unknown
  readonly volume: unknown
}

/** A candle of these figures, or why they are none: a price is no positive decimal, or opening and closing lie outside low and high. */
export const make = (at: EpochMillis | undefined, figures: Figures): Candle | string => {
  if (at === undefined) return "where it begins is not an instant"
  const open = Decimal.parse(figures.open)
  if (open === undefined) return "the opening price is not a decimal"
  const high = Decimal.parse(figures.high)
  if (high === undefined) return "the highest price is not a decimal"
  const low = Decimal.parse(figures.low)
  if (low === undefined) return "the lowest price is not a decimal"
  const close = Decimal.parse(figures.close)
  if (close === undefined) return "the closing price is not a decimal"
  const volume = figures.volume === null ? null : Decimal.parse(figures.volume)
  if (volume === undefined) return "the volume is not a decimal"
  if (Decimal.compare(low, Decimal.zero) <= 0) return "the lowest price is not above zero"
  for (const price of [open, close]) {
    if (Decimal.compare(price, low) < 0 || Decimal.compare(price, high) > 0) return "a price lies outside the lowest and the highest"
  }
  if (volume !== null && Decimal.isNegative(volume)) return "the volume is below zero"
  return { at, open, high, low, close, volume }
}

/** Reads each row of the list at a JSON pointer; one that gives no candle is quarantined with the reason. */
export const read = (
  rows: Json | undefined,
  pointer: string,
  readRow: (row: Json) => Candle | string
): { readonly items: ReadonlyArray<Candle>; readonly quarantined: ReadonlyArray<QuarantinedRow> } => {
  if (!Array.isArray(rows)) return { items: [], quarantined: [{ pointer, reason: "not a list" }] }
  const items: Array<Candle> = []
  const quarantined: Array<QuarantinedRow> = []
  for (const [index, row] of (rows as ReadonlyArray<Json>).entries()) {
    const candle = readRow(row)
    if (typeof candle === "string") quarantined.push({ pointer: `${pointer}/${index}`, reason: candle })
    else items.push(candle)
  }
  return { items, quarantined }
}

/** The first instant from `at` on at which a candle of this span begins. */
export const nextStart = ({ dayStartMs }: Pick<CandleSpec, "dayStartMs">, spanMs: number, at: EpochMillis): EpochMillis => {
  const phase = spanMs === dayMs ? dayStartMs : 0
  return Math.ceil((at - phase) / spanMs) * spanMs + phase
}
