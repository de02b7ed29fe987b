/** What was held at a close: units × price, asset by asset. Pure. */
import { causesOf, dayText } from "@caudal/accounting"
import { figureInput, type Made, type MoneyInput, type Part, times, total, unknown } from "./explainedSum.ts"
import { reasonOf } from "./Measure.ts"

export const explainValue = (asked: MoneyInput, day: number): Made => {
  const { valuer, scope, path } = asked
  const { value } = valuer.days(scope).find((each) => each.day === day)!
  if (value.state !== "exact") return unknown(path, reasonOf(causesOf(value)))
  const parts = valuer.holdings(scope, day).map(({ asset, quantity, price, value }): Part => {
    const units = figureInput(`units/${asset}/${dayText(day)}`, quantity)
    return { value: value!, of: times(units, { asset, day }, price!), closes: [{ asset, day }] }
  })
  return total(asked, "sum of units × price at the close", parts)
}
