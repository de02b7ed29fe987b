/** How an owner's money did: returns, profit, risk and values over time, each with what it rests on. */
import type { Cause } from "@caudal/accounting"
import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { AssetRef } from "../assets/Asset.ts"
import type { ConnectionId, OwnerId, PortfolioId } from "../Ids.ts"
import type { InvalidCursor, ItemPage, PageQuery, PortfolioNotFound } from "../ledger/Ledger.ts"
import type { Explained } from "../portfolio/Explained.ts"
import type { FigureNotFound } from "../portfolio/Gains.ts"
import type { GainMethod, UnknownTimeZone } from "../portfolio/LotSettings.ts"
import type { ValuationCurrency } from "../portfolio/Portfolios.ts"
import type { ConnectionNotFound } from "../sync/Connections.ts"
import type { PriceGap } from "../prices/PriceBook.ts"
import type { FlowGap } from "./FlowProjection.ts"
import type { MoneyMeasure } from "./Measure.ts"
import type { PerformanceFigures } from "./performanceOf.ts"
import type { ProfitLines } from "./profitOf.ts"
import type { ReturnConventions } from "./returnsOf.ts"

/** Of what: everything, or one exchange, one account (its connection), or one asset (its id). */
export type PerformanceScope =
  | { readonly kind: "portfolio" }
  | { readonly kind: "exchange"; readonly exchange: string }
  | { readonly kind: "connection"; readonly connection: ConnectionId }
  | { readonly kind: "asset"; readonly asset: string }

/** Civil days in the zone, both included: the period begins at the close of the day before `from`. */
export interface PerformancePeriod {
  readonly from: string
  readonly to: string
}

export interface PerformanceSettings {
  readonly period: PerformancePeriod
  readonly currency: ValuationCurrency
  /** `UTC` or an IANA name: whose midnight begins a day. */
  readonly timeZone: string
  readonly scope: PerformanceScope
}

/** What an answer rests on. */
export interface Basis {
  /** As asked, with its end no later than today. */
  readonly period: PerformancePeriod
  readonly timeZone: string
  readonly currencyIdentity: AssetRef
  /** Rows of which something is not known, up to the period's end. */
  readonly gaps: ReadonlyArray<FlowGap & { readonly identity: AssetRef; readonly date: string }>
  /** Prices that were needed and are not known. */
  readonly priceGaps: ReadonlyArray<PriceGap>
  /** Every asset that the answer names, by id. */
  readonly assets: ReadonlyMap<string, AssetRef>
  /** SHA-256, in hex, over everything that the figures depend on besides the settings. */
  readonly inputHash: string
  readonly projectionVersion: number
}

export interface PerformanceAnswer extends PerformanceFigures, Basis {}

export interface ProfitAnswer extends Basis {
  /** End − start − net flow; between bounds where a price is missing. */
  readonly gain: MoneyMeasure
  /** Null where a price is missing: `reason` and `causes` say which. */
  readonly lines: ProfitLines | null
  /** What the rates of money did; with `priceEffect` it is gain − income + fees, exactly. */
  readonly currencyEffect: MoneyMeasure
  readonly priceEffect: MoneyMeasure
  readonly reason: string | null
  readonly causes: ReadonlyArray<Cause>
}

export const valuationIntervals = ["day", "week", "month"] as const
/** A point at each period's end: every day, Sunday, last of a month; and the last day of all. */
export type ValuationInterval = (typeof valuationIntervals)[number]

export interface ValuationPoint {
  readonly date: string
  /** At the close. */
  readonly value: MoneyMeasure
  /** External money since the point before. */
  readonly flow: MoneyMeasure
  /** Held assets whose close is from an earlier day. */
  readonly carried: number
}

export const explainedFigures = ["startValue", "endValue", "netFlow", "gain", "timeWeighted", "modifiedDietz", "moneyWeighted"] as const
export type ExplainedFigure = (typeof explainedFigures)[number]

export class InvalidPeriod extends Schema.TaggedError<InvalidPeriod>()("InvalidPeriod", {}) {
  override get message() {
    return "A period is two dates such as 2021-05-01, the first not after the second nor after today, at most forty years apart."
  }
}

type Failures = ConnectionNotFound | PortfolioNotFound | UnknownTimeZone | InvalidPeriod

export class Performance extends Context.Service<
  Performance,
  {
    readonly performance: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: PerformanceSettings & { readonly conventions: ReturnConventions }
    ) => Effect.Effect<PerformanceAnswer, Failures>
    /** What the gain is made of, by lots, which are kept and follow the ledger. */
    readonly profit: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: PerformanceSettings & { readonly method: GainMethod }
    ) => Effect.Effect<ProfitAnswer, Failures>
    /** Oldest first. */
    readonly valuationSeries: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: PerformanceSettings & PageQuery & { readonly interval: ValuationInterval }
    ) => Effect.Effect<ItemPage<ValuationPoint> & { readonly count: number; readonly basis: Basis }, Failures | InvalidCursor>
    /**
     * How a figure came about: an {@link ExplainedFigure}, `days/<date>/value`, `days/<date>/flow`, `units/<asset>/<date>` (at the
     * close), `index/<date>` (what 1 had become), and of an asset's scope `trades/<asset>/<date>`. Of a day that is cut at its flows,
     * `days/<date>/flows/<place>/value` (just before the flow), `…/flow`, `…/units/<asset>`, and `index/<date>/<place>`. A long sum
     * comes a page at a time; of an index, so many periods until its day, from the index before them.
     */
    readonly explain: (
      owner: OwnerId,
      portfolio: PortfolioId,
      settings: PerformanceSettings & {
        readonly conventions: ReturnConventions
        readonly figure: string
        readonly offset: number
        readonly limit: number
      }
    ) => Effect.Effect<Explained, Failures | FigureNotFound>
  }
>()("@caudal/engine/returns/Performance") {}
