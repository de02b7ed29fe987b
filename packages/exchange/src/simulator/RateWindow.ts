/** A fixed-window rate limit with a lockout, as exchanges count: the window starts with its first request. */
export interface RateWindow {
  /** Counts a request. `exceeded`: this one broke the limit and started a lockout; `locked`: it came inside one. */
  readonly hit: () => "granted" | "exceeded" | "locked"
  /** Starts a lockout at once. */
  readonly lock: () => void
}

export interface RateLimit {
  readonly limit: number
  readonly windowMs: number
  readonly lockMs: number
}

export const makeRateWindow = (rate: RateLimit, now: () => number): RateWindow => {
  let opened = -Infinity
  let count = 0
  let lockedUntil = -Infinity
  const lock = (): void => {
    lockedUntil = now() + rate.lockMs
    count = 0
    opened = -Infinity
  }
  return {
    lock,
    hit: () => {
      const at = now()
      if (at < lockedUntil) return "locked"
      if (at - opened >= rate.windowMs) {
        opened = at
        count = 0
      }
      if (++count <= rate.limit) return "granted"
      lock()
      return "exceeded"
    }
  }
}

export const unlimited: RateLimit = { limit: Infinity, windowMs: 60_000, lockMs: 60_000 }
