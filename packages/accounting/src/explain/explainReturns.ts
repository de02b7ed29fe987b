/** Returns: what a rate was linked or averaged from. */
import { multiply } from "../number/Decimal.ts"
import { parseDay } from "../time/CivilDay.ts"
import { type DayCount, yearsBy } from "../time/DayCount.ts"
import { type DietzPeriod, modifiedDietz } from "../performance/modifiedDietz.ts"
import { twr, type TwrPeriod } from "../performance/twr.ts"
import { type DatedFlow, xirr } from "../performance/xirr.ts"
import { double, explained, type Explanation, type Expression, given, number, ref, series, type Step } from "./Expression.ts"
import type { Page } from "./explainSums.ts"

const plus = (...of: ReadonlyArray<Expression>): Expression => ({ op: "plus", of })
const times = (...of: ReadonlyArray<Expression>): Expression => ({ op: "times", of })
const minus = (a: Expression, b: Expression): Expression => ({ op: "minus", of: [a, b] })
const over = (a: Expression, b: Expression): Expression => ({ op: "over", of: [a, b] })
const sum = (...of: ReadonlyArray<Expression>): Expression => ({ op: "add", of })

/** Capital at work and what it became, by the period's convention. */
const sides = ({ startValue, endValue, flow, timing = "inStartOutEnd" }: TwrPeriod, i: number): readonly [Expression, Expression] => {
  const [start, end, moved] = [given(`start value ${i}`, startValue), given(`end value ${i}`, endValue), given(`flow ${i}`, flow)]
  const less = (a: Expression, b: Expression): Expression => ({ op: "subtract", of: [a, b] })
  const half = given(`half of flow ${i}`, multiply(flow, "0.5"))
  if (timing === "mid") return [sum(start, half), less(end, half)]
  const atStart = timing === "start" || (timing === "inStartOutEnd" && !flow.startsWith("-"))
  return atStart ? [sum(start, moved), end] : [start, less(end, moved)]
}

/**
 * The time-weighted return until the end of the page's last period, from the index before the page: the pages follow one
 * another, and the last ends in the whole return.
 */
export const explainTwr = (periods: ReadonlyArray<TwrPeriod>, { offset, limit }: Page): Explanation => {
  const until = Math.min(offset + limit, periods.length)
  const figure = `twr/${until}`
  const whole = twr(periods.slice(0, until))
  if (whole.twr.value === null) return explained(figure, null, whole.twr.reason, [])
  const worked = (period: TwrPeriod, i: number): Expression => {
    const [before, after] = sides(period, i)
    return plus(number(1), over(double({ op: "subtract", of: [after, before] }), double(before)))
  }
  const before = offset === 0 ? 1 : twr(periods.slice(0, offset)).index
  const at = periods.slice(offset, until).map((period, i) => ({ period, i: offset + i }))
  const factors = at.filter(({ i }) => whole.worked[i]).map(({ period, i }) => worked(period, i))
  const steps: ReadonlyArray<Step> = [
    {
      name: "index",
      formula: "index before × (1 + (after − before) ÷ before) of each period with capital",
      expression: times(number(before), ...factors)
    },
    { name: figure, formula: "index − 1", expression: minus(ref("index"), number(1)) }
  ]
  return explained(figure, whole.twr.value, "", steps)
}

export const explainModifiedDietz = (period: DietzPeriod): Explanation => {
  const figure = "modifiedDietz"
  const { start, end, startValue, endValue, flows, flowAt = "end" } = period
  const result = modifiedDietz(period)
  if (result.value === null) return explained(figure, null, result.reason, [])
  const days = parseDay(end) - parseDay(start)
  const weighted = flows.map(({ date, amount }, i) => {
    const day = parseDay(date) - parseDay(start) - (flowAt === "start" ? 1 : 0)
    return over(times(double(given(`flow ${i}`, amount)), number(days - day)), number(days))
  })
  const net = sum(...flows.map(({ amount }, i) => given(`flow ${i}`, amount)))
  const steps: ReadonlyArray<Step> = [
    {
      name: "average capital",
      formula: "start value + Σ flow × days left ÷ days",
      expression: plus(double(given("start value", startValue)), ...weighted)
    },
    {
      name: figure,
      formula: "(end value − start value − Σ flows) ÷ average capital",
      expression: over(
        double({ op: "subtract", of: [given("end value", endValue), sum(given("start value", startValue), net)] }),
        ref("average capital")
      )
    }
  ]
  return explained(figure, result.value, "", steps)
}

/**
 * A money-weighted rate is no formula but a root: its explanation is the worth of all flows at that rate, which is zero
 * but for the last digits of a double.
 */
export const explainXirr = (
  flows: ReadonlyArray<DatedFlow>,
  dayCount: DayCount = "act/365F"
): Explanation & { readonly rate: number | null } => {
  const found = xirr(flows, dayCount)
  const figure = "xirr/worth at the rate"
  if (found.rate === null) return { ...explained(figure, null, found.reason, []), rate: null }
  const days = flows.map(({ date }) => parseDay(date))
  const first = Math.min(...days)
  const years = yearsBy(dayCount)
  const amounts = flows.map(({ amount }) => Number(amount))
  const at = days.map((day) => -years(first, day))
  const worth = amounts.reduce((sumSoFar, amount, i) => sumSoFar + amount * (1 + found.rate) ** at[i]!, 0)
  const step: Step = {
    name: figure,
    formula: "Σ flow × (1 + rate)^(− years since the first flow)",
    expression: {
      op: "total",
      of: times(series("flows", amounts), { op: "power", of: [plus(number(1), number(found.rate)), series("− years", at)] })
    }
  }
  return { ...explained(figure, worth, "", [step]), rate: found.rate }
}
