/** Time-weighted, money-weighted and average-capital returns of a scope's days. Pure. */
import {
  annualised,
  brokenBecause,
  causesOf,
  type DatedFlow,
  type Decimal,
  type DietzPeriod,
  exact,
  type Figure,
  type FlowTiming,
  type LinkedUntil,
  type Measured,
  modifiedDietz,
  moneyWeighted,
  type MoneyWeighted,
  subtract,
  subtractMeasured,
  sumMeasured,
  twr,
  type TwrPeriod
} from "@caudal/accounting"
import { type MoneyMeasure, moneyMeasure, type RateMeasure, rateMeasure, rising, unavailable } from "./Measure.ts"
import type { LargeFlow } from "./largeFlows.ts"
import type { ScopeDay } from "./ScopeDay.ts"

export interface ReturnConventions {
  /** When in its day a flow is taken to have come. */
  readonly flowTiming: FlowTiming
  /** Whether a flow works from the start or the end of its day, in the average capital. */
  readonly dietzFlowAt: "start" | "end"
}

export const defaultConventions: ReturnConventions = { flowTiming: "inStartOutEnd", dietzFlowAt: "end" }

/** A day whose flow is large: a convention would bend its return. */
export interface ShownLargeFlow extends Pick<LargeFlow, "lacking" | "reason"> {
  readonly date: string
  /** Whether its flows were valued at their instants. */
  readonly isValued: boolean
}

/** From one valued close to the next, or between a close and a flow that was valued. */
export interface LinkablePeriod extends TwrPeriod {
  readonly date: string
  /** Since the close before. */
  readonly days: number
  /** Where it ends with a flow of the day, which of these. */
  readonly until: number | null
}

export interface Returns {
  readonly startValue: MoneyMeasure
  readonly endValue: MoneyMeasure
  readonly netFlow: MoneyMeasure
  /** End − start − net flow. */
  readonly gain: MoneyMeasure
  readonly income: MoneyMeasure
  /** All fees, less rebates. They are in the gain. */
  readonly feesPaid: MoneyMeasure
  readonly timeWeighted: RateMeasure
  /** Undefined below a year. */
  readonly timeWeightedAnnual: RateMeasure
  readonly modifiedDietz: RateMeasure
  readonly moneyWeighted: RateMeasure
  /** Undefined below 30 days. */
  readonly moneyWeightedAnnual: RateMeasure
  /** Every yearly rate that balances the flows; more than one is ambiguous. */
  readonly roots: ReadonlyArray<number>
  readonly ambiguous: boolean
  /** Days that could not be valued. */
  readonly unvaluedDays: ReadonlyArray<string>
  readonly carriedDays: number
  readonly largeFlowDays: ReadonlyArray<ShownLargeFlow>
}

/** For a sum that must be known. */
const exactly = (figure: Measured): string | null => (figure.state === "exact" ? figure.value : null)

/**
 * Periods from one valued day to the next. Over days that could not be valued a return is only known where nothing flowed, on
 * them or on the day after, and where there was something to begin with; null where it is not, or a flow has no value itself.
 */
export const linkable = (days: ReadonlyArray<ScopeDay>, timing: FlowTiming): ReadonlyArray<LinkablePeriod> | null => {
  const lost = days.slice(1).some(({ value, flow }) => flow.state !== "exact" || (flow.value !== "0" && value.state !== "exact"))
  if (lost || days[0]!.value.state !== "exact") return null
  const valued = days.filter(({ value }) => value.state === "exact")
  // Nothing flowed on the days that are left out.
  const linked = valued.slice(1).map((each, i) => ({ each, before: valued[i]!, days: each.day - valued[i]!.day }))
  if (linked.some(({ each, before, days }) => days > 1 && (exactly(before.value) === "0" || exactly(each.flow) !== "0"))) return null
  return linked.flatMap(({ each, before, days }) => partsOf(each, exactly(before.value)!, days, timing))
}

/** The day as one, or in parts where its flows were valued: each flow then works from its instant on, whatever the convention. */
const partsOf = (
  { date, value, flow, large }: ScopeDay,
  start: string,
  days: number,
  timing: FlowTiming
): ReadonlyArray<LinkablePeriod> => {
  const end = exactly(value)!
  const flows = days === 1 ? large?.flows : null
  if (flows == null) return [{ startValue: start, endValue: end, flow: exactly(flow)!, timing, date, days, until: null }]
  return [...flows, null].map((next, i) => {
    const before = i === 0 ? { before: start, flow: "0" } : flows[i - 1]!
    return {
      startValue: before.before,
      endValue: next?.before ?? end,
      flow: before.flow,
      timing: "start",
      date,
      days,
      until: next === null ? null : i
    }
  })
}

