/** Lots, gains, income, performance, bounds, explanations and tax reports: pure, exact, no I/O and no clock. */
export * from "./number/Decimal.ts"
export { addedAt, type BigColumn, bigColumn, runningSums, type RunningSums } from "./number/BigColumn.ts"

// A ledger under a policy.
export type * from "./lots/Event.ts"
export * from "./lots/Policy.ts"
export type { Entry } from "./lots/Entry.ts"
export { readLedger, type Ledger } from "./lots/Ledger.ts"
export { keepBook } from "./lots/keepBook.ts"
export type * from "./lots/Book.ts"
export {
  reader,
  report,
  type AllocationReport,
  type BookReport,
  type DisposalReport,
  type FindingReport,
  type RestReport
} from "./lots/Report.ts"
export { totals, type Totals } from "./lots/totals.ts"
export { summary, type SummaryRow } from "./lots/summary.ts"
export { balances, type Balance } from "./lots/balances.ts"
export type { LongTerm, Term } from "./time/Term.ts"
export { dayIn, type DayOf } from "./time/Zone.ts"
export { civilOf, dayText, parseDay } from "./time/CivilDay.ts"
export { LiveBook } from "./live/LiveBook.ts"
export { LiveDays, type LiveDay, moneyKinds, type MoneyKind } from "./live/LiveDays.ts"
export type { LivePrices } from "./live/LiveAsset.ts"
export type { DayCuts, LinkedUntil } from "./live/LiveChain.ts"

// Profit and loss.
export { between, profitAndLoss, unexplained, type PnlScope, type PriceOf, type ProfitAndLoss } from "./pnl/profitAndLoss.ts"
export { currencyEffect, type ForeignGain, type GainParts } from "./pnl/currencyEffect.ts"
export { currencyEffects, type DisposalParts } from "./pnl/currencyEffects.ts"

// Performance and risk.
export type { DayCount } from "./time/DayCount.ts"
export type { Figure } from "./performance/Figure.ts"
export { addWorth, type WorthOf } from "./performance/addWorth.ts"
export { PriceTable, type ClosePrice, type PriceColumn } from "./performance/PriceTable.ts"
export { dailyValues, type DailyOptions } from "./performance/dailyValues.ts"
export { ValuedDays, type DayColumns, type ValuedDay } from "./performance/ValuedDays.ts"
export { valuedPeriods, type ValuedPeriods } from "./performance/valuedPeriods.ts"
export { Periods, type FlowTiming, type PeriodColumns, type TwrPeriod } from "./performance/Periods.ts"
export { brokenBecause } from "./performance/Chain.ts"
export { annualised, twr, type Twr } from "./performance/twr.ts"
export { periodsAtFlows, type LinkedPeriods, type TimedFlow, type Valuation } from "./performance/periodsAtFlows.ts"
export { modifiedDietz, type DietzPeriod } from "./performance/modifiedDietz.ts"
export { xirr, type DatedFlow, type Xirr } from "./performance/xirr.ts"
export { moneyWeighted, type MoneyWeighted } from "./performance/moneyWeighted.ts"
export { roai, type Roai, type RoaiActivity } from "./performance/roai.ts"
export { contributions, type Contributions } from "./performance/contributions.ts"
export { attribution, type Attribution, type Position } from "./performance/attribution.ts"
export { feesDrag, type FeesDrag } from "./performance/feesDrag.ts"
export {
  byWeights,
  unitsHeld,
  type Benchmark,
  type BenchmarkDay,
  type BenchmarkFlow,
  type CloseOf,
  type UnitFlow
} from "./performance/benchmark.ts"
export { risk, type RiskMeasure, type RiskOptions } from "./performance/risk.ts"
export { onCommonDays, type DatedReturn } from "./performance/onCommonDays.ts"
export { drawdowns, indexOf, maxDrawdown, type MaxDrawdown } from "./performance/drawdown.ts"
export { datedDrawdown, type DatedDrawdown } from "./performance/datedDrawdown.ts"
export { concentration, type Concentration } from "./performance/concentration.ts"

// What missing data leaves open.
export * from "./bounds/Measured.ts"
export { gainBounds, type DisposalBounds, type GainBounds, type GainBoundsOptions } from "./bounds/gainBounds.ts"

// How figures came about.
export type { Explanation, Expression, Origin as ExplanationOrigin, Step as ExplanationStep } from "./explain/Expression.ts"
export { explainDisposal, type ExplainedAllocation, type ExplainedDisposal } from "./explain/explainDisposal.ts"
export {
  explainFeesExpensed,
  explainIncome,
  explainMarketValue,
  explainRealizedGain,
  explainTermGain,
  explainSum,
  explainSumPage,
  explainUnexplained,
  explainUnrealised,
  type ExplainedSum,
  type Page,
  type SumPage,
  type SumPart
} from "./explain/explainSums.ts"
export {
  explainIndex,
  explainModifiedDietz,
  explainMoneyWeighted,
  explainTwr,
  type ReturnInput,
  type ReturnOrigin
} from "./explain/explainReturns.ts"
export { explainRest } from "./explain/explainRest.ts"
export { lotsBefore } from "./explain/lotsBefore.ts"
export { explained, given, input, ofEvent, ref } from "./explain/Expression.ts"
export { explainRisk, type ExplainedRisk } from "./explain/explainRisk.ts"

// Tax reports.
export { namedLots, takesNamed } from "./tax/settingsOf.ts"
export { taxBasis, taxReport, taxRules, type TaxBasis } from "./tax/taxReport.ts"
export { TaxError, type AccountFacts, type TaxInput, type TaxPrice, type TaxSettings } from "./tax/TaxInput.ts"
export type { AskedAmount, ContestedPoint, Country, Source as TaxSource, Standing, TaxRules } from "./tax/Rules.ts"
export type {
  Cell as TaxCell,
  Column as TaxColumn,
  Row as TaxRow,
  Section as TaxSection,
  Setting as TaxSetting,
  TaxReport,
  Unresolved as TaxUnresolved
} from "./tax/Section.ts"
export { sectionCsv, taxCsv } from "./tax/render/taxCsv.ts"
export { taxHtml } from "./tax/render/taxHtml.ts"

// Published cases.
export { runCase, type CaseResult } from "./cases/runCase.ts"
export type { Difference } from "./cases/Comparison.ts"
