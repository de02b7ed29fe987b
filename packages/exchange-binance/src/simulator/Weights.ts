/**
 * Binance's limits: weight by the minute, in windows that begin with their first request. Of an address it counts all of
 * /api together and each call of /sapi alone; of an account, a few heavy calls. Whoever is refused and goes on is banned:
 * for two minutes at first, then for longer each time, up to three days.
 */
export interface Charge {
  /** What is counted: `api`, or a path of /sapi. */
  readonly pool: string
  readonly limit: number
  readonly weight: number
}

export interface Passage {
  readonly outcome: "granted" | "exceeded" | "banned"
  /** It came while it was known that it would be refused. */
  readonly insideLockout: boolean
  /** Weight used in this window. */
  readonly used: number
  readonly retryAfterMs: number
}

export interface Weights {
  readonly hit: (charge: Charge) => Passage
  /** Fills a pool at once. */
  readonly lock: (charge: Charge) => void
}

interface Pool {
  opened: number
  used: number
  /** Refused in this window: how often. */
  refusals: number
}

/** So many requests after a refusal are forgiven. */
const patience = 5
const firstBanMs = 2 * 60_000
const longestBanMs = 3 * 24 * 60 * 60_000

/** `windowMs`: a minute, divided by how much faster time passes. */
export const makeWeights = (windowMs: number, limited: boolean, now: () => number): Weights => {
  const pools = new Map<string, Pool>()
  let bannedUntil = -Infinity
  let bans = 0
  const open = (name: string): Pool => {
    const at = now()
    const known = pools.get(name)
    if (known !== undefined && at - known.opened < windowMs) return known
    const fresh: Pool = { opened: at, used: 0, refusals: 0 }
    pools.set(name, fresh)
    return fresh
  }
  const left = (pool: Pool): number => Math.max(0, pool.opened + windowMs - now())
  return {
    lock: ({ pool: name, limit }) => {
      pools.set(name, { opened: now(), used: limit, refusals: 0 })
    },
    hit: ({ pool: name, limit, weight }) => {
      if (now() < bannedUntil) return { outcome: "banned", insideLockout: true, used: 0, retryAfterMs: bannedUntil - now() }
      const pool = open(name)
      // Locked pools refuse even where there is no limit.
      if (pool.used + weight <= limit || (!limited && pool.used < limit)) {
        pool.used += limited ? weight : 0
        return { outcome: "granted", insideLockout: false, used: pool.used, retryAfterMs: 0 }
      }
      const insideLockout = pool.refusals > 0
      if (++pool.refusals > patience) {
        const scale = windowMs / 60_000
        bannedUntil = now() + Math.min(firstBanMs * 2 ** bans++, longestBanMs) * scale
        return { outcome: "banned", insideLockout, used: pool.used, retryAfterMs: bannedUntil - now() }
      }
      return { outcome: "exceeded", insideLockout, used: pool.used, retryAfterMs: left(pool) }
    }
  }
}
