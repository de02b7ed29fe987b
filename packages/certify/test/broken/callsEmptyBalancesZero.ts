/** Balances that could not be read are zero, completely. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

const { balances } = pond.plans

export const callsEmptyBalancesZero: Adapter = {
  ...pond,
  classify: (reply, endpoint) => (endpoint === "balances" && reply.status >= 500 ? null : pond.classify(reply, endpoint)),
  plans: {
    ...pond.plans,
    balances: {
      ...balances,
      next: (state, outcome) => {
        const step = balances.next(state, outcome)
        return "done" in step ? { done: { ...step.done, complete: true } } : step
      }
    }
  }
}
