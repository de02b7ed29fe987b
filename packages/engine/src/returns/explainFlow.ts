/** What came in from outside of a scope less what went out. Pure. */
import { causesOf, dayText, multiply, sum, sumMeasured } from "@caudal/accounting"
import { figureInput, type Listing, type Made, type MoneyInput, movedUnits, type Part, times, unknown } from "./explainedSum.ts"
import { ListedMoves } from "./ListedMoves.ts"
import { reasonOf } from "./Measure.ts"
import { flowKindsOf } from "./ReturnScope.ts"

/** What trades were for an asset is a figure of its own, day by day. */
const tradesOf = ({ valuer, scope }: MoneyInput, after: number, until: number): ReadonlyMap<number, Part> => {
  if (scope.kind !== "asset") return new Map()
  const trades = Map.groupBy(valuer.tradesOf(scope.asset), ({ day }) => day)
  return new Map(
    [...trades].flatMap(([day, some]) => {
      if (day <= after || day > until) return []
      const value = sum(some.map((trade) => (trade.flow.state === "exact" ? trade.flow.value : "0")))
      return [[day, { value, of: figureInput(`trades/${scope.asset}/${dayText(day)}`, value), closes: [] }]]
    })
  )
}

/** Units × price where units flowed. */
export const explainFlow = (asked: MoneyInput, after: number, until: number): Made | Listing => {
  const { valuer, scope, path } = asked
  const flow = sumMeasured(valuer.days(scope).flatMap((each) => (after < each.day && each.day <= until ? [each.flow] : [])))
  if (flow.state !== "exact") return unknown(path, reasonOf(causesOf(flow)))
  const kinds = flowKindsOf(scope)
  return new ListedMoves(
    asked,
    {
      asset: null,
      after,
      until,
      isPart: ({ kind }) => kinds.includes(kind),
      // Without a price they add up to nothing: else the flow would not be known.
      unit: (asset, day) => valuer.close(asset, day),
      beside: tradesOf(asked, after, until)
    },
    "sum of units that came in (or left) × price at the close of their day",
    (move) => {
      const { asset, day, amount } = move
      const price = valuer.close(asset, day)!
      const close = { asset, day }
      return { value: multiply(amount, price), of: times(movedUnits(asked, move), close, price), closes: [close] }
    }
  )
}
