/** Statistics of a series of returns, as steps over the series. */
import { risk, type RiskMeasure, type RiskOptions } from "../performance/risk.ts"
import { explained, type Explanation, type Expression, number, ref, series, type Step } from "./Expression.ts"

const plus = (...of: ReadonlyArray<Expression>): Expression => ({ op: "plus", of })
const times = (...of: ReadonlyArray<Expression>): Expression => ({ op: "times", of })
const minus = (a: Expression, b: Expression): Expression => ({ op: "minus", of: [a, b] })
const over = (a: Expression, b: Expression): Expression => ({ op: "over", of: [a, b] })
const power = (a: Expression, b: Expression): Expression => ({ op: "power", of: [a, b] })
const root = (of: Expression): Expression => ({ op: "root", of })
const total = (of: Expression): Expression => ({ op: "total", of })
const count = (of: Expression): Expression => ({ op: "count", of })
const mean = (of: Expression): Expression => over(total(of), count(of))
const below = (of: Expression, limit: Expression): Expression => ({ op: "lower", of: [of, limit] })
const above = (of: Expression, limit: Expression): Expression => ({ op: "higher", of: [of, limit] })
const step = (name: string, formula: string, expression: Expression): Step => ({ name, formula, expression })

const zero = number(0)
const returns = ref("returns")
const excess = ref("excess")

/** Σ (a − mean a)(b − mean b). */
const coproduct = (a: Expression, b: Expression): Expression => total(times(minus(a, mean(a)), minus(b, mean(b))))
const deviation = (of: Expression): Expression => root(over(coproduct(of, of), minus(count(of), number(1))))

/** Measures that have steps; the others are variations of them. */
export type ExplainedRisk = Exclude<
  RiskMeasure,
  "logVolatilityWholePeriod" | "logSemiVolatilityWholePeriod" | "downsideFrequency" | "informationRatioPerPeriod" | "alpha"
>

const falls: ReadonlyArray<Step> = [
  step("index", "1, and each × (1 + return)", { op: "linked", of: returns }),
  step("falls", "index ÷ highest so far − 1", minus(over(ref("index"), { op: "highestSoFar", of: ref("index") }), number(1)))
]

/** The starting 1 is a peak, not a period: it is left out of a mean, where it adds nothing but a place. */
const periodsOf = (sum: Expression): Expression => over(sum, count(returns))

const stepsOf = (measure: ExplainedRisk): ReadonlyArray<Step> => {
  const k = ref("periods a year")
  const annual = step(
    "annual return",
    "index at the end ^ (periods a year ÷ periods) − 1",
    minus(power(ref("last index"), over(k, ref("periods"))), number(1))
  )
  const ulcer = step("ulcer index", "√ mean of falls²", root(periodsOf(total(times(ref("falls"), ref("falls"))))))
  const pain = step("pain index", "mean of |falls|", periodsOf(total({ op: "magnitude", of: ref("falls") })))
  const deepest = step("max drawdown", "lowest of the falls", { op: "lowestOf", of: ref("falls") })
  const downside = step("downside", "√ mean of lower(return − target, 0)²", root(mean(times(ref("below"), ref("below")))))
  const under = step("below", "lower(return − target, 0)", below(minus(returns, ref("target")), zero))
  const last = (formula: string, expression: Expression): Step => step(measure, formula, expression)
  switch (measure) {
    case "volatility":
      return [last("deviation of the returns × √ periods a year", times(deviation(returns), root(k)))]
    case "annualisedReturn":
      return [{ ...annual, name: measure }]
    case "sharpe":
      return [last("mean of excess ÷ its deviation × √ periods a year", times(over(mean(excess), deviation(excess)), root(k)))]
    case "downsideDeviation":
      return [under, downside, last("downside × √ periods a year", times(ref("downside"), root(k)))]
    case "downsidePotential":
      return [under, last("− mean of what is below the target", minus(zero, mean(ref("below"))))]
    case "sortino":
      return [
        under,
        downside,
        last(
          "(mean return − target) × periods a year ÷ (downside × √ periods a year)",
          over(times(minus(mean(returns), ref("target")), k), times(ref("downside"), root(k)))
        )
      ]
    case "maxDrawdown":
      return [...falls, { ...deepest, name: measure }]
    case "calmar":
      return [
        ...falls,
        annual,
        deepest,
        last("annual return ÷ |max drawdown|", over(ref("annual return"), minus(zero, ref("max drawdown"))))
      ]
    case "omega":
      return [last("Σ higher(excess, 0) ÷ Σ higher(−excess, 0)", over(total(above(excess, zero)), total(above(minus(zero, excess), zero))))]
    case "ulcerIndex":
      return [...falls, { ...ulcer, name: measure }]
    case "painIndex":
      return [...falls, { ...pain, name: measure }]
    case "painRatio":
      return [...falls, annual, pain, last("annual return ÷ pain index", over(ref("annual return"), ref("pain index")))]
    case "martinRatio":
      return [...falls, annual, ulcer, last("annual return ÷ ulcer index", over(ref("annual return"), ref("ulcer index")))]
    case "beta":
      return [
        last(
          "covariance with the market ÷ variance of the market",
          over(coproduct(returns, ref("market")), coproduct(ref("market"), ref("market")))
        )
      ]
    case "correlation":
      return [
        last(
          "covariance ÷ √ of both variances, between −1 and 1",
          above(
            below(
              over(coproduct(returns, ref("market")), root(times(coproduct(returns, returns), coproduct(ref("market"), ref("market"))))),
              number(1)
            ),
            number(-1)
          )
        )
      ]
  }
}

/** A measure of `risk` and how it came about. */
export const explainRisk = (measure: ExplainedRisk, values: ReadonlyArray<number>, options: RiskOptions = {}): Explanation => {
  const { value, reason } = risk(values, options)[measure]
  const { periodsPerYear = 365, marPerPeriod = 0, riskFreePerPeriod = 0, periodCount = values.length, benchmark = [] } = options
  const free: Expression = typeof riskFreePerPeriod === "number" ? number(riskFreePerPeriod) : series("risk-free", riskFreePerPeriod)
  const inputs: ReadonlyArray<Step> = [
    step("returns", "as given", series("returns", values)),
    step("excess", "return − risk-free", minus(returns, free)),
    step("market", "as given", series("market", benchmark)),
    step("periods a year", "as given", number(periodsPerYear)),
    step("periods", "as given", number(periodCount)),
    step("target", "as given", number(marPerPeriod)),
    step("last index", "1 × (1 + return) of each", times(number(1), ...values.map((each) => plus(number(1), number(each)))))
  ]
  return explained(`risk/${measure}`, value, reason ?? "", [...inputs, ...stepsOf(measure)])
}
