/** What the ledger means for lots: the accounting package's events, what they were made of, and what could not be said. */
import type { LotEvent } from "@caudal/accounting"
import type { DecimalText } from "@caudal/exchange"
import type { AssetRef } from "../assets/Asset.ts"
import type { AssetRelation } from "../assets/AssetRelation.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { OpeningAmount } from "../books/openingAmounts.ts"
import type { Opening } from "../books/Openings.ts"
import type { Transaction } from "../ledger/Ledger.ts"

/** Rises with every change that makes other events of the same input. */
export const lotProjectionVersion = 3

/** One unit's price in the projection's currency. */
export interface UnitPrice {
  readonly amount: DecimalText
  /** Who says so. */
  readonly source: string
  /** As of when; `at − this` is its age. */
  readonly at: number
}

/** By asset id; `null` where nobody knows. `exchange`: where it happened. */
export type PriceAt = (asset: string, at: number, exchange?: string) => UnitPrice | null

/**
 * - `unknown-asset`: a code that no rule names; its units are kept under a name of their own.
 * - `missing-price`: a value is needed and nobody has a price; what depends on it is unknown.
 * - `unmatched-deposit`: units came in from nowhere known; their cost is unknown.
 * - `unmatched-withdrawal`: units left for a place that is not known. They leave with their cost and without a gain; if
 *   they were sold or paid with, a disposal is missing.
 * - `unmatched-group`: rows that belong together and do not make a whole, such as a fee without its trade.
 * - `opening-without-cost`: the owner says that units were there, and not what they had cost.
 * - `chosen-lot-unavailable`: the owner chose lots that do not hold what is chosen of them; that part goes first in, first out.
 * - `chosen-disposal-gone`: the owner chose lots for a disposal that is not there any more; the choice changes nothing.
 * - `unclassified`: an operation without a rule; units that it brought have no known cost, units that it took leave as above.
 */
export type LotGapCode =
  | "unknown-asset"
  | "missing-price"
  | "unmatched-deposit"
  | "unmatched-withdrawal"
  | "unmatched-group"
  | "opening-without-cost"
  | "chosen-lot-unavailable"
  | "chosen-disposal-gone"
  | "unclassified"

export interface LotGap {
  readonly code: LotGapCode
  /** Ids of the lot events that it touches. */
  readonly event: string
  readonly asset: string
  readonly quantity: DecimalText
  readonly at: number
}

/** A price that made a value. */
export interface UsedPrice extends UnitPrice {
  readonly event: string
  readonly asset: string
}

export interface LotProjection {
  readonly version: typeof lotProjectionVersion
  /** The asset that values are in; movements of it are money, not lots. */
  readonly currency: string
  readonly events: ReadonlyArray<LotEvent>
  /** Every asset that an event names, by id. */
  readonly assets: ReadonlyMap<string, AssetRef>
  /** The ledger's rows behind each id that an event or a gap names. */
  readonly sources: ReadonlyMap<string, ReadonlyArray<Transaction>>
  /** The owner's word behind each id of an event that no row is behind. */
  readonly openings: ReadonlyMap<string, Opening>
  readonly prices: ReadonlyArray<UsedPrice>
  readonly gaps: ReadonlyArray<LotGap>
}

/** With the account that it is about. */
export interface AccountOpening extends OpeningAmount {
  readonly exchange: string
  readonly accountKey: string
}

export interface LotInput {
  /** In the contract's order. */
  readonly transactions: ReadonlyArray<Transaction>
  /** What the accounts began with, by their owner's word; nothing where it is absent. */
  readonly openings?: ReadonlyArray<AccountOpening>
  /** Money of other states makes lots, too: what a return owes to its rate is a question of performance, not of tax. */
  readonly foreignMoneyInLots?: boolean
  readonly resolve: Resolve
  /** Asset id. */
  readonly currency: string
  readonly priceAt: PriceAt
  /** What became of assets: told apart from trades by the ratio on record. */
  readonly relations: ReadonlyArray<AssetRelation>
}
