/** What came in from outside of a scope less what went out. Pure. */
import { causesOf, dayText, multiply, sum, sumMeasured } from "@caudal/accounting"
import { unitsOf } from "../portfolio/postingsOf.ts"
import { byDay, figureInput, type Made, type MoneyInput, ofOwner, type Part, times, total, unknown } from "./explainedSum.ts"
import { reasonOf } from "./Measure.ts"

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
    return [{ day, value: multiply(amount, price), of: times(units, { asset, day }, price), closes: [{ asset, day }] }]
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
