import { concentration } from "../performance/concentration.ts"
import { drawdowns, maxDrawdown } from "../performance/drawdown.ts"
import { type Figure, undefinedBecause } from "../performance/Figure.ts"
import { risk, type RiskOptions } from "../performance/risk.ts"
import { mean } from "../performance/statistics.ts"
import { CaseError, type Fields, listOf, numberOf } from "./CaseReading.ts"
import type { Comparison } from "./Comparison.ts"

const numbers = (value: unknown, at: string): ReadonlyArray<number> =>
  listOf(value ?? [], at).map((each, i) => numberOf(each, `${at}[${i}]`))

const optionsOf = (params: Fields, benchmark: unknown): RiskOptions => {
  const free = params["riskFreePerPeriod"]
  const optional = <K extends keyof RiskOptions>(key: K): Partial<Record<K, number>> =>
    params[key] == null ? {} : ({ [key]: numberOf(params[key], `params.${key}`) } as Partial<Record<K, number>>)
  return {
    ...optional("periodsPerYear"),
    ...optional("marPerPeriod"),
    ...optional("periodCount"),
    ...(free == null
      ? {}
      : {
          riskFreePerPeriod: Array.isArray(free) ? numbers(free, "params.riskFreePerPeriod") : numberOf(free, "params.riskFreePerPeriod")
        }),
    ...(benchmark == null ? {} : { benchmark: numbers(benchmark, "benchmark") })
  }
}

const known = (value: number): Figure => ({ value, reason: null })

/** Figures over given values instead of returns: each value is a period, the first too. */
const overValues = (values: ReadonlyArray<number>): Readonly<Record<string, Figure>> => {
  const falls = drawdowns(values)
  const ulcer = Math.sqrt(mean(falls.map((fall) => fall * fall)))
  return {
    maxDrawdown: known(maxDrawdown(values).depth),
    ulcerIndex: known(ulcer),
    ulcerIndexPercentPoints: known(100 * ulcer),
    painIndex: known(mean(falls.map(Math.abs)))
  }
}

export const riskCase = (given: Fields, params: Fields, expected: Fields, comparison: Comparison): void => {
  const values = numbers(given["values"], "values")
  const listed = numbers(given["returns"], "returns")
  const returns = listed.length > 0 || values.length < 2 ? listed : values.slice(1).map((value, i) => value / values[i]! - 1)
  const measured = risk(returns, optionsOf(params, given["benchmark"]))
  const spread = given["weights"] == null ? null : concentration(numbers(given["weights"], "weights"))
  const weights = spread === null ? {} : { ...spread, leftOut: known(spread.leftOut) }
  const accumulated = numbers(given["accumulated"], "accumulated")
  const { ulcerIndex } = measured
  const all: Readonly<Record<string, unknown>> = {
    ...measured,
    ulcerIndexPercentPoints: ulcerIndex.value === null ? ulcerIndex : known(100 * ulcerIndex.value),
    ...(values.length > 0 ? overValues(values) : {}),
    ...weights,
    maxDrawdownOfAccumulated:
      accumulated.length > 0 ? known(maxDrawdown(accumulated.map((each) => 1 + each)).depth) : undefinedBecause("no accumulated returns")
  }
  for (const [measure, wanted] of Object.entries(expected)) {
    if (measure === "cumulativeSeries") {
      let index = 1
      const series = returns.map((each) => (index *= 1 + each) - 1)
      const expectedSeries = listOf(wanted, "cumulativeSeries")
      comparison.same("cumulativeSeries.length", expectedSeries.length, series.length)
      expectedSeries.forEach((each, i) => comparison.figure(`cumulativeSeries[${i}]`, each, known(series[i] ?? Number.NaN)))
      continue
    }
    const got = all[measure]
    if (typeof got !== "object" || got === null) throw new CaseError(`unknown measure ${measure}`)
    // Sources print the depth of accumulated returns with either sign.
    const sign = measure === "maxDrawdownOfAccumulated" && typeof wanted === "string" && !wanted.startsWith("-") ? -1 : 1
    const figure = got as Figure
    comparison.figure(measure, wanted, figure.value === null ? figure : known(sign * figure.value || 0))
  }
}
