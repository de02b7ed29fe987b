/** Values of a scope over time, at the end of each day, week or month. Pure. */
import { addMeasured, civilOf, exact, type Decimal, type Measured } from "@caudal/accounting"
import { moneyMeasure } from "./Measure.ts"
import type { ValuationInterval, ValuationPoint } from "./Performance.ts"
import type { ScopeDay } from "./ScopeDay.ts"

/** Day 0, 1970-01-01, was a Thursday. */
const isSunday = (day: number): boolean => (((day + 4) % 7) + 7) % 7 === 0

const ends: Readonly<Record<ValuationInterval, (day: number) => boolean>> = {
  day: () => true,
  week: isSunday,
  month: (day) => civilOf(day + 1).day === 1
}

/** The first day is only a beginning; a point's flow is all that came in and went out since the point before. */
export const seriesOf = (days: ReadonlyArray<ScopeDay>, interval: ValuationInterval): ReadonlyArray<ValuationPoint> => {
  const points: Array<ValuationPoint> = []
  let flow: Measured = exact("0" as Decimal)
  days.slice(1).forEach((each, i) => {
    flow = addMeasured(flow, each.flow)
    if (!ends[interval](each.day) && i < days.length - 2) return
    points.push({ date: each.date, value: moneyMeasure(each.value), flow: moneyMeasure(flow), carried: each.carried })
    flow = exact("0" as Decimal)
  })
  return points
}
