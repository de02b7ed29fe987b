/**
 * Risk of a series of time-weighted returns (never of value changes that contain flows). `periodsPerYear` is 365 for daily
 * closes of a market that never closes. Undefined is a reason, never 0 or infinite.
 */
import { drawdowns, indexOf, maxDrawdown } from "./drawdown.ts"
import { type Figure, figure, undefinedBecause } from "./Figure.ts"
import { beta, correlation, deviation, mean } from "./statistics.ts"

export interface RiskOptions {
  readonly periodsPerYear?: number
  /** Least acceptable return of a period. */
  readonly marPerPeriod?: number
  /** Return of a period without risk: one figure, or one for each period. */
  readonly riskFreePerPeriod?: number | ReadonlyArray<number>
  /** Periods to annualise by, where they are not the number of returns. */
  readonly periodCount?: number
  /** Fewer returns than this are too few to speak of spread, beta or correlation; 2 without it, 30 is usual for days. */
  readonly leastReturns?: number
  /** Returns of the market on the same periods. */
  readonly benchmark?: ReadonlyArray<number>
}

const measures = [
  "volatility",
  "annualisedReturn",
  "sharpe",
  "sortino",
  "downsideDeviation",
  "downsidePotential",
  "downsideFrequency",
  "maxDrawdown",
  "calmar",
  "omega",
  "ulcerIndex",
  "painIndex",
  "painRatio",
  "martinRatio",
  "logVolatilityWholePeriod",
  "logSemiVolatilityWholePeriod",
  "beta",
  "correlation",
  "alpha",
  "informationRatioPerPeriod"
] as const

export type RiskMeasure = (typeof measures)[number]

const ratio = (over: number, under: number, reason: string): Figure =>
  under === 0 ? undefinedBecause(reason) : figure(over / under, reason)

const annualReturn = (returns: ReadonlyArray<number>, perYear: number, count: number): number =>
  returns.reduce((index, each) => index * (1 + each), 1) ** (perYear / count) - 1

/** Every measure of one series. */
export const risk = (returns: ReadonlyArray<number>, options: RiskOptions = {}): Readonly<Record<RiskMeasure, Figure>> => {
  const {
    periodsPerYear: k = 365,
    marPerPeriod: mar = 0,
    riskFreePerPeriod: free = 0,
    periodCount = returns.length,
    leastReturns = 2,
    benchmark
  } = options
  const n = returns.length
  if (n === 0) {
    const empty = undefinedBecause("no return")
    return Object.fromEntries(measures.map((measure) => [measure, empty])) as Record<RiskMeasure, Figure>
  }
  const few = "fewer than two returns"
  const tooFew = n < leastReturns ? undefinedBecause(`fewer than ${leastReturns} returns`) : null
  const freeOf = (i: number): number => (typeof free === "number" ? free : (free[i] ?? Number.NaN))
  const excess = returns.map((each, i) => each - freeOf(i))
  const annual = annualReturn(returns, k, periodCount)
  const below = returns.map((each) => Math.min(each - mar, 0))
  const downside = Math.sqrt(mean(below.map((each) => each * each)))
  // The starting 1 counts as a peak, not as a period.
  const falls = drawdowns(indexOf(returns)).slice(1)
  const deepest = maxDrawdown(indexOf(returns)).depth
  const ulcer = Math.sqrt(mean(falls.map((fall) => fall * fall)))
  const pain = mean(falls.map(Math.abs))
  const above = excess.reduce((sum, each) => sum + Math.max(each, 0), 0)
  const under = excess.reduce((sum, each) => sum + Math.max(-each, 0), 0)
  const logs = returns.map(Math.log1p)
  const logMean = mean(logs)
  const logSemi = logs.reduce((sum, each) => sum + Math.min(each - logMean, 0) ** 2, 0)
  const spread = deviation(excess)
  const noFall = "the index never fell"
  const noMarket = "no benchmark on the same periods"
  const market = benchmark !== undefined && benchmark.length === n ? benchmark : undefined
  const against = (of: (market: ReadonlyArray<number>) => Figure): Figure =>
    tooFew ?? (market === undefined ? undefinedBecause(noMarket) : of(market))
  const constant = "a series that does not move"
  return {
    volatility: tooFew ?? figure(deviation(returns) * Math.sqrt(k), few),
    annualisedReturn: figure(annual, "total loss"),
    sharpe: tooFew ?? (spread === 0 ? undefinedBecause("returns do not vary") : figure((mean(excess) / spread) * Math.sqrt(k), few)),
    sortino: tooFew ?? ratio((mean(returns) - mar) * k, downside * Math.sqrt(k), "no return below the target"),
    downsideDeviation: figure(downside * Math.sqrt(k), few),
    downsidePotential: figure(-mean(below), few),
    downsideFrequency: figure(below.filter((each) => each < 0).length / n, few),
    maxDrawdown: figure(deepest, "not a number"),
    calmar: ratio(annual, -deepest, noFall),
    omega: ratio(above, under, "no return below the threshold"),
    ulcerIndex: figure(ulcer, "not a number"),
    painIndex: figure(pain, "not a number"),
    painRatio: ratio(annual, pain, noFall),
    martinRatio: ratio(annual, ulcer, noFall),
    logVolatilityWholePeriod: figure(deviation(logs) * Math.sqrt(n), few),
    logSemiVolatilityWholePeriod: figure(Math.sqrt((logSemi / (n - 1)) * n), few),
    beta: against((b) => figure(beta(returns, b), constant)),
    correlation: against((b) => figure(correlation(returns, b), constant)),
    alpha: against((b) => {
      const marketExcess = mean(b.map((each, i) => each - freeOf(i)))
      return figure((1 + mean(excess) - beta(returns, b) * marketExcess) ** k - 1, constant)
    }),
    informationRatioPerPeriod: against((b) => {
      const active = returns.map((each, i) => each - b[i]!)
      return ratio(mean(active), deviation(active), constant)
    })
  }
}
