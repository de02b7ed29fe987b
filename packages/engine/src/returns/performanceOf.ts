/** Every measure of one period and scope. Pure: the same movements, closes and settings give the same answer. */
import { causesOf, type Concentration, type Decimal, feesDrag, parseDay } from "@caudal/accounting"
import { benchmarksOf, type BenchmarkFigures } from "./benchmarksOf.ts"
import type { CloseOf } from "./ClosePrices.ts"
import { type Contributions, contributionsOf } from "./contributionsOf.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import { type RateMeasure, rateMeasure, unavailable } from "./Measure.ts"
import { type ReturnConventions, dietzOf, linkable, type Returns, returnsOf } from "./returnsOf.ts"
import type { ReturnScope } from "./ReturnScope.ts"
import { concentrationOf, type Risk, riskOf } from "./riskOf.ts"
import { roaiOf } from "./roaiOf.ts"
import type { ScopeDay } from "./ScopeDay.ts"
import type { Valuer } from "./Valuer.ts"

export interface FeesDragMeasures {
  /** Fees a year over the average capital. */
  readonly ofCapital: RateMeasure
  /** Time-weighted return as if no fee had been paid, and the part of it that fees took. */
  readonly gross: RateMeasure
  readonly taken: RateMeasure
}

export interface PerformanceFigures {
  readonly returns: Returns
  readonly roai: RateMeasure
  readonly contributions: Contributions
  readonly benchmarks: ReadonlyArray<BenchmarkFigures>
  readonly feesDrag: FeesDragMeasures
  readonly risk: Risk
  readonly concentration: Concentration
}

export interface PerformanceInput {
  readonly projection: FlowProjection
  readonly valuer: Valuer
  readonly scope: ReturnScope
  readonly conventions: ReturnConventions
  readonly closeOf: CloseOf
  readonly start: number
  readonly end: number
}

/** What the average capital is of a period, by its gain and modified Dietz. */
const averageCapital = (days: ReadonlyArray<ScopeDay>, { dietzFlowAt }: ReturnConventions): number | null => {
  const period = dietzOf(days, dietzFlowAt, "0")
  if (period === null) return null
  const span = parseDay(period.end) - parseDay(period.start)
  return period.flows.reduce((sum, { date, amount }) => {
    const day = parseDay(date) - parseDay(period.start) - (dietzFlowAt === "start" ? 1 : 0)
    return sum + (Number(amount) * (span - day)) / span
  }, Number(period.startValue))
}

const dragOf = (days: ReadonlyArray<ScopeDay>, periods: ReturnType<typeof linkable>, capital: number | null): FeesDragMeasures => {
  const causes = days.flatMap(({ value, flow, paid }) => [value, flow, paid].flatMap(causesOf))
  if (periods === null || capital === null || causes.length > 0) {
    const none = unavailable(causes)
    return { ofCapital: none, gross: none, taken: none }
  }
  const paid = new Map(days.map(({ date, paid: fees }) => [date, fees.state === "exact" ? fees.value : "0"]))
  const found = feesDrag(
    // Of a day in parts: at its close.
    periods.map((period) => ({ ...period, fees: period.until === null ? paid.get(period.date)! : "0" })),
    capital.toFixed(12),
    days.length - 1
  )
  return { ofCapital: rateMeasure(found.ofCapital), gross: rateMeasure(found.gross), taken: rateMeasure(found.taken) }
}

export const performanceOf = ({ projection, valuer, scope, conventions, closeOf, start, end }: PerformanceInput): PerformanceFigures => {
  const days = valuer.days(scope)
  const cells = valuer.cells(scope)
  const capital = averageCapital(days, conventions)
  const periods = linkable(days, conventions.flowTiming)
  const causes = days.flatMap(({ flow }) => causesOf(flow))
  const closeOn = (asset: string, date: string): Decimal | null => (closeOf(asset, parseDay(date))?.amount as Decimal | undefined) ?? null
  return {
    returns: returnsOf(days, conventions, valuer.linked(scope, conventions.flowTiming)),
    roai: roaiOf(projection, valuer, scope, start, end),
    contributions: contributionsOf(cells, capital, [...causesOf(days[0]!.value), ...causes]),
    benchmarks: benchmarksOf(valuer, scope, days, closeOn),
    feesDrag: dragOf(days, periods, capital),
    risk: riskOf(days, periods, closeOf),
    concentration: concentrationOf(cells)
  }
}
