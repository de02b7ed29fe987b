/**
 * The instants of the last `budget` requests. A request may go when fewer than `budget` lie within the window before it.
 * Entries count from when the reply was received, the latest moment at which the exchange can have counted the request:
 * so no window of the exchange, wherever it begins and whatever the latency, ever holds more than the budget.
 */
export interface SlidingLog {
  readonly budget: number
  readonly windowMs: number
  /** Ring of instants; `next` is the oldest slot. */
  readonly at: Float64Array
  next: number
}

export interface Entry {
  readonly slot: number
  readonly at: number
}

/** `restored`: the entries of a former process, each in the slot it had, so that the ring goes on where it stood. */
export const make = (budget: number, windowMs: number, restored: ReadonlyArray<Entry> = []): SlidingLog => {
  const at = new Float64Array(budget)
  for (const entry of restored) if (entry.slot < budget) at[entry.slot] = entry.at
  return { budget, windowMs, at, next: at.indexOf(Math.min(...at)) }
}

/** When the next request may go; at or before `now` means at once. */
export const freeAt = (log: SlidingLog): number => (log.at[log.next] === 0 ? 0 : log.at[log.next]! + log.windowMs)

/** Takes the oldest slot for a request that goes now. */
export const take = (log: SlidingLog, now: number): number => {
  const slot = log.next
  log.at[slot] = now
  log.next = (slot + 1) % log.budget
  return slot
}

/** Moves a taken slot to when its reply was received. */
export const received = (log: SlidingLog, slot: number, now: number): void => {
  if (log.at[slot]! < now) log.at[slot] = now
}
