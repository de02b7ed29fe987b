/** What a day's trades were for one asset, act by act: what was paid for it, or what it fetched, fees included. Pure. */
import { causesOf, multiply, subtract, sum, sumMeasured } from "@caudal/accounting"
import type { AmountPart } from "../portfolio/Amount.ts"
import { postingsOf, unitsOf } from "../portfolio/postingsOf.ts"
import { type Made, type MoneyInput, type Part, times, total, unknown } from "./explainedSum.ts"
import type { TracedTrade } from "./FlowTrace.ts"
import { reasonOf } from "./Measure.ts"
import type { TradePiece } from "./tradePieces.ts"

/** The postings of an act that are units of a piece, as they flow. */
const unitsOfPiece = ({ of, asset, sign }: TradePiece, { act }: TracedTrade): ReadonlyArray<AmountPart> => {
  const part = (which: AmountPart["of"], by: 1 | -1): AmountPart => ({ act, asset, of: which, sign: by })
  if (of === "fee") return [part("fee", sign)]
  // What was given stands below zero in its rows.
  return of === "given" ? [part("principal", sign === 1 ? -1 : 1)] : [part("principal", sign), part("fee", sign)]
}

/** `null`: the scope is not that asset, or it was in no trade that day. */
export const explainTrades = (asked: MoneyInput, asset: string, day: number): Made | null => {
  const { valuer, scope, trace, resolve, path } = asked
  if (scope.kind !== "asset" || scope.asset !== asset || trace.trades.length === 0) return null
  const flow = sumMeasured(valuer.tradesOf(asset).flatMap((trade) => (trade.day === day ? [trade.flow] : [])))
  if (flow.state !== "exact") return unknown(path, reasonOf(causesOf(flow)))
  const parts = trace.trades.map((traced): Part => {
    const pieces = valuer.pieces(traced.trade).flatMap((piece) => {
      const price = piece.into === asset ? valuer.close(piece.asset, day) : null
      if (price === null) return []
      const units = unitsOfPiece(piece, traced)
      const amounts = units.flatMap((part) =>
        postingsOf(part, resolve).map(({ amount, sign }) => (sign === 1 ? amount : subtract("0", amount)))
      )
      if (amounts.length === 0) return []
      return [
        { value: multiply(sum(amounts), price), of: times(unitsOf(units, resolve), { asset: piece.asset, day }, price), asset: piece.asset }
      ]
    })
    return {
      value: sum(pieces.map(({ value }) => value)),
      of: { op: "add", of: pieces.map(({ of }) => of) },
      closes: pieces.map((piece) => ({ asset: piece.asset, day }))
    }
  })
  return total(asked, "sum of the trades: units × price at the close, fees included", parts)
}
