/** A flow that was valued at its instant: what everything was worth just before it, and what came or left. Pure. */
import { dayText, decimal, multiply } from "@caudal/accounting"
import { unitsOf } from "../portfolio/postingsOf.ts"
import { figureInput, type Made, type MoneyInput, ofOwner, type Part, times, total } from "./explainedSum.ts"
import { explainUnits } from "./explainUnits.ts"
import type { FlowInstant } from "./flowInstants.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import type { Move } from "./FlowTrace.ts"
import type { PriceAtOf } from "./largeFlows.ts"
import { flowKindsOf } from "./ReturnScope.ts"

export interface InsideInput extends MoneyInput {
  readonly projection: FlowProjection
  readonly priceAt: PriceAtOf
}

interface Place {
  readonly day: number
  /** Of the flow in its day. */
  readonly flow: number
}

/** The instant, where the day's flows were valued. */
const instantOf = ({ valuer, scope }: MoneyInput, { day, flow }: Place): FlowInstant | null =>
  valuer.days(scope).find((each) => each.day === day)?.large?.flows == null ? null : (valuer.flowInstants(scope, day)[flow] ?? null)

/** Whether what moved at the very instant is the flow itself. */
const isFlow = ({ scope }: MoneyInput, { side }: FlowInstant, { kind, amount }: Move): boolean =>
  flowKindsOf(scope).includes(kind) && amount.startsWith("-") === (side === "out")

/** `null`: there was no such flow. */
export const explainValueBefore = (asked: InsideInput, place: Place): Made | null => {
  const { projection, priceAt } = asked
  const instant = instantOf(asked, place)
  if (instant === null) return null
  const { at, held } = instant
  const parts = held.flatMap(({ asset, before }): ReadonlyArray<Part> => {
    if (before === 0n) return []
    const quantity = decimal(before, projection.assets.get(asset)!.scale)
    const price = priceAt(asset, at)!.amount
    const units = figureInput(`days/${dayText(place.day)}/flows/${place.flow}/units/${asset}`, quantity)
    return [{ value: multiply(quantity, price), of: times(units, { asset, at }, price), closes: [{ asset, at }] }]
  })
  return total(asked, "sum of units just before the flow × price at its instant", parts)
}

/** `null`: there was no such flow. */
export const explainValuedFlow = (asked: InsideInput, place: Place): Made | null => {
  const { priceAt, trace, resolve } = asked
  const instant = instantOf(asked, place)
  if (instant === null) return null
  const { at } = instant
  const moves = trace.moves.filter((move) => move.at === at && isFlow(asked, instant, move))
  const parts = moves.map(({ asset, amount, parts }): Part => {
    const price = priceAt(asset, at)!.amount
    const units = parts.length === 0 ? ofOwner(amount) : unitsOf(parts, resolve)
    return { value: multiply(amount, price), of: times(units, { asset, at }, price), closes: [{ asset, at }] }
  })
  return total(asked, "sum of units that came in (or left) × price at the instant", parts)
}

/** `null`: there was no such flow, or nothing of it ever moved there. */
export const explainUnitsBefore = (asked: InsideInput, place: Place): Made | null => {
  const instant = instantOf(asked, place)
  if (instant === null) return null
  const { at, side } = instant
  const moves = asked.trace.moves.filter(
    (move) => move.day < place.day || move.at < at || (move.at === at && side === "out" && !isFlow(asked, instant, move))
  )
  return explainUnits(asked, moves, "sum of all postings until just before the flow")
}
