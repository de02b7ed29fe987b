/** Returns: what a rate was linked or averaged from. */
import { moneyWeighted } from "../performance/moneyWeighted.ts"
import { type DietzPeriod, modifiedDietz } from "../performance/modifiedDietz.ts"
import type { TwrPeriod } from "../performance/Periods.ts"
import { twr } from "../performance/twr.ts"
import { type DatedFlow, xirr } from "../performance/xirr.ts"
import { parseDay } from "../time/CivilDay.ts"
import { type DayCount, yearsBy } from "../time/DayCount.ts"
import {
  double,
  explained,
  type Explanation,
  type Expression,
  given,
  input,
  number,
  type Origin,
  plain,
  ref,
  type Step
} from "./Expression.ts"
import type { Page } from "./explainSums.ts"

/** What a return is made of: the value at the start or the end of a period, a flow, what 1 had become before a period. */
export type ReturnInput = "start value" | "end value" | "flow" | "index before"
/** Where an input of a return comes from; `place`: of which period or flow, from 0 on. */
export type ReturnOrigin = (of: ReturnInput, place: number) => Origin

const handedIn: ReturnOrigin = (of, place) => ({ kind: "given", what: `${of} ${place}` })

const plus = (...of: ReadonlyArray<Expression>): Expression => ({ op: "plus", of })
const times = (...of: ReadonlyArray<Expression>): Expression => ({ op: "times", of })
const minus = (a: Expression, b: Expression): Expression => ({ op: "minus", of: [a, b] })
const over = (a: Expression, b: Expression): Expression => ({ op: "over", of: [a, b] })
const sum = (...of: ReadonlyArray<Expression>): Expression => ({ op: "add", of })

/** Capital at work and what it became, by the period's convention. */
const sides = (
  { startValue, endValue, flow, timing = "inStartOutEnd" }: TwrPeriod,
  i: number,
  originOf: ReturnOrigin
): readonly [Expression, Expression] => {
  const at = (of: ReturnInput, value: string): Expression => input(`${of} ${i}`, value, originOf(of, i))
  const [start, end, moved] = [at("start value", startValue), at("end value", endValue), at("flow", flow)]
  const less = (a: Expression, b: Expression): Expression => ({ op: "subtract", of: [a, b] })
  const half: Expression = { op: "multiply", of: [moved, given("half", "0.5")] }
  if (timing === "mid") return [sum(start, half), less(end, half)]
  if (timing === "start" && flow === "0") return [start, end]
  const atStart = timing === "start" || (timing === "inStartOutEnd" && !flow.startsWith("-"))
  return atStart ? [sum(start, moved), end] : [start, less(end, moved)]
}

const untilOf = (periods: ReadonlyArray<TwrPeriod>, { offset, limit }: Page): number => Math.min(offset + limit, periods.length)

/**
 * What 1 became until the end of the page's last period, from what it had become before the page: the pages follow one
 * another, and the last ends in the whole index.
 */
export const explainIndex = (periods: ReadonlyArray<TwrPeriod>, page: Page, originOf: ReturnOrigin = handedIn): Explanation => {
  const { offset } = page
  const until = untilOf(periods, page)
  const whole = twr(periods.slice(0, until))
  if (whole.twr.value === null) return explained("index", null, whole.twr.reason, [])
  const worked = (period: TwrPeriod, i: number): Expression => {
    const [before, after] = sides(period, i, originOf)
    return plus(number(1), over(double({ op: "subtract", of: [after, before] }), double(before)))
  }
  const before = offset === 0 ? null : plain(twr(periods.slice(0, offset)).index)
  const at = periods.slice(offset, until).map((period, i) => ({ period, i: offset + i }))
  const factors = at.filter(({ i }) => whole.worked[i]).map(({ period, i }) => worked(period, i))
  const step: Step = {
    name: "index",
    formula: "index before × (1 + (after − before) ÷ before) of each period with capital",
    expression: times(before === null ? number(1) : double(input("index before", before, originOf("index before", offset))), ...factors)
  }
  return explained("index", whole.index, "", [step])
}

/** The time-weighted return until the end of the page's last period: see {@link explainIndex}. */
export const explainTwr = (periods: ReadonlyArray<TwrPeriod>, page: Page, originOf: ReturnOrigin = handedIn): Explanation => {
  const until = untilOf(periods, page)
  const figure = `twr/${until}`
  const { value, reason } = twr(periods.slice(0, until)).twr
  if (value === null) return explained(figure, null, reason, [])
  const { steps } = explainIndex(periods, page, originOf)
  return explained(figure, value, "", [...steps, { name: figure, formula: "index − 1", expression: minus(ref("index"), number(1)) }])
}

export const explainModifiedDietz = (period: DietzPeriod, originOf: ReturnOrigin = handedIn): Explanation => {
  const figure = "modifiedDietz"
  const { start, end, startValue, endValue, flows, flowAt = "end" } = period
  const result = modifiedDietz(period)
  if (result.value === null) return explained(figure, null, result.reason, [])
  const days = parseDay(end) - parseDay(start)
  const at = (of: "start value" | "end value", value: string): Expression => input(of, value, originOf(of, 0))
  const moved = flows.map(({ amount }, i) => input(`flow ${i}`, amount, originOf("flow", i)))
  const weighted = flows.map(({ date }, i) => {
    const day = parseDay(date) - parseDay(start) - (flowAt === "start" ? 1 : 0)
    return over(times(double(moved[i]!), number(days - day)), number(days))
  })
  const steps: ReadonlyArray<Step> = [
    {
      name: "average capital",
      formula: "start value + Σ flow × days left ÷ days",
      expression: plus(double(at("start value", startValue)), ...weighted)
    },
    {
      name: figure,
      formula: "(end value − start value − Σ flows) ÷ average capital",
      expression: over(
        double({ op: "subtract", of: [at("end value", endValue), sum(at("start value", startValue), sum(...moved))] }),
        ref("average capital")
      )
    }
  ]
  return explained(figure, result.value, "", steps)
}

/**
 * The return over the time of the holder's flows. Its yearly rate is no formula but a root: the first step is what all flows
 * are worth at it, which is zero but for the last digits of a double.
 */
export const explainMoneyWeighted = (
  flows: ReadonlyArray<DatedFlow>,
  expressionOf: (flow: DatedFlow, place: number) => Expression = ({ amount }, i) => given(`flow ${i}`, amount),
  dayCount: DayCount = "act/365F"
): Explanation => {
  const figure = "moneyWeighted"
  const { rate } = xirr(flows, dayCount)
  const { period } = moneyWeighted(flows, dayCount)
  if (rate === null || period.value === null) return explained(figure, null, period.reason ?? "", [])
  const days = flows.map(({ date }) => parseDay(date))
  const first = Math.min(...days)
  const years = yearsBy(dayCount)
  const growth = plus(number(1), double(given("rate a year", plain(rate))))
  const power = (years: number): Expression => ({ op: "power", of: [growth, number(years)] })
  const steps: ReadonlyArray<Step> = [
    {
      name: "worth at the rate",
      formula: "Σ flow × (1 + rate)^(− years since the first flow): nothing, at this rate",
      expression: plus(...flows.map((flow, i) => times(double(expressionOf(flow, i)), power(-years(first, days[i]!)))))
    },
    {
      name: figure,
      formula: "(1 + rate)^(days ÷ 365) − 1",
      expression: minus({ op: "power", of: [growth, over(number(Math.max(...days) - first), number(365))] }, number(1))
    }
  ]
  return explained(figure, period.value, "", steps)
}
