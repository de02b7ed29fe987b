/** Says of days whose large flows count by the convention why they do. */
import { Effect } from "effect"
import type { OwnerId } from "../Ids.ts"
import { whyUnknown } from "../market/whyUnknown.ts"
import type { ShownLargeFlow } from "./returnsOf.ts"

/** `currency`: asset id. Prices that are missing are wanted from now on. */
export const estimatedFlows = Effect.fnUntraced(function* (owner: OwnerId, currency: string, days: ReadonlyArray<ShownLargeFlow>) {
  const lacking = days.flatMap((day) => day.lacking)
  if (lacking.length === 0) return days
  const why = yield* whyUnknown(owner, currency, lacking)
  return yield* Effect.forEach(days, (day) => {
    const [first, ...others] = day.lacking
    if (first === undefined) return Effect.succeed(day)
    const more = others.length === 0 ? "" : `; ${others.length} more ${others.length === 1 ? "price is" : "prices are"} missing`
    const what = `no price of ${first.asset} at ${new Date(first.at).toISOString()}`
    return Effect.map(why(first), (because): ShownLargeFlow => ({ ...day, reason: `${what}: ${because}${more}` }))
  })
})
