/** Paths of figures of performance: what can be asked how it came about. Pure. */
import { parseDay } from "@caudal/accounting"
import type { ExplainedFigure } from "./Performance.ts"

export type PerformanceFigure =
  /** Of what is held at a day's close. */
  | { readonly kind: "value"; readonly day: number }
  /** Of the days after one until another. */
  | { readonly kind: "flow"; readonly after: number; readonly until: number }
  /** Units of an asset at a day's close. */
  | { readonly kind: "units"; readonly asset: string; readonly day: number }
  /** What a day's trades were for the asset that is asked about. */
  | { readonly kind: "trades"; readonly asset: string; readonly day: number }
  /** What 1 had become by a day's close. */
  | { readonly kind: "index"; readonly day: number }
  | { readonly kind: Exclude<ExplainedFigure, "startValue" | "endValue" | "netFlow"> }

/** Whether rows decide how it came about; all else follows from what days come to. */
export const restsOnRows = ({ kind }: PerformanceFigure): boolean => kind === "flow" || kind === "units" || kind === "trades"

const dated = /^(?:days\/(\d{4}-\d\d-\d\d)\/(value|flow)|(index)\/(\d{4}-\d\d-\d\d)|(units|trades)\/(.+)\/(\d{4}-\d\d-\d\d))$/

const dayOf = (text: string): number | null => {
  try {
    return parseDay(text)
  } catch {
    return null
  }
}

/** `null`: there is no such figure of the days from the close of `start` until that of `end`. */
export const performanceFigure = (
  path: string,
  { start, end }: { readonly start: number; readonly end: number }
): PerformanceFigure | null => {
  switch (path) {
    case "startValue":
      return { kind: "value", day: start }
    case "endValue":
      return { kind: "value", day: end }
    case "netFlow":
      return { kind: "flow", after: start, until: end }
    case "gain":
    case "timeWeighted":
    case "modifiedDietz":
    case "moneyWeighted":
      return { kind: path }
  }
  const [, valueOrFlowDay, field, index, indexDay, unitsOrTrades, asset, assetDay] = dated.exec(path) ?? []
  const day = dayOf(valueOrFlowDay ?? indexDay ?? assetDay ?? "")
  if (day === null || day < start || day > end) return null
  if (field === "value") return { kind: field, day }
  if (asset !== undefined && unitsOrTrades === "units") return { kind: unitsOrTrades, asset, day }
  // At the close of the first day the period only begins.
  if (day === start) return null
  if (field === "flow") return { kind: field, after: day - 1, until: day }
  if (index !== undefined) return { kind: "index", day }
  return asset === undefined ? null : { kind: "trades", asset, day }
}
