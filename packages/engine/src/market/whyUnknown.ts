/** Why nobody knows what assets were worth at instants inside of days, for people; and has it read where it can be. */
import { Effect } from "effect"
import type { OwnerId } from "../Ids.ts"
import { PriceStore, type SeriesKey, type Stretch } from "../storage/PriceStore.ts"
import { failureKey, HistoryFailures } from "./HistoryFailures.ts"
import { missingOf } from "./historyNeeds.ts"
import { instantNeeds } from "./instantNeeds.ts"
import { readNeedInput } from "./readNeeds.ts"
import { WantedInstants } from "./WantedInstants.ts"

export interface UnknownPrice {
  /** Asset id. */
  readonly asset: string
  readonly at: number
}

/** Says of one unknown price at a time why it is unknown. */
export const whyUnknown = Effect.fnUntraced(function* (owner: OwnerId, currency: string, all: ReadonlyArray<UnknownPrice>) {
  const store = yield* PriceStore
  const failures = yield* HistoryFailures
  const wanted = yield* WantedInstants
  for (const [at, some] of Map.groupBy(all, (one) => one.at))
    wanted.want({ owner, at, currency, assets: some.map(({ asset }) => asset).sort() })
  const needsOf = instantNeeds(yield* readNeedInput(owner))

  /** The same market is asked about for one instant after another. */
  const known = new Map<string, ReadonlyArray<Stretch>>()
  const coveredOf = Effect.fnUntraced(function* (key: SeriesKey) {
    const name = failureKey(key)
    const covered = known.get(name) ?? (yield* store.covered(key))
    known.set(name, covered)
    return covered
  })

  return Effect.fnUntraced(function* ({ asset, at }: UnknownPrice) {
    const needs = needsOf([{ owner, at, currency, assets: [asset] }])
    if (needs.length === 0) return "no exchange at hand shows its prices inside of days"
    const unread = yield* Effect.filter(needs, ({ key, wanted }) =>
      Effect.map(coveredOf(key), (covered) => wanted.some((stretch) => missingOf(stretch, covered).length > 0))
    )
    if (unread.length === 0) return "nobody traded it in the hour before"
    const failed = unread.flatMap(({ key }) => failures.get(failureKey(key))?.message ?? [])
    return failed.length === 0 ? "it is being read" : `it could not be read: ${failed[0]}`
  })
})
