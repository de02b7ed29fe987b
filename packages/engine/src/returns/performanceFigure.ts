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
  /** What 1 had become by a day's close, or just before one of its flows. */
  | { readonly kind: "index"; readonly day: number; readonly flow: number | null }
  /** Of a flow that was valued at its instant, by its place in its day: everything just before it, and what flowed. */
  | { readonly kind: "valueBefore" | "valuedFlow"; readonly day: number; readonly flow: number }
  /** Units of an asset just before it. */
  | { readonly kind: "unitsBefore"; readonly asset: string; readonly day: number; readonly flow: number }
  | { readonly kind: Exclude<ExplainedFigure, "startValue" | "endValue" | "netFlow"> }

const dated = /^(?:days\/(\d{4}-\d\d-\d\d)\/(value|flow)|(units|trades)\/(.+)\/(\d{4}-\d\d-\d\d))$/
const index = /^index\/(\d{4}-\d\d-\d\d)(?:\/(\d{1,6}))?$/
const inside = /^days\/(\d{4}-\d\d-\d\d)\/flows\/(\d{1,6})\/(?:(value|flow)|units\/(.+))$/

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
  const within = (text: string | undefined, after: number): number | null => {
    const day = dayOf(text ?? "")
    return day === null || day < after || day > end ? null : day
  }
  // At the close of the first day the period only begins.
  const [, indexDay, before] = index.exec(path) ?? []
  const linked = within(indexDay, start + 1)
  if (linked !== null) return { kind: "index", day: linked, flow: before === undefined ? null : Number(before) }
  const [, cutDay, place, what, held] = inside.exec(path) ?? []
  const cut = within(cutDay, start + 1)
  if (cut !== null) {
    const at = { day: cut, flow: Number(place) }
    return held === undefined
      ? { kind: what === "value" ? "valueBefore" : "valuedFlow", ...at }
      : { kind: "unitsBefore", asset: held, ...at }
  }
  const [, valueOrFlowDay, field, unitsOrTrades, asset, assetDay] = dated.exec(path) ?? []
  const day = within(valueOrFlowDay ?? assetDay, start)
  if (day === null) return null
  if (field === "value") return { kind: field, day }
  if (asset !== undefined && unitsOrTrades === "units") return { kind: unitsOrTrades, asset, day }
  if (day === start) return null
  if (field === "flow") return { kind: field, after: day - 1, until: day }
  return asset === undefined ? null : { kind: "trades", asset, day }
}
