import { decimal } from "@caudal/accounting"
import type { FlowProjection, MoveKind, TimedMove } from "../../src/returns/FlowProjection.ts"
import { instantsOf } from "../../src/returns/instantsOf.ts"

/** Movements by their amounts: units may be finer than they have to be after something was taken out. */
export const shapeOf = ({ assets, ...rest }: FlowProjection) => ({
  ...rest,
  assets: [...assets].map(([id, { identity, scale, columns, trades }]) => {
    const text = (key: string, value: unknown): unknown => {
      if (key !== "times") return typeof value === "bigint" ? decimal(value, scale) : value
      // What came and went again is not there.
      return [["external"], ["external", "transfer"]].map((flows) => instantsOf(value as TimedMove | null, flows as Array<MoveKind>))
    }
    const tradeText = ({ givenUnits, gotUnits, fees, ...trade }: (typeof trades)[number]) => ({
      ...trade,
      givenUnits: decimal(givenUnits, assets.get(trade.given)!.scale),
      gotUnits: decimal(gotUnits, assets.get(trade.got)!.scale),
      fees: [...fees].map(([fee, units]) => [fee, decimal(units, assets.get(fee)!.scale)])
    })
    return { id, identity, columns: JSON.parse(JSON.stringify(columns, text)) as unknown, trades: trades.map(tradeText) }
  })
})
