/** What a trade is worth to each asset that it touches, piece by piece. Pure. */
import type { DayTrade } from "./FlowProjection.ts"

/** Into an asset flows `sign` × units of another × the price of these at the close. */
export interface TradePiece {
  readonly into: string
  readonly sign: 1 | -1
  /** Which units of the trade: those given, those got, or the fee in `asset` (below zero where it was paid). */
  readonly of: "given" | "got" | "fee"
  /** Of the units. */
  readonly asset: string
}

/** Fees that are part of what a trade cost: what was paid, and rebates in money. A rebate in units is income. */
export const isCost = (units: bigint, asset: string, currency: string): boolean => units < 0n || asset === currency

/** `known`: whether an asset has a price that day. */
export const tradePieces = (
  { given, got, fees }: DayTrade,
  currency: string,
  known: (asset: string) => boolean
): ReadonlyArray<TradePiece> => {
  // What came in says what the trade was worth; where it has no price, what went out does. Money says it exactly.
  const side = given === currency || (got !== currency && !known(got) && known(given)) ? "given" : "got"
  const asset = side === "given" ? given : got
  const costs = [...fees].filter(([fee, units]) => isCost(units, fee, currency)).map(([fee]) => fee)
  // Money that was paid bought more for the fee; what fetched money or another coin fetched less.
  const bearer = given === currency ? got : given
  return [
    { into: given, sign: -1, of: side, asset },
    { into: got, sign: 1, of: side, asset },
    ...costs.flatMap((fee): ReadonlyArray<TradePiece> => [
      { into: fee, sign: 1, of: "fee", asset: fee },
      { into: bearer, sign: -1, of: "fee", asset: fee }
    ])
  ]
}
