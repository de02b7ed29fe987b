/** How a figure of performance came about. Pure. */
import {
  causesOf,
  dayText,
  explainIndex,
  explainModifiedDietz,
  explainMoneyWeighted,
  explained,
  explainTwr,
  type ReturnOrigin,
  subtractMeasured,
  sumMeasured
} from "@caudal/accounting"
import type { Explained, ExplainedPrice } from "../portfolio/Explained.ts"
import type { CloseOf } from "./ClosePrices.ts"
import { figureInput, type Listing, type Made, nameOf, opposite, unknown } from "./explainedSum.ts"
import { explainFlow } from "./explainFlow.ts"
import { explainUnitsBefore, explainValueBefore, explainValuedFlow, type InsideInput } from "./explainInside.ts"
import { explainTrades } from "./explainTrades.ts"
import { explainUnits } from "./explainUnits.ts"
import { explainValue } from "./explainValue.ts"
import type { FlowWatcher } from "./FlowWatcher.ts"
import { reasonOf } from "./Measure.ts"
import type { PerformanceFigure } from "./performanceFigure.ts"
import { dietzOf, holderFlows, linkable, type LinkablePeriod, type ReturnConventions } from "./returnsOf.ts"
import type { ScopeDay } from "./ScopeDay.ts"

export interface ExplainInput extends InsideInput {
  readonly conventions: ReturnConventions
  readonly closeOf: CloseOf
  readonly figure: PerformanceFigure
}

const explainGain = (days: ReadonlyArray<ScopeDay>, path: string): Made => {
  const [start, end] = [days[0]!.value, days.at(-1)!.value]
  const netFlow = sumMeasured(days.slice(1).map(({ flow }) => flow))
  const gain = subtractMeasured(subtractMeasured(end, start), netFlow)
  if (start.state !== "exact" || end.state !== "exact" || netFlow.state !== "exact" || gain.state !== "exact")
    return unknown(path, reasonOf(causesOf(gain)))
  const of = [figureInput("endValue", end.value), figureInput("startValue", start.value), figureInput("netFlow", netFlow.value)]
  const step = { name: path, formula: "value at the end − value at the start − net flow", expression: { op: "subtract", of } as const }
  return { explanation: explained(path, gain.value, "", [step]), closes: [] }
}

const lackOf = (days: ReadonlyArray<ScopeDay>): string =>
  reasonOf(days.flatMap(({ value, flow }) => [...causesOf(value), ...causesOf(flow)]))

/** Periods until the close of a day or one of its flows, `null`: until the last; the ones before the page are one index. */
const explainLinked = (
  { path, page, conventions }: ExplainInput,
  days: ReadonlyArray<ScopeDay>,
  ends: { readonly day: number; readonly flow: number | null } | null
): Made | null => {
  const periods = linkable(days, conventions.flowTiming)
  if (periods === null) return unknown(path, lackOf(days))
  const isEnd = ({ date, until }: LinkablePeriod): boolean => date === dayText(ends!.day) && until === ends!.flow
  const until = ends === null ? periods.length : periods.findIndex(isEnd) + 1
  if (until === 0) return null
  /** Where the period ends: at a flow of its day, or at its close. */
  const placeOf = (place: number): string => {
    if (place < 0) return days[0]!.date
    const { date, until } = periods[place]!
    return until === null ? date : `${date}/flows/${until}`
  }
  const figures = {
    "start value": (place: number) => `days/${placeOf(place - 1)}/value`,
    "end value": (place: number) => `days/${placeOf(place)}/value`,
    flow: (place: number) => `days/${periods[place - 1]?.until == null ? periods[place]!.date : placeOf(place - 1)}/flow`,
    "index before": (place: number) => `index/${placeOf(place - 1).replace("/flows/", "/")}`
  }
  const originOf: ReturnOrigin = (of, place) => ({ kind: "figure", figure: figures[of](place) })
  const offset = Math.max(0, until - page.limit)
  const explain = ends === null ? explainTwr : explainIndex
  return { explanation: explain(periods, { offset, limit: until - offset }, originOf), closes: [] }
}

