/** Rows of the printed table, and the same as data. Pure. */
import type { Comparison } from "./Row.ts"
import { type Spread, spreadOf } from "./Spread.ts"

export interface Line {
  readonly name: string
  readonly unit: Comparison["unit"]
  readonly ours: Spread
  readonly baseline: ({ readonly name: string } & Spread) | null
  /** Of the figures taken together in one round, not of the medians. */
  readonly ratio: Spread | null
  readonly goal: string
  readonly met: boolean
}

export const lineOf = ({ name, unit, ours, baseline, goal }: Comparison): Line => {
  const ratio = baseline === undefined ? null : spreadOf(ours.map((figure, i) => figure / (baseline.figures[i] ?? Number.NaN)))
  const judged = goal.of === "ratio" ? (ratio?.median ?? Number.NaN) : spreadOf(ours).median
  const limit = goal.of === "ratio" ? `${Number(goal.limit.toFixed(3))} ×` : printed(goal.limit, unit)
  return {
    name,
    unit,
    ours: spreadOf(ours),
    baseline: baseline === undefined ? null : { name: baseline.name, ...spreadOf(baseline.figures) },
    ratio,
    goal: `${goal.atLeast === true ? "≥" : "≤"} ${limit}`,
    met: goal.atLeast === true ? judged >= goal.limit : judged <= goal.limit
  }
}

export const header = "name | ours | peer/baseline | ratio | median, spread | goal"

export const print = (line: Line): string => {
  const { ratio, unit } = line
  const width = ratio === null ? spreadText(line.ours, (figure) => printed(figure, unit)) : spreadText(ratio, (figure) => figure.toFixed(2))
  return [
    line.name,
    printed(line.ours.median, unit),
    line.baseline === null ? "–" : `${printed(line.baseline.median, unit)} (${line.baseline.name})`,
    ratio === null ? "–" : `${ratio.median.toFixed(2)} ×`,
    width,
    `${line.goal} ${line.met ? "met" : "MISSED"}`
  ].join(" | ")
}

const spreadText = (spread: Spread, text: (figure: number) => string): string =>
  `${text(spread.median)}, ${text(spread.low)}–${text(spread.high)}`

const printed = (figure: number, unit: Comparison["unit"]): string => {
  if (unit === "percent") return `${figure.toFixed(1)} %`
  if (unit === "count") return figure.toFixed(1)
  if (unit === "bytes") return `${(figure / 1_048_576).toFixed(1)} MB`
  const ns = unit === "ms" ? figure * 1e6 : figure
  if (ns >= 1e9) return `${(ns / 1e9).toFixed(2)} s`
  if (ns >= 1e6) return `${(ns / 1e6).toFixed(2)} ms`
  return ns >= 1e3 ? `${(ns / 1e3).toFixed(1)} µs` : `${ns.toFixed(0)} ns`
}
