/** Reads the balances of the spot wallet and calls them complete. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

const { balances } = pond.plans

export const sumsOneWallet: Adapter = {
  ...pond,
  plans: {
    ...pond.plans,
    balances: {
      ...balances,
      next: (state, outcome) => {
        const step = balances.next(state, outcome)
        return "done" in step ? { done: { ...step.done, balances: step.done.balances.filter(({ wallet }) => wallet === "spot") } } : step
      }
    }
  }
}
