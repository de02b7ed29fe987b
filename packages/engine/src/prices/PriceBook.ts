/**
 * What assets were worth in the past. For each pair of assets the first of these that speaks of the instant, or of one at most
 * `mostCarriedDays` before it, counts:
 *
 * 1. the owner's own price of that very day;
 * 2. the market of the exchange on which it happened, where the caller names it;
 * 3. another exchange's market, the one with the most units traded in that candle first;
 * 4. a series that the owner imported;
 * 5. official rates, which only speak of money.
 *
 * For money against money it is 1, 4, 5, 2, 3, but series of the kind `moneyRate` right after 1. Where no source speaks of the pair, a path over one or two other assets is taken:
 * fewest hops first, then in the order of `pivots`. A receipt with an exact ratio is worth that many of what it stands for.
 */
import type { Effect } from "effect"
import { Context } from "effect"
import type { OwnerId } from "../Ids.ts"
import type { HistoricPrice, RateKind } from "./HistoricPrice.ts"

export const mostCarriedDaysByDefault = 7

export interface PriceRequest {
  /** Asset id. */
  readonly currency: string
  /** Asset ids. */
  readonly assets: ReadonlyArray<string>
  /** Instants that will be asked for, half-open `[from, to)`, epoch milliseconds: only what these need is read. */
  readonly from: number
  readonly to: number
  readonly mostCarriedDays?: number
  /** The kind of rate that comes first for money against money; `official` if not said. */
  readonly moneyRate?: RateKind
}

/**
 * - `unknown-asset`: no rule says what it is; prices go by identity, never by symbol.
 * - `no-source`: nothing at hand speaks of it at all.
 * - `too-old`: what is at hand ends more than the days that may be carried before it, or begins after it.
 */
export type PriceGapReason = "unknown-asset" | "no-source" | "too-old"

/** Prices that were asked for and are not known. */
export interface PriceGap {
  readonly asset: string
  readonly reason: PriceGapReason
  /** First and last instant that was asked for, and how many. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** What would close it, for people. */
  readonly closedBy: string
}

export interface CarriedPrices {
  readonly asset: string
  /** Instants that were asked for and answered with an older price. */
  readonly count: number
  readonly mostDays: number
}

/** Prices of one request, in memory: synchronous, and the same question has the same answer. */
export interface PriceLookup {
  readonly currency: string
  /** The close of the candle, or the rate of the day, that holds the instant. `exchange`: where it happened. */
  readonly at: (asset: string, at: number, exchange?: string) => HistoricPrice | null
  /**
   * What was known just then: the last close in the hour before an instant, of candles that are shorter than a day. Money against
   * money has the rate of the day. Of this, `gaps`, `carried` and `hash` do not tell.
   */
  readonly justBefore: (asset: string, at: number) => HistoricPrice | null
  /** As `at` for the last millisecond of a civil day (`2024-02-29`) in a zone (`UTC` or an IANA name). Throws a `RangeError` for what is neither. */
  readonly daily: (asset: string, day: string, timeZone: string) => HistoricPrice | null
  /** What is to be said of closes of civil days that are not known: at least one. */
  readonly missing: (asset: string, days: ReadonlyArray<string>, timeZone: string) => PriceGap
  /** Of what was asked so far, by asset. */
  readonly gaps: ReadonlyArray<PriceGap>
  readonly carried: ReadonlyArray<CarriedPrices>
  /** SHA-256, in hex, over every price given so far, in canonical order. */
  readonly hash: string
}

export class PriceBook extends Context.Service<
  PriceBook,
  {
    /** The owner's prices and everybody's, as they are now. */
    readonly load: (owner: OwnerId, request: PriceRequest) => Effect.Effect<PriceLookup>
    /** Another text whenever a price that `load` may give has changed: what was made with the old ones is then made anew. */
    readonly mark: (owner: OwnerId) => Effect.Effect<string>
  }
>()("@caudal/engine/prices/PriceBook") {}
