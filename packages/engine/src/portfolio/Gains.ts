/** What was gained by parting with units, and which lots are left. */
import type { AllocationReport, DisposalReport, LotMethod, RestReport } from "@caudal/accounting"
import type { DecimalText } from "@caudal/exchange"
import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { AssetRef } from "../assets/Asset.ts"
import type { Opening } from "../books/Openings.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import type { PortfolioNotFound, Transaction } from "../ledger/Ledger.ts"
import type { LotGap } from "./LotProjection.ts"
import type { ValuationCurrency } from "./Portfolios.ts"

/** Methods that need no choice of the owner's. */
export const gainMethods = ["FIFO", "LIFO", "HIFO", "LOFO", "AVERAGE"] as const satisfies ReadonlyArray<LotMethod>
export type GainMethod = (typeof gainMethods)[number]

export interface LotSettings {
  readonly method: GainMethod
  readonly currency: ValuationCurrency
  /** `UTC` or an IANA name: whose midnight begins a day, and a year. */
  readonly timeZone: string
}

/** Units of a disposal from one lot. Money is in the currency; `null` is unknown, never zero. */
export interface LotUsed extends AllocationReport {
  /** The rows that brought the lot; none where nothing is known of it, or it is the owner who says that it was there. */
  readonly transactions: ReadonlyArray<Transaction>
  /** The owner's word, where it is that which brought the lot. */
  readonly opening: Opening | null
}

export interface GainDisposal extends Omit<DisposalReport, "asset" | "allocations"> {
  readonly asset: AssetRef
  readonly lots: ReadonlyArray<LotUsed>
  /** The rows that it was made of. */
  readonly transactions: ReadonlyArray<Transaction>
}

/** Sums of what is known. */
export interface GainSums {
  readonly proceeds: DecimalText
  readonly costBasis: DecimalText
  readonly gain: DecimalText
}

export interface GainTotals extends GainSums {
  readonly short: GainSums
  readonly long: GainSums
  /** Disposals with an unknown gain: in no sum. */
  readonly unknownDisposals: number
}

export interface NamedLotGap extends Omit<LotGap, "asset"> {
  readonly asset: AssetRef
  readonly transactions: ReadonlyArray<Transaction>
  readonly opening: Opening | null
}

interface LotAnswer extends LotSettings {
  readonly currencyIdentity: AssetRef
  /** SHA-256, in hex, over everything that the figures depend on besides the settings. */
  readonly inputHash: string
  readonly projectionVersion: number
  readonly gaps: ReadonlyArray<NamedLotGap>
}

export interface YearGains extends LotAnswer {
  readonly year: number
  /** By time. */
  readonly disposals: ReadonlyArray<GainDisposal>
  readonly totals: GainTotals
  /** No disposal's gain is unknown and `gaps` is empty. */
  readonly complete: boolean
}

export interface OpenLot extends Omit<RestReport, "asset" | "account"> {
  readonly asset: AssetRef
  readonly transactions: ReadonlyArray<Transaction>
  readonly opening: Opening | null
}

export interface OpenLots extends LotAnswer {
  readonly lots: ReadonlyArray<OpenLot>
}

export class UnknownTimeZone extends Schema.TaggedError<UnknownTimeZone>()("UnknownTimeZone", {}) {
  override get message() {
    return "This is not a time zone: give UTC or an IANA name such as America/Mexico_City."
  }
}

export class Gains extends Context.Service<
  Gains,
  {
    /** `gaps`: of everything up to the year's end, because an earlier gap reaches a later cost. */
    readonly year: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: LotSettings & { readonly year: number }
    ) => Effect.Effect<YearGains, PortfolioNotFound | UnknownTimeZone>
    /** What is left now; of one asset (its id) or of all. */
    readonly lots: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: LotSettings & { readonly asset: string | null }
    ) => Effect.Effect<OpenLots, PortfolioNotFound | UnknownTimeZone>
  }
>()("@caudal/engine/portfolio/Gains") {}
