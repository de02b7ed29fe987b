/**
 * Runs an adapter's multi-call read. A failed call fails a plan for data, and what concerns the whole account fails any.
 * Else a missing permission, or a list that the exchange no longer has, is an outcome that a plan about the key uses; and
 * where reads are tried one by one to learn the key's rights, any failure is: a list that is broken today says nothing
 * about the key, and must not keep it out.
 */
import { type Adapter, type Failure, failure, mostPlanState, type Plan } from "@caudal/exchange"
import { Effect } from "effect"
import { CallFailed, type Caller, Host } from "./Host.ts"

/** No plan of a known exchange needs more; a plan that never ends is a bug of its adapter. */
const mostCalls = 100

export type PlanPurpose = "identity" | "rights" | "data"

const isOutcome = ({ code, stops, who }: Failure, purpose: PlanPurpose, { manifest }: Adapter): boolean => {
  if (stops === "account" || purpose === "data") return false
  // says something about the key or the exchange that will be so the next time as well
  if (who === "user" || code === "MARKET_GONE") return true
  // the one call that lists a key's powers must not be taken for silence about them
  return purpose === "rights" && manifest.credentials.listsRights !== true
}

export const runPlan = Effect.fnUntraced(function* <A>(
  caller: Caller,
  name: string,
  plan: Plan<A>,
  purpose: PlanPurpose,
  onCall: Effect.Effect<void> = Effect.void
) {
  const host = yield* Host
  const bug = (words: string) =>
    new CallFailed({
      exchange: caller.adapter.manifest.id,
      endpoint: name,
      failure: failure("ADAPTER_BUG", `the adapter's plan ${name} ${words}`)
    })
  let step = plan.start
  let receivedAt: number | null = null
  for (let calls = 0; calls < mostCalls; calls++) {
    if ("done" in step) return { value: step.done, receivedAt }
    const { state, call } = step
    if (JSON.stringify(state).length > mostPlanState) return yield* bug("carries more state than a plan may")
    const outcome = yield* host.call(caller, call).pipe(
      Effect.map((received) => {
        receivedAt = received.at
        return { reply: received.reply, failure: null } as const
      }),
      Effect.catchTag("CallFailed", (error) =>
        isOutcome(error.failure, purpose, caller.adapter)
          ? Effect.succeed({ reply: null, failure: error.failure } as const)
          : Effect.fail(error)
      )
    )
    yield* onCall
    const next = plan.next
    step = yield* Effect.try({
      try: () => next(state, outcome),
      catch: () =>
        new CallFailed({
          exchange: caller.adapter.manifest.id,
          endpoint: call.endpoint,
          failure: failure("ADAPTER_BUG", `the adapter's plan ${name} threw`)
        })
    })
  }
  return yield* bug("does not end")
})
