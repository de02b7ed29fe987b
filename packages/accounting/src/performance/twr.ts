import { toDouble } from "../number/Decimal.ts"
import { type Figure, undefinedBecause } from "./Figure.ts"
import { type FlowTiming, Periods, type TwrPeriod } from "./Periods.ts"

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

/** The part of a flow that works from the start of its period; the rest comes, or goes, at the end. */
const atStart = (flow: bigint, timing: FlowTiming): bigint => {
  switch (timing) {
    case "start":
      return flow
    case "end":
      return 0n
    case "mid":
      return flow / 2n
    case "inStartOutEnd":
      return flow > 0n ? flow : 0n
  }
}

/**
 * Time-weighted return, periods linked. A period without capital returns nothing and the chain goes on; capital below
 * zero before the first funding is skipped, later it ends the chain: undefined from there. Throws a `RangeError` for text
 * that is no decimal.
 */
export const twr = (given: Periods | ReadonlyArray<TwrPeriod>): Twr => {
  const periods = given instanceof Periods ? given : Periods.read(given)
  const { length } = periods
  const { scale, starts, ends, flows } = periods.columns
  let index = 1
  let funded = false
  let broken: Figure | null = length === 0 ? undefinedBecause("no period") : null
  const worked = Array.from({ length }, () => false)
  const accumulated: Array<Figure> = []
  for (let place = 0; place < length && broken === null; place++) {
    const flow = flows[place]!
    const timing = periods.timing(place)
    const before = starts[place]! + (flow === 0n ? 0n : atStart(flow, timing))
    // What it became less what it was.
    const gain = ends[place]! - starts[place]! - flow
    if (before > 0n) {
      funded = true
      worked[place] = true
      index *= 1 + toDouble(gain, scale) / toDouble(before, scale)
    } else if (before < 0n && funded) {
      broken = undefinedBecause("the value fell below zero")
      break
    } else if (before === 0n && gain > 0n && timing === "end" && !funded) {
      // With flows at the end of the day, the first money has not worked yet.
      funded = true
    }
    accumulated.push({ value: index - 1, reason: null })
  }
  while (broken !== null && accumulated.length < length) accumulated.push(broken)
  return { twr: broken ?? accumulated.at(-1)!, accumulated, index, worked }
}

/** A return of `days` days as a year's; undefined below a year, where it would only be a boast. */
export const annualised = (total: number, days: number): Figure =>
  days < 365
    ? undefinedBecause("shorter than a year")
    : total <= -1
      ? undefinedBecause("total loss")
      : { value: (1 + total) ** (365 / days) - 1, reason: null }
