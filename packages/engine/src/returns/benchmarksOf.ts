/** What the same money on the same days would have become otherwise. Pure. */
import {
  add,
  type Benchmark,
  type BenchmarkFlow,
  byWeights,
  type Decimal,
  decimal,
  type Figure,
  moneyWeighted,
  scaled,
  subtract,
  sum,
  tenTo,
  twr,
  type UnitFlow,
  unitsHeld
} from "@caudal/accounting"
import { holderFlows } from "./returnsOf.ts"
import type { ReturnScope } from "./ReturnScope.ts"
import type { ScopeDay } from "./ScopeDay.ts"
import type { Valuer } from "./Valuer.ts"

/** `hold`: no trade. `bitcoin`: all in Bitcoin. `start-weights`: each inflow split as the value was when the period, or the money, began. */
export const benchmarkKinds = ["hold", "bitcoin", "start-weights"] as const
export type BenchmarkKind = (typeof benchmarkKinds)[number]

export interface BenchmarkFigures {
  readonly kind: BenchmarkKind
  readonly endValue: Decimal | null
  readonly gain: Decimal | null
  /** Why there is no value. */
  readonly reason: string | null
  readonly timeWeighted: Figure
  readonly moneyWeighted: Figure
  /** The first day on which more went out than there was. */
  readonly bustOn: string | null
}

const shareDecimals = 24

/** Shares that add up to 1 exactly; the largest takes what does not divide. */
export const sharesOf = (values: ReadonlyMap<string, string>): Readonly<Record<string, string>> => {
  const positive = [...values].filter(([, value]) => value !== "0" && !value.startsWith("-"))
  const whole = scaled(sum(positive.map(([, value]) => value)))
  const one = tenTo(shareDecimals)
  const shares = new Map(
    positive.map(([asset, value]) => {
      const part = scaled(value)
      return [asset, (part.units * tenTo(whole.scale) * one) / (whole.units * tenTo(part.scale))] as const
    })
  )
  const largest = [...shares].reduce<readonly [string, bigint] | null>(
    (best, each) => (best === null || each[1] > best[1] ? each : best),
    null
  )
  if (largest !== null) shares.set(largest[0], largest[1] + one - [...shares.values()].reduce((total, each) => total + each, 0n))
  return Object.fromEntries([...shares].map(([asset, share]) => [asset, decimal(share, shareDecimals)]))
}

const figures = (
  kind: BenchmarkKind,
  days: ReadonlyArray<ScopeDay>,
  flows: ReadonlyArray<BenchmarkFlow>,
  found: Benchmark
): BenchmarkFigures => {
  const last = found.days.at(-1)!
  const within = flows.slice(1)
  const lacking = found.days.find(({ value }) => value === null)
  const none: Figure = { value: null, reason: lacking?.reason ?? last.reason ?? "" }
  if (lacking !== undefined)
    return {
      kind,
      endValue: last.value,
      gain: null,
      reason: none.reason,
      timeWeighted: none,
      moneyWeighted: none,
      bustOn: found.bust?.date ?? null
    }
  const startValue = flows[0]!.amount
  const endValue = last.value!
  const byDate = new Map(within.map(({ date, amount }) => [date, amount]))
  // It buys and sells at closes, so a flow has not worked yet on its day: all in one asset, this is that asset's own return.
  const periods = found.days.slice(1).map(({ date, value }, i) => ({
    startValue: found.days[i]!.value!,
    endValue: value!,
    flow: byDate.get(date) ?? "0",
    timing: "end" as const
  }))
  const money = moneyWeighted(holderFlows({ start: days[0]!.date, end: last.date, startValue, endValue, flows: within }))
  return {
    kind,
    endValue,
    gain: subtract(endValue, add(startValue, sum(within.map(({ amount }) => amount)))),
    reason: null,
    timeWeighted: twr(periods).twr,
    moneyWeighted: money.period,
    bustOn: null
  }
}

/** What a benchmark is worked out from besides prices; null where the scope's start or a flow is not known. */
export const benchmarksOf = (
  valuer: Valuer,
  scope: ReturnScope,
  days: ReadonlyArray<ScopeDay>,
  closeOn: (asset: string, date: string) => string | null
): ReadonlyArray<BenchmarkFigures> => {
  const dates = days.map(({ date }) => date)
  const start = days[0]!.value
  const unknown = (kind: BenchmarkKind, reason: string): BenchmarkFigures => {
    const none: Figure = { value: null, reason }
    return { kind, endValue: null, gain: null, reason, timeWeighted: none, moneyWeighted: none, bustOn: null }
  }
  if (start.state !== "exact" || days.slice(1).some(({ flow }) => flow.state !== "exact"))
    return benchmarkKinds.map((kind) => unknown(kind, "the value at the start or a flow is not known"))
  const flows: ReadonlyArray<BenchmarkFlow> = [
    { date: dates[0]!, amount: start.value },
    ...days.slice(1).flatMap(({ date, flow }) => (flow.state === "exact" && flow.value !== "0" ? [{ date, amount: flow.value }] : []))
  ]
  const units: ReadonlyArray<UnitFlow> = valuer.unitFlows(scope)
  const began = days.find(({ value }) => value.state === "exact" && value.value !== "0")
  const shares =
    began === undefined
      ? {}
      : sharesOf(new Map(valuer.holdings(scope, began.day).flatMap(({ asset, value }) => (value === null ? [] : [[asset, value]]))))
  const made = (kind: BenchmarkKind): BenchmarkFigures => {
    if (kind === "hold") return figures(kind, days, flows, unitsHeld(dates, units, closeOn))
    if (kind === "start-weights" && Object.keys(shares).length === 0) return unknown(kind, "there was never anything of value")
    return figures(kind, days, flows, byWeights(dates, flows, kind === "bitcoin" ? { bitcoin: "1" } : shares, closeOn))
  }
  // Trades change nothing of what others would have done.
  const inputs: Readonly<Record<BenchmarkKind, unknown>> = { hold: [flows, units], bitcoin: flows, "start-weights": [flows, shares] }
  return benchmarkKinds.map((kind) => valuer.onceOf(scope, kind, JSON.stringify(inputs[kind]), () => made(kind)))
}
