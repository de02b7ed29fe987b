/** Risk of a scope's daily time-weighted returns. Pure. */
import {
  type Concentration,
  concentration,
  type DatedDrawdown,
  datedDrawdown,
  type DatedReturn,
  onCommonDays,
  risk,
  type RiskMeasure,
  twr
} from "@caudal/accounting"
import { type RateMeasure, rateMeasure, unavailable } from "./Measure.ts"
import type { CloseOf } from "./ClosePrices.ts"
import type { LinkablePeriod } from "./returnsOf.ts"
import type { Cell, ScopeDay } from "./ScopeDay.ts"

/** Fewer days are too few to speak of spread, beta or correlation. */
const leastReturns = 30

export const shownRisk = [
  "volatility",
  "sharpe",
  "sortino",
  "calmar",
  "omega",
  "ulcerIndex",
  "beta",
  "correlation"
] as const satisfies ReadonlyArray<RiskMeasure>
export type ShownRisk = (typeof shownRisk)[number]

export interface Risk {
  readonly measures: Readonly<Record<ShownRisk, RateMeasure>>
  /** Null: the value is not known on enough days. */
  readonly drawdown: DatedDrawdown | null
  /** Days with capital whose return is known. */
  readonly returns: number
}

/** Return of each day that began with something: money that comes to nothing counts at that day's close and has not worked yet. */
const returnsOf = (periods: ReadonlyArray<LinkablePeriod>) =>
  [...Map.groupBy(periods, ({ date }) => date)].flatMap(([date, parts]) => {
    const [first] = parts
    if (first!.startValue === "0") return []
    const { worked, twr: found } = twr(parts)
    return worked[0] === true && found.value !== null ? [{ date, days: first!.days, return: found.value }] : []
  })

const marketReturns = (days: ReadonlyArray<ScopeDay>, closeOf: CloseOf): ReadonlyArray<DatedReturn> => {
  const closes = days.map(({ day, date }) => ({ date, close: closeOf("bitcoin", day) }))
  return closes.slice(1).flatMap(({ date, close }, i) => {
    const before = closes[i]!.close
    // A carried close would be a return of zero that nobody saw.
    if (close === null || before === null || close.carriedDays > 0 || before.carriedDays > 0) return []
    return [{ date, return: Number(close.amount) / Number(before.amount) - 1 }]
  })
}

/** `periods`: null where they cannot be linked. `closeOf` tells what bitcoin was worth. */
export const riskOf = (days: ReadonlyArray<ScopeDay>, periods: ReadonlyArray<LinkablePeriod> | null, closeOf: CloseOf): Risk => {
  if (periods === null) {
    const none = unavailable(days.flatMap(({ value, flow }) => [value, flow].flatMap((one) => (one.state === "exact" ? [] : one.causes))))
    return {
      measures: Object.fromEntries(shownRisk.map((name) => [name, none])) as Record<ShownRisk, RateMeasure>,
      drawdown: null,
      returns: 0
    }
  }
  const all = returnsOf(periods)
  // A stretch of several days is no daily return: it is a gap.
  const daily = all.filter((one) => one.days === 1)
  const own = risk(
    daily.map((one) => one.return),
    { leastReturns }
  )
  const common = onCommonDays(daily, marketReturns(days, closeOf))
  const against = risk(common.returns, { leastReturns, benchmark: common.benchmark })
  return {
    measures: Object.fromEntries(
      shownRisk.map((name) => [name, rateMeasure((name === "beta" || name === "correlation" ? against : own)[name])])
    ) as Record<ShownRisk, RateMeasure>,
    drawdown: all.length === 0 ? null : datedDrawdown(days[0]!.date, all),
    returns: daily.length
  }
}

/** Of what is held at the end, by asset; without a price it is left out. */
export const concentrationOf = (cells: ReadonlyArray<Cell>): Concentration =>
  concentration(
    [...Map.groupBy(cells, ({ asset }) => asset).values()].map((own) =>
      own.reduce((sum, { end }) => sum + (end.state === "exact" ? Number(end.value) : 0), 0)
    )
  )
