/** Knows what the first hundred assets are worth, and takes the account for small. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

const { balances } = pond.plans

export const readsOnePageOfBalances: Adapter = {
  ...pond,
  plans: {
    ...pond.plans,
    balances: {
      ...balances,
      next: (state, outcome) => {
        const step = balances.next(state, outcome)
        return "done" in step ? { done: { ...step.done, balances: step.done.balances.slice(0, 100) } } : step
      }
    }
  }
}
