/** How values and flows came about: units × price at the close of their day, down to what the exchange's rows moved. Pure. */
import {
  causesOf,
  dayText,
  explained,
  type ExplainedSum,
  explainSum,
  type Explanation,
  type Expression,
  given,
  input,
  multiply,
  type Page,
  subtract,
  sum,
  sumMeasured,
  type SumPart
} from "@caudal/accounting"
import type { Resolve } from "../assets/resolve.ts"
import type { AmountPart } from "../portfolio/Amount.ts"
import { postingsOf, unitsOf } from "../portfolio/postingsOf.ts"
import type { FlowTrace, Move, TracedTrade } from "./FlowTrace.ts"
import { reasonOf } from "./Measure.ts"
import type { ReturnScope } from "./ReturnScope.ts"
import type { TradePiece } from "./tradePieces.ts"
import type { Valuer } from "./Valuer.ts"

export interface MoneyInput {
  readonly valuer: Valuer
  readonly scope: ReturnScope
  readonly resolve: Resolve
  readonly trace: FlowTrace
  readonly path: string
  readonly page: Page
}

/** A close that an explanation rests on. */
export interface Close {
  readonly asset: string
  readonly day: number
}

export interface Made {
  readonly explanation: Explanation | ExplainedSum
  readonly closes: ReadonlyArray<Close>
}

interface Part extends Omit<SumPart, "event"> {
  readonly closes: ReadonlyArray<Close>
}

export const unknown = (path: string, reason: string): Made => ({ explanation: explained(path, null, reason, []), closes: [] })

export const figureInput = (figure: string, value: string): Expression => input(figure, value, { kind: "figure", figure })

const total = ({ path, page }: MoneyInput, formula: string, parts: ReadonlyArray<Part>): Made => {
  // Rows are no events of lots: they stand beside the inputs.
  const explanation = explainSum(
    path,
    formula,
    parts.map(({ value, of }) => ({ value, of, event: path })),
    page
  )
  return {
    explanation: { ...explanation, events: [] },
    closes: parts.slice(page.offset, page.offset + page.limit).flatMap(({ closes }) => closes)
  }
}

const times = (units: Expression, asset: string, day: number, price: string): Expression => ({
  op: "multiply",
  of: [units, input(`price of ${asset} on ${dayText(day)}`, price, { kind: "price", asset })]
})

export const explainValue = (asked: MoneyInput, day: number): Made => {
  const { valuer, scope, path } = asked
  const { value } = valuer.days(scope).find((each) => each.day === day)!
  if (value.state !== "exact") return unknown(path, reasonOf(causesOf(value)))
  const parts = valuer.holdings(scope, day).map(({ asset, quantity, price, value }): Part => {
    const units = figureInput(`units/${asset}/${dayText(day)}`, quantity)
    return { value: value!, of: times(units, asset, day, price!), closes: [{ asset, day }] }
  })
  return total(asked, "sum of units × price at the close", parts)
}

const byDay = (a: { readonly day: number }, b: { readonly day: number }): number => a.day - b.day

const ofOwner = (amount: string): Expression => given("what its owner says was there at first", amount)

/** Every posting that made the position, each a part. */
export const explainUnits = (asked: MoneyInput): Made | null => {
  const { trace, resolve } = asked
  const partsOf = ({ amount, parts }: Move): ReadonlyArray<Part> =>
    parts.length === 0
      ? [{ value: amount, of: ofOwner(amount), closes: [] }]
      : parts
          .flatMap((part) => postingsOf(part, resolve))
          .map(({ posting, amount, sign }) =>
            sign === 1 ? { value: amount, of: posting, closes: [] } : { value: subtract("0", amount), of: opposite(posting), closes: [] }
          )
  const parts = trace.moves.toSorted(byDay).flatMap(partsOf)
  return parts.length === 0 ? null : total(asked, "sum of all postings until the day's end", parts)
}

export const opposite = (of: Expression): Expression => ({ op: "subtract", of: [{ op: "add", of: [] }, of] })

/** Units × price where units flowed; what trades were for an asset is a figure of its own, day by day. */
export const explainFlow = (asked: MoneyInput, after: number, until: number): Made => {
  const { valuer, scope, trace, resolve, path } = asked
  const flow = sumMeasured(valuer.days(scope).flatMap((each) => (after < each.day && each.day <= until ? [each.flow] : [])))
  if (flow.state !== "exact") return unknown(path, reasonOf(causesOf(flow)))
  const moved = trace.moves.flatMap(({ asset, day, amount, parts }): ReadonlyArray<Part & { readonly day: number }> => {
    const price = valuer.close(asset, day)
    // Without a price they add up to nothing: else the flow would not be known.
    if (price === null) return []
    const units = parts.length === 0 ? ofOwner(amount) : unitsOf(parts, resolve)
    return [{ day, value: multiply(amount, price), of: times(units, asset, day, price), closes: [{ asset, day }] }]
  })
  const trades = scope.kind === "asset" ? Map.groupBy(valuer.tradesOf(scope.asset), ({ day }) => day) : []
  const traded = [...trades].flatMap(([day, some]): ReadonlyArray<Part & { readonly day: number }> => {
    if (scope.kind !== "asset" || day <= after || day > until) return []
    const value = sum(some.map((trade) => (trade.flow.state === "exact" ? trade.flow.value : "0")))
    return [{ day, value, of: figureInput(`trades/${scope.asset}/${dayText(day)}`, value), closes: [] }]
  })
  const formula = "sum of units that came in (or left) × price at the close of their day"
  return total(asked, formula, [...moved, ...traded].toSorted(byDay))
}

const signed = (sign: bigint): 1 | -1 => (sign < 0n ? -1 : 1)

/** The postings of an act that are units of a piece, as they flow. */
const unitsOfPiece = ({ of, asset, sign }: TradePiece, { act }: TracedTrade): ReadonlyArray<AmountPart> => {
  const part = (which: AmountPart["of"], by: 1 | -1): AmountPart => ({ act, asset, of: which, sign: by })
  const by = signed(sign)
  if (of === "fee") return [part("fee", by)]
  return of === "given" ? [part("principal", by === 1 ? -1 : 1)] : [part("principal", by), part("fee", by)]
}

/** What a day's trades were for one asset, act by act: what was paid for it, or what it fetched less fees. */
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
      return [{ value: multiply(sum(amounts), price), of: times(unitsOf(units, resolve), piece.asset, day, price), asset: piece.asset }]
    })
    return {
      value: sum(pieces.map(({ value }) => value)),
      of: { op: "add", of: pieces.map(({ of }) => of) },
      closes: pieces.map((piece) => ({ asset: piece.asset, day }))
    }
  })
  return total(asked, "sum of the trades: units × price at the close, fees included", parts)
}
