/**
 * `budget` places, each with the instant of its last request. A request takes the place that is free first, once that
 * instant is a window ago.
 * Entries count from when the reply was received, the latest moment at which the exchange can have counted the request:
 * so no window of the exchange, wherever it begins and whatever the latency, ever holds more than the budget.
 */
export interface SlidingLog {
  readonly windowMs: number
  /** By place; 0: never taken. */
  readonly at: Float64Array
}

export interface Entry {
  readonly slot: number
  readonly at: number
}

const oldest = ({ at }: SlidingLog): number => {
  let slot = 0
  for (let i = 1; i < at.length; i++) if (at[i]! < at[slot]!) slot = i
  return slot
}

/** Restored entries keep their places, so that what is recorded next replaces what it should; of a larger budget the latest stay. */
export const make = (budget: number, windowMs: number, restored: ReadonlyArray<Entry> = []): SlidingLog => {
  const log = { windowMs, at: new Float64Array(budget) }
  for (const { slot, at } of [...restored].sort((a, b) => a.slot - b.slot)) {
    const place = slot < budget ? slot : oldest(log)
    log.at[place] = Math.max(log.at[place]!, at)
  }
  return log
}

/** When the next request may go; at or before `now` means at once. A request of some cost needs as many places (never more than there are). */
export const freeAt = (log: SlidingLog, cost = 1): number => {
  const at = cost === 1 ? log.at[oldest(log)]! : log.at.toSorted()[Math.min(cost, log.at.length) - 1]!
  return at === 0 ? 0 : at + log.windowMs
}

/** Takes the place that is free first for a request that goes now. */
export const take = (log: SlidingLog, now: number): number => {
  const slot = oldest(log)
  log.at[slot] = now
  return slot
}

/** Moves a taken slot to when its reply was received. */
export const received = (log: SlidingLog, slot: number, now: number): void => {
  if (log.at[slot]! < now) log.at[slot] = now
}

/** After the clock was set back: what lies in the future counts as now, or its window would be waited for as often. */
export const notAfter = (log: SlidingLog, now: number): void => {
  for (let i = 0; i < log.at.length; i++) if (log.at[i]! > now) log.at[i] = now
}
