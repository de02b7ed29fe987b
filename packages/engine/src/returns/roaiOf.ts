/** Simple return on average investment, over all coins of a scope. Pure. */
import {
  compare,
  dayText,
  type Decimal,
  divideFloor,
  decimal,
  multiply,
  type Roai,
  roai,
  type RoaiActivity,
  scaled,
  sum,
  tenTo
} from "@caudal/accounting"
import type { FlowAsset, FlowProjection } from "./FlowProjection.ts"
import { type RateMeasure, rateMeasure, unavailable } from "./Measure.ts"
import type { ReturnScope } from "./ReturnScope.ts"
import { covers } from "./ReturnScope.ts"
import type { Valuer } from "./Valuer.ts"

/** What does not divide is far below any price. */
const priceDecimals = 24

const unitPrice = (value: string, quantity: string): Decimal => {
  const a = scaled(value)
  const b = scaled(quantity)
  return decimal(divideFloor(a.units * tenTo(b.scale + priceDecimals), b.units * tenTo(a.scale)), priceDecimals)
}

const magnitude = (text: string): string => (text.startsWith("-") ? text.slice(1) : text)

interface Bought {
  readonly day: number
  /** Below zero: sold. */
  readonly units: string
  readonly value: string
}

/**
 * Gain of each coin over what was invested in it on average, while it was held (money itself is no investment). Units that came in
 * otherwise than by a trade count as bought at their close, those that left as sold.
 */
export const roaiOf = (projection: FlowProjection, valuer: Valuer, scope: ReturnScope, start: number, end: number): RateMeasure => {
  const found: Array<ReturnType<typeof roai>> = []
  for (const [asset, flows] of projection.assets) {
    if (flows.identity.kind === "fiat") continue
    const own = valuer.once(scope, "roai", asset, () => ofAsset(asset, flows, valuer, scope, start, end))
    if (own === "lacking") return unavailable([{ code: "price missing", asset, event: null }])
    if (own !== null) found.push(own)
  }
  const invested = found.reduce((total, one) => total + one.timeWeightedInvestment, 0)
  const gain = Number(sum(found.map(({ netPerformance }) => netPerformance)))
  return rateMeasure(invested > 0 ? { value: gain / invested, reason: null } : { value: null, reason: "nothing was invested" })
}

/** Of one coin; null where nothing of it was invested. */
const ofAsset = (
  asset: string,
  { scale, columns }: FlowAsset,
  valuer: Valuer,
  scope: ReturnScope,
  start: number,
  end: number
): Roai | "lacking" | null => {
  const covered = columns.filter(({ account }) => covers(scope, asset, account))
  if (covered.length === 0) return null
  const bought: Array<Bought> = []
  const atClose = (day: number, units: string): boolean => {
    if (units === "0") return true
    const price = valuer.close(asset, day)
    if (price !== null) bought.push({ day, units, value: multiply(price, units) })
    return price !== null
  }
  const held = valuer.positions(scope, asset).units
  if (!atClose(start, decimal(held[0]!, scale))) return "lacking"
  for (const { moves } of covered)
    for (const { day, external, transfer, income, fee, rebate } of moves) {
      if (day <= start || day > end) continue
      // Within the whole, transfers only change places.
      const inside = scope.kind === "exchange" || scope.kind === "account" ? transfer : 0n
      if (!atClose(day, decimal(external + inside + income + fee + rebate, scale))) return "lacking"
    }
  for (const { day, units, flow } of valuer.tradesOf(asset)) {
    if (flow.state !== "exact") return "lacking"
    if (units !== "0") bought.push({ day, units, value: flow.value })
  }
  const price = held.at(-1) === 0n ? "0" : valuer.close(asset, end)
  if (price === null) return "lacking"
  if (bought.length === 0) return null
  const activities = bought.map(({ day, units, value }): RoaiActivity => ({
    type: compare(units, "0") > 0 ? "BUY" : "SELL",
    date: dayText(day),
    quantity: magnitude(units),
    unitPrice: unitPrice(magnitude(value), magnitude(units)),
    fee: "0"
  }))
  return roai(activities, dayText(end), price)
}
