/** A key can be given more rights after it was taken: where the exchange lists them, it is asked again once a day. */
import { failure, type KeyRights } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import { CallFailed, type Caller } from "../host/Host.ts"
import { runPlan } from "../host/runPlan.ts"
import { ConnectionStore, type StoredConnection } from "../storage/ConnectionStore.ts"
import type { Progress } from "./Progress.ts"

const dayMs = 24 * 3_600_000

/** What the key may do that its owner has not agreed to. */
const excessOf = ({ trade, withdraw }: KeyRights, consentedAt: number | null): ReadonlyArray<string> =>
  [["trade", trade] as const, ["withdraw", withdraw] as const]
    .filter(([, { answer }]) => answer === "yes" || (answer === "unknown" && consentedAt === null))
    .map(([name]) => name)

/**
 * Gives the rights as they are now. Fails where the key has more than it was taken with, in every run until it has no more
 * of them. An exchange that cannot be asked just now says nothing against the key.
 */
export const recheckRights = Effect.fnUntraced(function* (caller: Caller, connection: StoredConnection, progress: Progress) {
  const { owner, id, rights: before, rightsAt, consentedAt } = connection
  const { manifest, plans } = caller.adapter
  const now = yield* Clock.currentTimeMillis
  const due = now - rightsAt >= dayMs || excessOf(before, consentedAt).length > 0
  if (manifest.credentials.listsRights !== true || !due) return before
  const store = yield* ConnectionStore
  const rights = yield* runPlan(caller, "keyRights", plans.keyRights, "rights", progress.called(null, 0, null)).pipe(
    Effect.map(({ value }) => value),
    Effect.catchIf(
      (error) => error._tag === "CallFailed" && error.failure.stops !== "account",
      () => Effect.succeed(null)
    )
  )
  if (rights === null) return before
  yield* store.change(owner, id, { rights, rightsAt: now })
  const excess = excessOf(rights, consentedAt)
  if (excess.length === 0) return rights
  return yield* new CallFailed({
    exchange: manifest.id,
    endpoint: "keyRights",
    failure: failure(
      "PERMISSION_EXCESS",
      `This key may now ${excess.join(" and ")}, or the exchange no longer says that it may not. It could not when it was connected. Nothing was read with it. Take that permission from it at the exchange and sync again, or replace the credentials by a key that can only read.`
    )
  })
})
