import { add, subtract, sum } from "../number/Decimal.ts"
import { parseDay } from "../time/CivilDay.ts"
import { type Figure, undefinedBecause } from "./Figure.ts"

export interface DietzPeriod {
  /** Civil dates of the two valuations. */
  readonly start: string
  readonly end: string
  readonly startValue: string
  readonly endValue: string
  /** > 0 came in. */
  readonly flows: ReadonlyArray<{ readonly date: string; readonly amount: string }>
  /** Whether a flow works from the end (the default) or from the start of its day. */
  readonly flowAt?: "start" | "end"
}

/** Gain over average capital; undefined where that is not above zero. */
export const modifiedDietz = ({ start, end, startValue, endValue, flows, flowAt = "end" }: DietzPeriod): Figure => {
  const first = parseDay(start)
  const days = parseDay(end) - first
  if (days <= 0) return undefinedBecause("the period has no day")
  const net = sum(flows.map(({ amount }) => amount))
  let capital = Number(startValue)
  for (const { date, amount } of flows) {
    const day = parseDay(date) - first - (flowAt === "start" ? 1 : 0)
    capital += (Number(amount) * (days - day)) / days
  }
  if (!(capital > 0)) return undefinedBecause("the average capital is not above zero")
  return { value: Number(subtract(endValue, add(startValue, net))) / capital, reason: null }
}
