import { brokenBecause, Chain } from "./Chain.ts"
import { type Figure, undefinedBecause } from "./Figure.ts"
import { Periods, type TwrPeriod } from "./Periods.ts"

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

/**
 * Time-weighted return, periods linked. A period without capital returns nothing and the chain goes on; capital below
 * zero before the first funding is skipped, later it ends the chain: undefined from there. Throws a `RangeError` for text
 * that is no decimal.
 */
export const twr = (given: Periods | ReadonlyArray<TwrPeriod>): Twr => {
  const periods = given instanceof Periods ? given : Periods.read(given)
  const { length } = periods
  const { scale, starts, ends, flows } = periods.columns
  const chain = new Chain()
  let broken: Figure | null = length === 0 ? undefinedBecause("no period") : null
  const worked = Array.from({ length }, () => false)
  const accumulated: Array<Figure> = []
  for (let place = 0; place < length; place++) {
    worked[place] = chain.link(starts[place]!, ends[place]!, flows[place]!, periods.timing(place), scale)
    if (chain.broken) {
      broken = undefinedBecause(brokenBecause)
      break
    }
    accumulated.push({ value: chain.index - 1, reason: null })
  }
  while (broken !== null && accumulated.length < length) accumulated.push(broken)
  return { twr: broken ?? accumulated.at(-1)!, accumulated, index: chain.index, worked }
}

/** A return of `days` days as a year's; undefined below a year, where it would only be a boast. */
export const annualised = (total: number, days: number): Figure =>
  days < 365
    ? undefinedBecause("shorter than a year")
    : total <= -1
      ? undefinedBecause("total loss")
      : { value: (1 + total) ** (365 / days) - 1, reason: null }
