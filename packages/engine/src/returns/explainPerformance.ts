/** How a figure of performance came about, a page of its parts at a time. Pure. */
import {
  dayText,
  type Decimal,
  explainModifiedDietz,
  explainTwr,
  explainXirr,
  type Explanation,
  type Expression,
  multiply,
  parseDay,
  subtract,
  sum
} from "@caudal/accounting"
import type { CloseOf } from "./ClosePrices.ts"
import type { ExplainedFigure, UsedClose } from "./Performance.ts"
import { dietzOf, holderFlows, linkable, type ReturnConventions } from "./returnsOf.ts"
import { covers, type ReturnScope } from "./ReturnScope.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import { reasonOf } from "./Measure.ts"
import type { ScopeDay } from "./ScopeDay.ts"
import type { Valuer } from "./Valuer.ts"

export interface ExplainInput {
  readonly projection: FlowProjection
  readonly valuer: Valuer
  readonly scope: ReturnScope
  readonly conventions: ReturnConventions
  readonly closeOf: CloseOf
  readonly figure: ExplainedFigure
  readonly offset: number
  readonly limit: number
}

export interface Explained {
  readonly explanation: Explanation
  readonly prices: ReadonlyArray<UsedClose>
  /** Days whose rows made the page's flows. */
  readonly days: ReadonlyArray<number>
  readonly count: number
}

const none = (figure: string, reason: string): Explained => ({
  explanation: { figure, value: null, reason, steps: [], lots: [], events: [] },
  prices: [],
  days: [],
  count: 0
})

const figureInput = (figure: string, value: string): Expression => ({
  op: "input",
  name: figure,
  value,
  origin: { kind: "figure", figure }
})

const used = (closeOf: CloseOf, asset: string, day: number): ReadonlyArray<UsedClose> => {
  const close = closeOf(asset, day)
  return close === null ? [] : [{ ...close, asset, date: dayText(day) }]
}

/** A sum of which a page is shown; what is before and after it stands as one figure each. */
const paged = (
  figure: string,
  formula: string,
  parts: ReadonlyArray<{ readonly value: string; readonly of: Expression }>,
  { offset, limit }: ExplainInput
): Explanation => {
  const total = (some: ReadonlyArray<{ readonly value: string }>): Decimal => sum(some.map(({ value }) => value))
  const rest = (name: string, some: ReadonlyArray<{ readonly value: string }>): ReadonlyArray<Expression> =>
    some.length === 0 ? [] : [{ op: "input", name, value: total(some), origin: { kind: "state", of: figure } }]
  const shown = parts.slice(offset, offset + limit)
  const of = [
    ...rest("parts before this page", parts.slice(0, offset)),
    ...shown.map((part) => part.of),
    ...rest("parts after this page", parts.slice(offset + limit))
  ]
  return {
    figure,
    value: total(parts),
    reason: null,
    steps: [{ name: figure, formula, expression: { op: "add", of } }],
    lots: [],
    events: []
  }
}

const product = (asset: string, date: string, quantity: string, price: string): Expression => ({
  op: "multiply",
  of: [
    { op: "input", name: `${asset} on ${date}`, value: quantity, origin: { kind: "state", of: `units of ${asset}` } },
    { op: "input", name: `price of ${asset} on ${date}`, value: price, origin: { kind: "price", asset } }
  ]
})

const explainValue = (input: ExplainInput, day: ScopeDay): Explained => {
  const { valuer, scope, closeOf, figure, offset, limit } = input
  if (day.value.state !== "exact") return none(figure, reasonOf(day.value.causes))
  const held = valuer.holdings(scope, day.day)
  const parts = held.map(({ asset, quantity, price, value }) => ({ value: value!, of: product(asset, day.date, quantity, price!) }))
  return {
    explanation: paged(figure, "sum of units × price at the close", parts, input),
    prices: held.slice(offset, offset + limit).flatMap(({ asset }) => used(closeOf, asset, day.day)),
    days: [],
    count: held.length
  }
}

