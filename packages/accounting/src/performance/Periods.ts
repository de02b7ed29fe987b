import { type BigColumn } from "../number/BigColumn.ts"
import { type Decimal, decimal, decimalsOf, unitsAt } from "../number/Decimal.ts"

/**
 * When in its period a flow is taken to have come: at the start, at the end, half each, or money in at the start and
 * money out at the end (the default: it neither divides by zero on the first day nor loses all on the last).
 */
export type FlowTiming = "start" | "end" | "mid" | "inStartOutEnd"

/** One period between two valuations; `flow` > 0 came in. Values in the base currency. */
export interface TwrPeriod {
  readonly startValue: string
  readonly endValue: string
  readonly flow: string
  readonly timing?: FlowTiming
}

export interface PeriodColumns {
  /** Decimals of all of them. */
  readonly scale: number
  readonly starts: BigColumn
  readonly ends: BigColumn
  readonly flows: BigColumn
  readonly timings?: ReadonlyArray<FlowTiming | undefined>
}

/** Periods in columns of scaled integers: read from text once, or never text at all. */
export class Periods {
  readonly columns: PeriodColumns

  constructor(columns: PeriodColumns) {
    this.columns = columns
  }

  /** Throws a `RangeError` for text that is no decimal. */
  static read(periods: ReadonlyArray<TwrPeriod>): Periods {
    let scale = 0
    for (const { startValue, endValue, flow, timing } of periods)
      // A digit more, so that a flow can be halved.
      scale = Math.max(scale, decimalsOf(startValue), decimalsOf(endValue), decimalsOf(flow) + (timing === "mid" ? 1 : 0))
    return new Periods({
      scale,
      starts: periods.map(({ startValue }) => unitsAt(startValue, scale)),
      ends: periods.map(({ endValue }) => unitsAt(endValue, scale)),
      flows: periods.map(({ flow }) => unitsAt(flow, scale)),
      timings: periods.map(({ timing }) => timing)
    })
  }

  get length(): number {
    return this.columns.starts.length
  }

  timing(place: number): FlowTiming {
    return this.columns.timings?.[place] ?? "inStartOutEnd"
  }

  /** As text. */
  list(): ReadonlyArray<TwrPeriod> {
    const { starts, ends, flows, timings, scale } = this.columns
    const text = (units: bigint): Decimal => decimal(units, scale)
    return Array.from({ length: this.length }, (_, place) => {
      const timing = timings?.[place]
      const period = { startValue: text(starts[place]!), endValue: text(ends[place]!), flow: text(flows[place]!) }
      return timing === undefined ? period : { ...period, timing }
    })
  }
}
