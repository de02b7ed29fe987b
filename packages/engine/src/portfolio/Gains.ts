/** What was gained by parting with units, and which lots are left. */
import type { AllocationReport, Country, DisposalReport, RestReport, TaxSetting } from "@caudal/accounting"
import type { DecimalText } from "@caudal/exchange"
import { Context, type Effect, Schema } from "effect"
import type { AssetRef } from "../assets/Asset.ts"
import type { Certificate } from "../books/Books.ts"
import type { Opening } from "../books/Openings.ts"
import type { ConnectionId, OwnerId, PortfolioId } from "../Ids.ts"
import type { InvalidCursor, ItemPage, PageQuery, PortfolioNotFound, Transaction } from "../ledger/Ledger.ts"
import type { Explained } from "./Explained.ts"
import type { StandingChoice } from "./LotChoice.ts"
import type { LotGap } from "./LotProjection.ts"
import type { GainMethod, LotSettings, SettingsRefused, UnknownTimeZone } from "./LotSettings.ts"
import type { ValuationCurrency } from "./Portfolios.ts"

/** Units of a disposal from one lot. Money is in the currency; `null` is unknown, never zero. */
export interface LotUsed extends AllocationReport {
  /** The rows that brought the lot; none where nothing is known of it, or it is the owner who says that it was there. */
  readonly transactions: ReadonlyArray<Transaction>
  /** The owner's word, where it is that which brought the lot. */
  readonly opening: Opening | null
}

export interface GainDisposal extends Omit<DisposalReport, "asset" | "allocations"> {
  readonly asset: AssetRef
  /** Lots that the owner chose for it, whether the method goes by that or not. */
  readonly choice: StandingChoice | null
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

export interface LotAnswer {
  readonly jurisdiction: Country | null
  /** At the end of what is answered, where methods change by date. */
  readonly method: GainMethod
  readonly currency: ValuationCurrency
  readonly currencyIdentity: AssetRef
  readonly timeZone: string
  /** Every choice that the figures rest on, contested points included. */
  readonly settings: ReadonlyArray<TaxSetting>
  /** SHA-256, in hex, over everything that the figures depend on besides the settings. */
  readonly inputHash: string
  readonly projectionVersion: number
  readonly gaps: ReadonlyArray<NamedLotGap>
  /** Certificates that do not prove the books: rows may be missing. */
  readonly unproved: ReadonlyArray<Certificate>
}

/** A tax year, by its first and last civil day. */
export interface LotYear {
  readonly label: string
  readonly from: string
  readonly until: string
}

export interface YearGains extends LotAnswer {
  readonly year: number
  readonly period: LotYear
  /** By time. */
  readonly disposals: ReadonlyArray<GainDisposal>
  readonly totals: GainTotals
  /** No disposal's gain is unknown, and `gaps` and `unproved` are empty. */
  readonly complete: boolean
}

export interface OpenLot extends Omit<RestReport, "asset"> {
  readonly asset: AssetRef
  /** Units of the lot that disposals took because the owner chose it; of one that lies in several accounts, in all of them. */
  readonly chosen: DecimalText
  readonly transactions: ReadonlyArray<Transaction>
  readonly opening: Opening | null
}

export interface OpenLots extends LotAnswer {
  readonly lots: ReadonlyArray<OpenLot>
}

/** Which disposals to list; everything that is given must hold. */
export interface DisposalFilter {
  /** Asset ids, symbols or codes as an exchange prints them. */
  readonly assets?: ReadonlyArray<string> | undefined
  /** Half-open, epoch milliseconds. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly exchanges?: ReadonlyArray<string> | undefined
  readonly connections?: ReadonlyArray<ConnectionId> | undefined
}

export interface DisposalPage extends ItemPage<GainDisposal> {
  /** On all pages. */
  readonly count: number
}

/** What one method makes of a year. */
export interface MethodTotals {
  readonly method: GainMethod
  readonly totals: GainTotals
}

export interface MethodComparison extends LotAnswer {
  readonly year: number
  readonly period: LotYear
  readonly methods: ReadonlyArray<MethodTotals>
}

export class FigureNotFound extends Schema.TaggedError<FigureNotFound>()("FigureNotFound", {}) {
  override get message() {
    return "There is no such figure with these settings: ask with the settings of the answer that it stood in."
  }
}

type Asked = LotSettings & { readonly year: number }
type Refused = PortfolioNotFound | UnknownTimeZone | SettingsRefused

export class Gains extends Context.Service<
  Gains,
  {
    /** `gaps`: of everything up to the year's end, because an earlier gap reaches a later cost. */
    readonly year: (owner: OwnerId, portfolio: PortfolioId, settings: Asked) => Effect.Effect<YearGains, Refused>
    /** Of all years, oldest first. */
    readonly disposals: (
      owner: OwnerId,
      portfolio: PortfolioId,
      query: LotSettings & PageQuery & { readonly filter: DisposalFilter }
    ) => Effect.Effect<DisposalPage, Refused | InvalidCursor>
    /** What is left now; of one asset (its id) or of all. */
    readonly lots: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: LotSettings & { readonly asset: string | null }
    ) => Effect.Effect<OpenLots, Refused>
    /** Totals of a year by several methods over one reading of the ledger; without `methods` by all that may be chosen. */
    readonly compare: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: Asked & { readonly methods: ReadonlyArray<GainMethod> | null }
    ) => Effect.Effect<MethodComparison, Refused>
    /**
     * How a figure came about: `disposals/<event>/gain` (or `proceeds`, `costBasis`, `denied`),
     * `disposals/<event>/allocations/<i>/gain`, `gains/<year>/gain` and `gains/<year>/long/gain`, `lots/<lot>/costBasis` and
     * `lots/<lot>/quantity`, `holdings/<asset>`, `events/<event>/<field>`.
     */
    readonly explain: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: LotSettings & { readonly figure: string; readonly offset: number; readonly limit: number }
    ) => Effect.Effect<Explained, Refused | FigureNotFound>
  }
>()("@caudal/engine/portfolio/Gains") {}
