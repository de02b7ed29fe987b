import { indexOf, maxDrawdown } from "./drawdown.ts"
import type { DatedReturn } from "./onCommonDays.ts"

export interface DatedDrawdown {
  /** 0 or below. */
  readonly depth: number
  /** Null where the index never fell. */
  readonly peak: string | null
  readonly trough: string | null
  /** Null too where it has not recovered. */
  readonly recovery: string | null
}

/** The deepest fall of linked returns with its dates. `start`: the date before the first return, where the index is 1. */
export const datedDrawdown = (start: string, returns: ReadonlyArray<DatedReturn>): DatedDrawdown => {
  const { depth, peak, trough, recovery } = maxDrawdown(indexOf(returns.map((each) => each.return)))
  const date = (position: number | null): string | null => (position === null ? null : position === 0 ? start : returns[position - 1]!.date)
  return { depth, peak: date(peak), trough: date(trough), recovery: date(recovery) }
}
