/** Where lots that an owner chose are not, or not all, there. Pure. */
import { takesNamed } from "@caudal/accounting"
import { Decimal } from "@caudal/exchange"
import type { KeptBook, Projected } from "./LotBooks.ts"
import type { LotChoice, LotChoiceState } from "./LotChoice.ts"
import type { LotGap } from "./LotProjection.ts"
import { lotAssetOf, takesChoice } from "./withChoices.ts"

/** Whether a choice still names what is there. What is money in the currency asked for makes no lots: that says nothing of it. */
export const choiceState = ({ eventOf, projection }: Projected, { disposal, asset, lots }: LotChoice): LotChoiceState => {
  if (asset === projection.currency) return "stands"
  const event = eventOf.get(disposal)
  if (event === undefined || !takesChoice(event)) return "disposal-gone"
  const isThere = (lot: string): boolean => {
    const origin = eventOf.get(lot)
    return origin !== undefined && lotAssetOf(origin) !== null
  }
  return lots.every(({ lot }) => isThere(lot)) ? "stands" : "lot-gone"
}

/** Choices for disposals that are gone: they change nothing, and their owner has to know. */
export const goneChoices = (projected: Projected): ReadonlyArray<LotGap> =>
  [...projected.choices.values()]
    .filter((choice) => choiceState(projected, choice) === "disposal-gone")
    .map(({ disposal, asset, disposedAt, lots }) => ({
      code: "chosen-disposal-gone",
      event: disposal,
      asset,
      quantity: lots.reduce((sum, { quantity }) => Decimal.add(sum, quantity), Decimal.zero),
      at: disposedAt
    }))

/** None where the method asks nobody for lots. */
export const choiceGaps = (projected: Projected, { book, report }: Pick<KeptBook, "book" | "report">): ReadonlyArray<LotGap> => {
  if (!takesNamed(book.policy.method)) return []
  const unavailable = report.errors.flatMap(({ event, code, asset, missing }): ReadonlyArray<LotGap> => {
    if (code !== "SPECIFIC_LOT_UNAVAILABLE" || missing === null) return []
    const at = Date.parse(projected.eventOf.get(event)!.time)
    return [{ code: "chosen-lot-unavailable", event, asset, quantity: Decimal.make(missing), at }]
  })
  return [...unavailable, ...goneChoices(projected)]
}
