/** Days whose flows are large, each cut at the instants of its flows where everything that was held has a price there. Pure. */
import { type DayCuts, type Decimal, decimal, type LiveDays, scaled, tenTo } from "@caudal/accounting"
import type { DecimalText } from "@caudal/exchange"
import { flowDaysOf, type FlowInstant, flowInstants, moveOn } from "./flowInstants.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import type { Pricing } from "./Pricing.ts"
import { covers, flowKindsOf, type ReturnScope } from "./ReturnScope.ts"
import { Sum } from "./Sum.ts"
import { instantsOf } from "./instantsOf.ts"

/** What one unit was worth at an instant. */
export interface InstantPrice {
  readonly amount: DecimalText
  /** Who says so. */
  readonly source: string
  /** As of when, epoch milliseconds. */
  readonly at: number
}

/** By asset id and instant; null where nobody knows. */
export type PriceAtOf = (asset: string, at: number) => InstantPrice | null

/** A flow that was valued when it came or went. */
export interface ValuedFlow {
  readonly at: number
  /** Of everything, just before it. */
  readonly before: Decimal
  readonly flow: Decimal
}

export interface LargeFlow {
  /** The day's flows, by time; null: they count by the convention. */
  readonly flows: ReadonlyArray<ValuedFlow> | null
  /** Prices that this would have needed. */
  readonly lacking: ReadonlyArray<{ readonly asset: string; readonly at: number }>
  /** Why they count by the convention, where no price is missing. */
  readonly reason: string | null
}

export interface LargeFlowInput {
  readonly projection: FlowProjection
  readonly scope: ReturnScope
  /** Asset id. */
  readonly currency: string
  readonly live: LiveDays
  readonly pricing: Pricing
  readonly priceAt: PriceAtOf
  /** Days on which trades flow, of an asset's scope. */
  readonly tradeDays: ReadonlySet<number>
  /** The day at whose close the period begins, and the last one. */
  readonly start: number
  readonly end: number
}

export interface LargeFlowDay extends LargeFlow {
  /** The same, to be linked. */
  readonly cuts: DayCuts | null
}

const magnitude = (units: bigint): bigint => (units < 0n ? -units : units)

const byConvention = (reason: string | null, lacking: LargeFlow["lacking"] = []): LargeFlowDay => ({
  flows: null,
  lacking,
  reason,
  cuts: null
})

/** All that came and left on a day, together, at its close. */
const grossOf = ({ projection, scope, pricing }: LargeFlowInput, day: number): Sum => {
  const gross = new Sum()
  for (const [asset, { columns }] of projection.assets)
    for (const { account, moves } of columns) {
      if (!covers(scope, asset, account)) continue
      const move = moveOn(moves, day)
      if (move === undefined || move.flows === 0) continue
      for (const { came, went } of instantsOf(move.times, flowKindsOf(scope))) pricing.add(gross, asset, came - went, day)
    }
  return gross
}

/** More than a tenth of what was there, or anything where nothing was: a close is then a coarse measure (GIPS: value at large flows). */
const isLarge = (input: LargeFlowInput, day: number, isFlowDay: boolean): boolean => {
  const { live, pricing } = input
  const before = live.day(day - 1)
  const { units, unvalued } = live.money("flow", day)
  if (before.unpriced.length > 0 || unvalued.length > 0) return false
  const value = magnitude(before.value)
  if (magnitude(units) * 10n > value) return true
  return isFlowDay && grossOf(input, day).units * 10n * tenTo(live.scale) > value * tenTo(pricing.scale)
}

/** Values and flows at the instants, with as many decimals as they need; or which prices are missing. */
const valuedAt = (
  { projection, currency, priceAt }: LargeFlowInput,
  instants: ReadonlyArray<FlowInstant>
): DayCuts | { readonly lacking: LargeFlow["lacking"] } => {
  const lacking: Array<{ readonly asset: string; readonly at: number }> = []
  let scale = 0
  const terms = instants.map(({ at, held }) =>
    held.flatMap(({ asset, before, flow }) => {
      const amount = asset === currency ? "1" : priceAt(asset, at)?.amount
      if (amount === undefined) {
        lacking.push({ asset, at })
        return []
      }
      const price = scaled(amount)
      const decimals = projection.assets.get(asset)!.scale + price.scale
      scale = Math.max(scale, decimals)
      return [{ before: before * price.units, flow: flow * price.units, decimals }]
    })
  )
  if (lacking.length > 0) return { lacking }
  const flows = terms.map((some) =>
    some.reduce(
      (sum, { before, flow, decimals }) => {
        const by = tenTo(scale - decimals)
        return { before: sum.before + before * by, flow: sum.flow + flow * by }
      },
      { before: 0n, flow: 0n }
    )
  )
  return { scale, flows }
}

/** Whether something is always at work: a part that begins with nothing, or ends with it or below, has no return worth linking. */
const works = (start: bigint, end: bigint, { flows }: DayCuts): boolean => {
  let capital = start
  const reaches = (value: bigint): boolean => capital >= 0n && (value > 0n || (value === 0n && capital === 0n))
  for (const { before, flow } of flows) {
    if (!reaches(before)) return false
    capital = before + flow
  }
  return reaches(end)
}

const cutOf = (input: LargeFlowInput, day: number): LargeFlowDay => {
  const { projection, scope, live, tradeDays } = input
  if (tradeDays.has(day)) return byConvention("what was paid for it, or what it fetched, counts at the close")
  const [start, end] = [live.day(day - 1).value, live.day(day)]
  if (end.unpriced.length > 0) return byConvention("the value at its close is not known")
  const instants = flowInstants(projection, scope, live, day)
  const found = valuedAt(input, instants)
  if ("lacking" in found) return byConvention(null, found.lacking)
  if (!works(start, end.value, found)) return byConvention("inside the day the value was nothing, or below")
  const { scale } = found
  const flows = found.flows.map(({ before, flow }, i) => ({
    at: instants[i]!.at,
    before: decimal(before, scale),
    flow: decimal(flow, scale)
  }))
  return { flows, lacking: [], reason: null, cuts: found }
}

/** By the day's number; of a period's first day there are none, it is only a beginning. */
export const largeFlows = (input: LargeFlowInput): ReadonlyMap<number, LargeFlowDay> => {
  const { projection, scope, live, start, end } = input
  const flowDays = flowDaysOf(projection, scope)
  const found = new Map<number, LargeFlowDay>()
  for (let day = start + 1; day <= end; day++) {
    const isFlowDay = flowDays.has(day)
    if (!isFlowDay && live.money("flow", day).units === 0n) continue
    if (isLarge(input, day, isFlowDay)) found.set(day, cutOf(input, day))
  }
  return found
}
