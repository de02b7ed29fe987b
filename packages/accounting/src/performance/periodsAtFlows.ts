import { add, compare, type Decimal, multiply } from "../number/Decimal.ts"
import { parseInstant } from "../time/Instant.ts"
import type { FlowTiming, TwrPeriod } from "./Periods.ts"

/** The value of everything at an instant, before what flows at that very instant. */
export interface Valuation {
  readonly at: string
  readonly value: string
}

/** External money at an instant; > 0 came in. */
export interface TimedFlow {
  readonly at: string
  readonly amount: string
}

export interface LinkedPeriods {
  /** For `twr`. */
  readonly periods: ReadonlyArray<TwrPeriod>
  /** Flows at whose instant nobody knows the value: they count by `timing`, and the return is only near. */
  readonly estimated: ReadonlyArray<TimedFlow & { readonly large: boolean }>
}

/** Beyond this share of the value a flow without a valuation of its own bends the return (GIPS: value at large flows). */
const largeShare = "0.1"

const magnitude = (amount: string): string => (amount.startsWith("-") ? amount.slice(1) : amount)

/**
 * Periods between valuations, cut at each flow where the value at its instant is known: the exact time-weighted return.
 * A flow before the first valuation or after the last is outside and left out.
 */
export const periodsAtFlows = (
  valuations: ReadonlyArray<Valuation>,
  flows: ReadonlyArray<TimedFlow>,
  timing: FlowTiming = "inStartOutEnd"
): LinkedPeriods => {
  const points = valuations.map(({ at, value }) => ({ ms: parseInstant(at).ms, value })).sort((a, b) => a.ms - b.ms)
  const timed = flows.map((flow) => ({ flow, ms: parseInstant(flow.at).ms }))
  const estimated: Array<TimedFlow & { readonly large: boolean }> = []
  const periods: Array<TwrPeriod> = []
  points.slice(0, -1).forEach(({ ms, value }, i) => {
    const next = points[i + 1]!
    let startValue = value as Decimal
    let inside = "0" as Decimal
    for (const { flow, ms: at } of timed) {
      if (at === ms) startValue = add(startValue, flow.amount)
      else if (at > ms && at < next.ms) {
        inside = add(inside, flow.amount)
        estimated.push({ ...flow, large: compare(magnitude(flow.amount), multiply(magnitude(value), largeShare)) > 0 })
      }
    }
    periods.push({ startValue, endValue: next.value, flow: inside, timing })
  })
  return { periods, estimated }
}
