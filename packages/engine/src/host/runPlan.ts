/**
 * Runs an adapter's multi-call read. With `askAbout: "rights"` a missing permission, or a list that the exchange no
 * longer has, is an outcome that the plan uses; otherwise, and for what concerns the whole account, a failed call fails
 * the plan.
 */
import { type Failure, failure, type Plan } from "@caudal/exchange"
import { Effect } from "effect"
import { CallFailed, type Caller, Host } from "./Host.ts"

/** No plan of a known exchange needs more; a plan that never ends is a bug of its adapter. */
const mostCalls = 100

/** Says something about the key or the exchange that will be so the next time as well. */
const isOutcome = ({ code, stops, who }: Failure): boolean => stops !== "account" && (who === "user" || code === "MARKET_GONE")

export const runPlan = Effect.fnUntraced(function* <A>(
  caller: Caller,
  name: string,
  plan: Plan<A>,
  askAbout: "rights" | "data",
  onCall: Effect.Effect<void> = Effect.void
) {
  const host = yield* Host
  let step = plan.start
  let receivedAt: number | null = null
  for (let calls = 0; calls < mostCalls; calls++) {
    if ("done" in step) return { value: step.done, receivedAt }
    const { state, call } = step
    const outcome = yield* host.call(caller, call).pipe(
      Effect.map((received) => {
        receivedAt = received.at
        return { reply: received.reply, failure: null } as const
      }),
      Effect.catchTag("CallFailed", (error) =>
        askAbout === "rights" && isOutcome(error.failure)
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
  return yield* new CallFailed({
    exchange: caller.adapter.manifest.id,
    endpoint: name,
    failure: failure("ADAPTER_BUG", `the adapter's plan ${name} does not end`)
  })
})
