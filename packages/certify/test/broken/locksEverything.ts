/** Reads the wrong column: whatever is held is locked as well. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

const { balances } = pond.plans

export const locksEverything: Adapter = {
  ...pond,
  plans: {
    ...pond.plans,
    balances: {
      ...balances,
      next: (state, outcome) => {
        const step = balances.next(state, outcome)
        return "done" in step
          ? { done: { ...step.done, balances: step.done.balances.map((one) => ({ ...one, locked: one.total })) } }
          : step
      }
    }
  }
}
