/** The adapter with another opinion about what a key may do. */
import type { Adapter, KeyRights } from "@caudal/exchange"

export const withRights = (adapter: Adapter, change: (rights: KeyRights) => KeyRights): Adapter => {
  const { keyRights } = adapter.plans
  return {
    ...adapter,
    plans: {
      ...adapter.plans,
      keyRights: {
        ...keyRights,
        next: (state, outcome) => {
          const step = keyRights.next(state, outcome)
          return "done" in step ? { done: change(step.done) } : step
        }
      }
    }
  }
}
