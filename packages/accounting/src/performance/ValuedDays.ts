import { bounded, type Cause, exact, type Measured } from "../bounds/Measured.ts"
import type { BigColumn } from "../number/BigColumn.ts"
import { decimal } from "../number/Decimal.ts"
import { dayText } from "../time/CivilDay.ts"

export interface ValuedDay {
  readonly date: string
  /** At the close. Without a price of something held: at least what the rest is worth. */
  readonly value: Measured
  /** External money of the day, > 0 in: what was paid for purchases and came in from outside, less what sales fetched and left. */
  readonly flow: Measured
  /** Held assets whose close is carried from an earlier day. */
  readonly stale: number
}

export interface DayColumns {
  /** Day number of the first. */
  readonly first: number
  /** Decimals of values and flows. */
  readonly scale: number
  readonly values: BigColumn
  readonly flows: BigColumn
  readonly stale: Int32Array
  /** What has no price at the close, by place: the value is then only a lower bound. */
  readonly unpriced: ReadonlyMap<number, ReadonlyArray<Cause>>
  /** Flows that nobody can value, by place. */
  readonly unvalued: ReadonlyMap<number, ReadonlyArray<Cause>>
}

/** Days in a row, in columns of scaled integers; text is made of what is read. */
export class ValuedDays {
  readonly columns: DayColumns

  constructor(columns: DayColumns) {
    this.columns = columns
  }

  get length(): number {
    return this.columns.values.length
  }

  date(place: number): string {
    return dayText(this.columns.first + place)
  }

  /** A day by its place; `undefined` outside. */
  at(place: number): ValuedDay | undefined {
    if (place < 0 || place >= this.length) return undefined
    const { values, flows, scale, stale, unpriced, unvalued } = this.columns
    const value = decimal(values[place]!, scale)
    const lacking = unpriced.get(place)
    const missing = unvalued.get(place)
    return {
      date: this.date(place),
      value: lacking === undefined ? exact(value) : bounded(value, null, lacking),
      flow: missing === undefined ? exact(decimal(flows[place]!, scale)) : { state: "unavailable", causes: missing },
      stale: stale[place]!
    }
  }

  /** All of them. */
  list(): ReadonlyArray<ValuedDay> {
    return Array.from(this.columns.stale, (_, place) => this.at(place)!)
  }
}
