/** A price of the past, with everything that it rests on. */
import type { DecimalText } from "@caudal/exchange"
import type { UnitPrice } from "../portfolio/LotProjection.ts"

/**
 * Who makes a rate. `market`: trades at an exchange. `official`: a central bank. `mep`, `blue`: Argentina's bond dollar and
 * street dollar. `crypto-implied`: money for money through coins that stand for it. `manual`: the owner.
 */
export const rateKinds = ["market", "official", "mep", "blue", "crypto-implied", "manual"] as const
export type RateKind = (typeof rateKinds)[number]

/** One source's word on one pair. */
export interface PriceHop {
  /** Asset ids: one `from` is so many `to`. */
  readonly from: string
  readonly to: string
  /** As the source states it: `to` for one `from`, or, where `inverted`, `from` for one `to`. */
  readonly stated: DecimalText
  readonly inverted: boolean
  /** For people: `Bitso btc_mxn, daily`, `ECB reference rate`. */
  readonly source: string
  readonly kind: RateKind
  /** The instant that it states: where a candle ends. */
  readonly at: number
  /** Days between the end of what the source speaks of and the instant asked for, begun ones counted; 0: it is spoken of. */
  readonly carriedDays: number
}

/**
 * What one unit was worth. `amount` is the product of what the hops state, those inverted as divisors: exact where there is none
 * of these, else rounded once, half up, to 18 significant digits. `source` joins the hops' with ` × `; `at` is the oldest hop's and
 * `carriedDays` the greatest. `kind` is that of the last hop which is not `market`; money for money through coins is `crypto-implied`.
 */
export interface HistoricPrice extends UnitPrice {
  /** Asset id that `amount` is in. */
  readonly currency: string
  readonly kind: RateKind
  readonly carriedDays: number
  /** Empty for the currency itself. */
  readonly path: ReadonlyArray<PriceHop>
}