/** Units × price where units flowed; a trade's part of an asset's flow is a figure of its own. */
const explainFlow = (input: ExplainInput, days: ReadonlyArray<ScopeDay>): Explained => {
  const { projection, valuer, scope, closeOf, figure, offset, limit } = input
  const lacking = days.slice(1).find(({ flow }) => flow.state !== "exact")
  if (lacking !== undefined && lacking.flow.state !== "exact") return none(figure, reasonOf(lacking.flow.causes))
  const first = days[0]!.day
  const last = days.at(-1)!.day
  const parts: Array<{ readonly day: number; readonly asset: string; readonly value: string; readonly of: Expression }> = []
  for (const [asset, { columns }] of projection.assets)
    for (const { account, moves } of columns) {
      if (!covers(scope, asset, account)) continue
      for (const { day, quantity } of valuer.flowUnits(scope, asset, moves)) {
        if (day <= first || day > last) continue
        const price = valuer.close(asset, day)!
        parts.push({ day, asset, value: multiply(quantity, price), of: product(asset, dayText(day), quantity, price) })
      }
    }
  if (scope.kind === "asset")
    for (const { day, flow } of valuer.tradesOf(scope.asset))
      if (flow.state === "exact")
        parts.push({ day, asset: scope.asset, value: flow.value, of: figureInput(`trades/${scope.asset}/${dayText(day)}`, flow.value) })
  parts.sort((a, b) => a.day - b.day)
  const shown = parts.slice(offset, offset + limit)
  return {
    explanation: paged(figure, "sum of units that came in (or left) × price at the close of their day", parts, input),
    prices: shown.flatMap(({ asset, day }) => used(closeOf, asset, day)),
    days: [...new Set(shown.map(({ day }) => day))],
    count: parts.length
  }
}

const explainGain = (days: ReadonlyArray<ScopeDay>): Explained => {
  const [start, end] = [days[0]!.value, days.at(-1)!.value]
  const flows = days.slice(1).map(({ flow }) => flow)
  const lacking = [start, end, ...flows].find(({ state }) => state !== "exact")
  if (start.state !== "exact" || end.state !== "exact" || lacking !== undefined)
    return none("gain", lacking === undefined || lacking.state === "exact" ? "" : reasonOf(lacking.causes))
  const netFlow = sum(flows.map((flow) => (flow.state === "exact" ? flow.value : "0")))
  const of = [figureInput("endValue", end.value), figureInput("startValue", start.value), figureInput("netFlow", netFlow)]
  const value = subtract(subtract(end.value, start.value), netFlow)
  const expression: Expression = { op: "subtract", of: [{ op: "subtract", of: [of[0]!, of[1]!] }, of[2]!] }
  const steps = [{ name: "gain", formula: "value at the end − value at the start − net flow", expression }]
  return { explanation: { figure: "gain", value, reason: null, steps, lots: [], events: [] }, prices: [], days: [], count: 3 }
}

export const explainPerformance = (input: ExplainInput): Explained => {
  const { valuer, scope, conventions, figure, offset, limit } = input
  const days = valuer.days(scope)
  if (figure === "startValue") return explainValue(input, days[0]!)
  if (figure === "endValue") return explainValue(input, days.at(-1)!)
  if (figure === "netFlow") return explainFlow(input, days)
  if (figure === "gain") return explainGain(days)
  const lacking = days.flatMap(({ value, flow }) => [value, flow].flatMap((one) => (one.state === "exact" ? [] : one.causes)))
  if (figure === "timeWeighted") {
    const periods = linkable(days, conventions.flowTiming)
    if (periods === null) return none(figure, reasonOf(lacking))
    const shown = periods.slice(offset, offset + limit)
    return {
      explanation: explainTwr(periods, { offset, limit }),
      prices: [],
      days: shown.filter(({ flow }) => flow !== "0").map(({ date }) => parseDay(date)),
      count: periods.length
    }
  }
  const end = days.at(-1)!.value
  const period = end.state === "exact" ? dietzOf(days, conventions.dietzFlowAt, end.value) : null
  if (period === null) return none(figure, reasonOf(lacking))
  return {
    explanation: figure === "modifiedDietz" ? explainModifiedDietz(period) : explainXirr(holderFlows(period)),
    prices: [],
    days: period.flows.map(({ date }) => parseDay(date)),
    count: period.flows.length
  }
}
