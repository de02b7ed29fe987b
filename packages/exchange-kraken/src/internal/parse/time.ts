/** Kraken's times: Unix seconds with a fraction of usually four digits (`1688464484.1787`). */
import { Instant } from "@caudal/exchange"

export interface Time {
  readonly at: number
  /** Nanoseconds within the millisecond: the exchange's own order among rows of one. */
  readonly rank: number
}

export const readTime = (value: unknown): Time | undefined => {
  const time = Instant.fromSeconds(value)
  return time === undefined ? undefined : { at: time.at, rank: time.nanos }
}
