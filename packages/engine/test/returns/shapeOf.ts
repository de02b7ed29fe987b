import { decimal } from "@caudal/accounting"
import type { FlowProjection } from "../../src/returns/FlowProjection.ts"

/** Movements by their amounts: units may be finer than they have to be after something was taken out. */
export const shapeOf = ({ assets, ...rest }: FlowProjection) => ({
  ...rest,
  assets: [...assets].map(([id, { identity, scale, columns, trades }]) => {
    const text = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? decimal(value, scale) : value)
    const tradeText = ({ givenUnits, gotUnits, fees, ...trade }: (typeof trades)[number]) => ({
      ...trade,
      givenUnits: decimal(givenUnits, assets.get(trade.given)!.scale),
      gotUnits: decimal(gotUnits, assets.get(trade.got)!.scale),
      fees: [...fees].map(([fee, units]) => [fee, decimal(units, assets.get(fee)!.scale)])
    })
    return { id, identity, columns: JSON.parse(JSON.stringify(columns, text)) as unknown, trades: trades.map(tradeText) }
  })
})
