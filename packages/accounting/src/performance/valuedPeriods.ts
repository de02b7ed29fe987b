import { type BigColumn, bigColumn } from "../number/BigColumn.ts"
import { Periods } from "./Periods.ts"
import type { ValuedDays } from "./ValuedDays.ts"

export interface ValuedPeriods {
  /** For `twr`; each begins and ends on a day whose value is known. */
  readonly periods: Periods
  /** The days on which they end. */
  readonly dates: ReadonlyArray<string>
  /** Days between that could not be valued: their flows count at the next day that can. */
  readonly gaps: ReadonlyArray<string>
  /** Days with a flow that nobody can value: a return over one of them is not known. */
  readonly unknownFlows: ReadonlyArray<string>
}

/** Periods from one valued day to the next. The first day is only a beginning: take it from before the first event. */
export const valuedPeriods = (days: ValuedDays): ValuedPeriods => {
  const { scale, values, flows, unpriced, unvalued } = days.columns
  const count = Math.max(days.length - unpriced.size - 1, 0)
  const like = (): BigColumn => (values instanceof BigInt64Array ? new BigInt64Array(count) : bigColumn(count, Infinity))
  const [starts, ends] = [like(), like()]
  const moved: Array<bigint> = []
  const last: Array<number> = []
  const gaps: Array<string> = []
  const unknownFlows: Array<string> = []
  let start: bigint | null = null
  let flow = 0n
  for (let place = 0; place < values.length; place++) {
    if (unvalued.has(place)) unknownFlows.push(days.date(place))
    else flow += flows[place]!
    if (unpriced.has(place)) {
      gaps.push(days.date(place))
      continue
    }
    const value = values[place]!
    if (start !== null) {
      starts[last.length] = start
      ends[last.length] = value
      moved.push(flow)
      last.push(place)
    }
    start = value
    flow = 0n
  }
  return {
    periods: new Periods({ scale, starts, ends, flows: moved }),
    get dates() {
      return last.map((place) => days.date(place))
    },
    gaps,
    unknownFlows
  }
}
