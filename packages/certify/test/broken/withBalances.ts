/** The adapter with another opinion about what is held. */
import type { Adapter, BalanceSnapshot } from "@caudal/exchange"

export const withBalances = (adapter: Adapter, change: (snapshot: BalanceSnapshot) => Partial<BalanceSnapshot>): Adapter => {
  const { balances } = adapter.plans
  return {
    ...adapter,
    plans: {
      ...adapter.plans,
      balances: {
        ...balances,
        next: (state, outcome) => {
          const step = balances.next(state, outcome)
          return "done" in step ? { done: { ...step.done, ...change(step.done) } } : step
        }
      }
    }
  }
}
