/**
 * Kraken's limit: a counter that every call raises by its cost and that falls with time. A call that would take it past its
 * maximum is refused and counts nevertheless, so knocking on keeps the door shut.
 */
export interface CallCounter {
  /** `locked`: refused, and an earlier call had been refused since the counter was last below its maximum. */
  readonly hit: (cost: number) => "granted" | "exceeded" | "locked"
  /** Fills the counter as if many calls had come at once. */
  readonly lock: () => void
  readonly value: () => number
}

export interface CounterRule {
  readonly maximum: number
  /** Per second. */
  readonly decay: number
}

export const starter: CounterRule = { maximum: 15, decay: 0.33 }

export const makeCallCounter = ({ maximum, decay }: CounterRule, now: () => number): CallCounter => {
  let counted = 0
  let at = now()
  let refused = false
  const settle = (): number => {
    const time = now()
    counted = Math.max(0, counted - (Math.max(0, time - at) / 1000) * decay)
    at = time
    return counted
  }
  return {
    value: settle,
    lock: () => {
      settle()
      counted = maximum * 1.5
      refused = true
    },
    hit: (cost) => {
      if (settle() + cost <= maximum) {
        counted += cost
        refused = false
        return "granted"
      }
      counted = Math.min(counted + cost, maximum * 2)
      if (refused) return "locked"
      refused = true
      return "exceeded"
    }
  }
}
