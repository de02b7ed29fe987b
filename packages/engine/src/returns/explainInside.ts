/** A flow that was valued at its instant: what everything was worth just before it, and what came or left. Pure. */
import { dayText, decimal, multiply } from "@caudal/accounting"
import { figureInput, type Listing, type Made, type MoneyInput, movedUnits, type Part, times, total } from "./explainedSum.ts"
import { explainUnits } from "./explainUnits.ts"
import type { FlowInstant } from "./flowInstants.ts"
import type { PriceAtOf } from "./largeFlows.ts"
import { ListedMoves } from "./ListedMoves.ts"
import type { MoveAt } from "./pageOfMoves.ts"
import { flowKindsOf } from "./ReturnScope.ts"

export interface InsideInput extends MoneyInput {
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

/** Whether what moves at the very instant is the flow itself. */
const isFlow =
  ({ scope }: MoneyInput, { side }: FlowInstant) =>
  ({ kind, isOut }: MoveAt): boolean =>
    flowKindsOf(scope).includes(kind) && isOut === (side === "out")

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
export const explainValuedFlow = (asked: InsideInput, place: Place): Listing | null => {
  const { priceAt } = asked
  const instant = instantOf(asked, place)
  if (instant === null) return null
  const { at } = instant
  const flows = isFlow(asked, instant)
  return new ListedMoves(
    asked,
    {
      asset: null,
      after: place.day - 1,
      until: place.day,
      isPart: (move) => move.at === at && flows(move),
      unit: (asset) => priceAt(asset, at)?.amount ?? null,
      beside: new Map()
    },
    "sum of units that came in (or left) × price at the instant",
    (move) => {
      const { asset, amount } = move
      const price = priceAt(asset, at)!.amount
      const close = { asset, at }
      return { value: multiply(amount, price), of: times(movedUnits(asked, move), close, price), closes: [close] }
    }
  )
}

/** `null`: there was no such flow, or nothing of it ever moved there. */
export const explainUnitsBefore = (asked: InsideInput, asset: string, place: Place): Listing | null => {
  const instant = instantOf(asked, place)
  if (instant === null) return null
  const { at, side } = instant
  const flows = isFlow(asked, instant)
  return explainUnits(
    asked,
    asset,
    place.day,
    "sum of all postings until just before the flow",
    (move) => move.day < place.day || move.at < at || (move.at === at && side === "out" && !flows(move))
  )
}