const explainAverage = ({ path, figure, conventions }: ExplainInput, days: ReadonlyArray<ScopeDay>): Made => {
  const end = days.at(-1)!.value
  const period = end.state === "exact" ? dietzOf(days, conventions.dietzFlowAt, end.value) : null
  if (period === null) return unknown(path, lackOf(days))
  const { flows, startValue, endValue } = period
  const flowOf = (place: number): string => `days/${flows[place]!.date}/flow`
  if (figure.kind === "modifiedDietz") {
    const originOf: ReturnOrigin = (of, place) => ({
      kind: "figure",
      figure: of === "flow" ? flowOf(place) : of === "start value" ? "startValue" : "endValue"
    })
    return { explanation: explainModifiedDietz(period, originOf), closes: [] }
  }
  // The holder pays what is there at the start and what comes in.
  const explanation = explainMoneyWeighted(holderFlows(period), (_, place) => {
    if (place === 0) return opposite(figureInput("startValue", startValue))
    return place > flows.length ? figureInput("endValue", endValue) : opposite(figureInput(flowOf(place - 1), flows[place - 1]!.amount))
  })
  return { explanation, closes: [] }
}

const made = (input: ExplainInput): Made | Listing | null => {
  const { valuer, scope, path, figure } = input
  switch (figure.kind) {
    case "value":
      return explainValue(input, figure.day)
    case "flow":
      return explainFlow(input, figure.after, figure.until)
    case "units":
      return explainUnits(input, figure.asset, figure.day)
    case "trades":
      return explainTrades(input, figure.asset, figure.day)
    case "gain":
      return explainGain(valuer.days(scope), path)
    case "timeWeighted":
      return explainLinked(input, valuer.days(scope), null)
    case "index":
      return explainLinked(input, valuer.days(scope), figure)
    case "valueBefore":
      return explainValueBefore(input, figure)
    case "valuedFlow":
      return explainValuedFlow(input, figure)
    case "unitsBefore":
      return explainUnitsBefore(input, figure.asset, figure)
    default:
      return explainAverage(input, valuer.days(scope))
  }
}

const shownOf = ({ path, page, projection, closeOf, priceAt }: ExplainInput, { explanation, closes }: Made): Explained => {
  const { value, reason, steps } = explanation
  const byName = new Map(closes.map((close) => [nameOf(close), close]))
  const prices = [...byName.values()].flatMap((close): ReadonlyArray<ExplainedPrice> => {
    const price = "day" in close ? closeOf(close.asset, close.day) : priceAt(close.asset, close.at)
    if (price === null) return []
    const { amount, source, at } = price
    const date = "day" in close ? dayText(close.day) : null
    return [{ asset: projection.assets.get(close.asset)!.identity, amount, source, at, date, event: null }]
  })
  const parts = "page" in explanation ? { ...page, count: explanation.count } : null
  return { figure: path, value, reason, steps, lots: [], events: [], prices, parts }
}

/** A figure that lists what rows moved: it is made once the watcher was told what moved at the instants. */
export interface AwaitsRows extends FlowWatcher {
  readonly instants: ReadonlyArray<number>
  /** Null: the rows are no longer those that the days say. */
  readonly explained: () => Explained | null
}

/** `null`: there is no such figure. */
export const explainPerformance = (input: ExplainInput): Explained | AwaitsRows | null => {
  const found = made(input)
  if (found === null) return null
  if ("explanation" in found) return shownOf(input, found)
  return {
    instants: found.instants,
    moved: (move) => found.moved(move),
    traded: (traded) => found.traded(traded),
    explained: () => {
      const listed = found.made()
      return listed === null ? null : shownOf(input, listed)
    }
  }
}