/** What modified Dietz is worked out from; null where a flow or the start is not known. */
export const dietzOf = (days: ReadonlyArray<ScopeDay>, flowAt: "start" | "end", endValue: string): DietzPeriod | null => {
  const startValue = exactly(days[0]!.value)
  const flows = days.slice(1).map(({ date, flow }) => ({ date, amount: exactly(flow) }))
  if (startValue === null || flows.some(({ amount }) => amount === null)) return null
  return {
    start: days[0]!.date,
    end: days.at(-1)!.date,
    startValue,
    endValue,
    flows: flows.flatMap(({ date, amount }) => (amount === null || amount === "0" ? [] : [{ date, amount }])),
    flowAt
  }
}

/** The holder's flows: what was there at the start and came in is paid, what left and is there at the end is received. */
export const holderFlows = ({ start, end, startValue, endValue, flows }: DietzPeriod): ReadonlyArray<DatedFlow> => [
  { date: start, amount: subtract("0", startValue) },
  ...flows.map(({ date, amount }) => ({ date, amount: subtract("0", amount) })),
  { date: end, amount: endValue }
]

/** What periods come to that somebody linked as they came; null where their return is not known. */
const followed = (linked: LinkedUntil): Figure | null => {
  if (linked.state === "unknown") return null
  return linked.state === "linked" ? { value: linked.index - 1, reason: null } : { value: null, reason: brokenBecause }
}

/** `days`: the first is only a beginning; at least two. `keptReturn`: until the last of them, where it is kept. */
export const returnsOf = (
  days: ReadonlyArray<ScopeDay>,
  { flowTiming, dietzFlowAt }: ReturnConventions,
  keptReturn?: LinkedUntil
): Returns => {
  const start = days[0]!.value
  const end = days.at(-1)!.value
  const within = days.slice(1)
  const netFlow = sumMeasured(within.map(({ flow }) => flow))
  const causes = [...causesOf(start), ...within.flatMap(({ value, flow }) => [...causesOf(flow), ...causesOf(value)])]
  const count = days.length - 1

  const timeWeightedBy = (of: (found: Figure) => Figure): RateMeasure => {
    if (keptReturn !== undefined && end.state === "exact") {
      const found = followed(keptReturn)
      return found === null ? unavailable(causes) : rateMeasure(of(found))
    }
    const valued = end.state === "exact" ? days : [...days.slice(0, -1), { ...days.at(-1)!, value: exact("0" as Decimal) }]
    const periods = linkable(valued, flowTiming)
    if (periods === null) return unavailable(causes)
    return rising((endValue) => of(twr([...periods.slice(0, -1), { ...periods.at(-1)!, endValue }]).twr), end)
  }
  const byYear = ({ value, reason }: Figure): Figure => (value === null ? { value, reason: reason! } : annualised(value, count))
  const timeWeighted = timeWeightedBy((found) => found)
  const timeWeightedAnnual = timeWeightedBy(byYear)

  const dietz = dietzOf(days, dietzFlowAt, "0")
  const noDietz = dietz === null
  const money = (endValue: string): MoneyWeighted => moneyWeighted(holderFlows({ ...dietz!, endValue }))
  const found = noDietz || end.state !== "exact" ? null : money(end.value)
  // With several rates, or one at which the flows begin to be worth something, nothing can be said of how it moves with the value at the end.
  const root =
    (of: (found: MoneyWeighted) => Figure) =>
    (endValue: string): Figure => {
      const at = money(endValue)
      return at.period.value !== null && !at.increasing && end.state !== "exact" ? { value: null, reason: "ambiguous" } : of(at)
    }
  return {
    startValue: moneyMeasure(start),
    endValue: moneyMeasure(end),
    netFlow: moneyMeasure(netFlow),
    gain: moneyMeasure(subtractMeasured(subtractMeasured(end, start), netFlow)),
    income: moneyMeasure(sumMeasured(within.map(({ income }) => income))),
    feesPaid: moneyMeasure(sumMeasured(within.map(({ paid }) => paid))),
    timeWeighted,
    timeWeightedAnnual,
    modifiedDietz: noDietz ? unavailable(causes) : rising((endValue) => modifiedDietz({ ...dietz, endValue }), end),
    moneyWeighted: noDietz
      ? unavailable(causes)
      : rising(
          root(({ period }) => period),
          end
        ),
    moneyWeightedAnnual: noDietz
      ? unavailable(causes)
      : rising(
          root(({ annual }) => annual),
          end
        ),
    roots: found?.roots ?? [],
    ambiguous: found?.ambiguous ?? false,
    unvaluedDays: days.filter(({ value }) => value.state !== "exact").map(({ date }) => date),
    carriedDays: within.filter(({ carried }) => carried > 0).length,
    largeFlowDays: within.flatMap(({ date, large }) =>
      large === null ? [] : [{ date, isValued: large.flows !== null, lacking: large.lacking, reason: large.reason }]
    )
  }
}
