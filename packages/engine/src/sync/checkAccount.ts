/** Before anything is read: the key still belongs to the account whose rows are stored. */
import { failure } from "@caudal/exchange"
import { Effect } from "effect"
import { CallFailed, type Caller } from "../host/Host.ts"
import { runPlan } from "../host/runPlan.ts"
import { isUnknown } from "../ledger/unknownAccount.ts"
import type { StoredConnection } from "../storage/ConnectionStore.ts"
import type { Progress } from "./Progress.ts"

/** Fails where the exchange names another account. Where it names none, or cannot be asked just now, nothing is said against the key. */
export const checkAccount = Effect.fnUntraced(function* (caller: Caller, connection: StoredConnection, progress: Progress) {
  if (isUnknown(connection)) return
  const { manifest, plans } = caller.adapter
  const { accountKey } = yield* runPlan(caller, "identity", plans.identity, "identity", progress.called(null, 0, null)).pipe(
    Effect.map(({ value }) => value),
    Effect.catchIf(
      (error) => error._tag === "CallFailed" && error.failure.stops !== "account",
      () => Effect.succeed({ accountKey: null })
    )
  )
  if (accountKey === null || accountKey === connection.accountKey) return
  return yield* new CallFailed({
    exchange: manifest.id,
    endpoint: "identity",
    failure: failure(
      "AUTH_INVALID",
      "The exchange says that this key belongs to another account than the one whose history is stored here. Nothing was read with it. Replace the credentials by a key of this account, or connect that account on its own.",
      { stops: "account" }
    )
  })
})
