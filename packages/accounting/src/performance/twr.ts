import { add, compare, multiply, subtract } from "../number/Decimal.ts"
import { type Figure, undefinedBecause } from "./Figure.ts"

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

export interface Twr {
  /** Return of the whole time. */
  readonly twr: Figure
  /** Return from the start until the end of each period. */
  readonly accumulated: ReadonlyArray<Figure>
  /** 1 and all that was linked to it; not rounded by taking 1 off and adding it again. */
  readonly index: number
  /** Whether each period had capital at work: the others are not in the index. */
  readonly worked: ReadonlyArray<boolean>
}

/** Capital at work, and what it became. */
export const capital = ({ startValue, endValue, flow, timing = "inStartOutEnd" }: TwrPeriod): readonly [before: string, after: string] => {
  if (flow === "0") return [startValue, endValue]
  switch (timing) {
    case "start":
      return [add(startValue, flow), endValue]
    case "end":
      return [startValue, subtract(endValue, flow)]
    case "mid": {
      const half = multiply(flow, "0.5")
      return [add(startValue, half), subtract(endValue, half)]
    }
    case "inStartOutEnd":
      return compare(flow, "0") > 0 ? [add(startValue, flow), endValue] : [startValue, subtract(endValue, flow)]
  }
}

/**
 * Time-weighted return, periods linked. A period without capital returns nothing and the chain goes on; capital below
 * zero before the first funding is skipped, later it ends the chain: undefined from there.
 */
export const twr = (periods: ReadonlyArray<TwrPeriod>): Twr => {
  let index = 1
  let funded = false
  let broken: Figure | null = periods.length === 0 ? undefinedBecause("no period") : null
  const worked = periods.map(() => false)
  const accumulated = periods.map((period, i): Figure => {
    if (broken !== null) return broken
    const [before, after] = capital(period)
    const sign = compare(before, "0")
    if (sign > 0) {
      funded = true
      worked[i] = true
      index *= 1 + Number(subtract(after, before)) / Number(before)
    } else if (sign < 0 && funded) {
      broken = undefinedBecause("the value fell below zero")
      return broken
    } else if (sign === 0 && compare(after, "0") > 0 && period.timing === "end" && !funded) {
      // With flows at the end of the day, the first money has not worked yet.
      funded = true
    }
    return { value: index - 1, reason: null }
  })
  return { twr: broken ?? accumulated.at(-1)!, accumulated, index, worked }
}

/** A return of `days` days as a year's; undefined below a year, where it would only be a boast. */
export const annualised = (total: number, days: number): Figure =>
  days < 365
    ? undefinedBecause("shorter than a year")
    : total <= -1
      ? undefinedBecause("total loss")
      : { value: (1 + total) ** (365 / days) - 1, reason: null }
