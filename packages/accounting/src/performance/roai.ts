import { add, compare, type Decimal, multiply, subtract } from "../number/Decimal.ts"
import { parseDay } from "../time/CivilDay.ts"
import { type Figure, figure, undefinedBecause } from "./Figure.ts"

export interface RoaiActivity {
  /** A dividend is no part of this measure, and no day of it begins with one: only its fee counts. */
  readonly type: "BUY" | "SELL" | "DIVIDEND"
  readonly date: string
  readonly quantity: string
  readonly unitPrice: string
  readonly fee: string
}

export interface Roai {
  readonly quantity: Decimal
  readonly currentValue: Decimal
  /** Average cost of what is open. */
  readonly investment: number
  readonly grossPerformance: Decimal
  readonly netPerformance: Decimal
  /** What was invested, averaged over the days with an open position; on the first day what was invested. */
  readonly timeWeightedInvestment: number
  readonly grossPerformancePercentage: Figure
  readonly netPerformancePercentage: Figure
}

/** Simple return on average investment of one asset: not a return of time or money, but what many trackers show. */
export const roai = (activities: ReadonlyArray<RoaiActivity>, end: string, endPrice: string): Roai => {
  const sorted = activities.map((activity) => ({ ...activity, day: parseDay(activity.date) })).sort((a, b) => a.day - b.day)
  let quantity = "0" as Decimal
  let cash = "0" as Decimal
  let fees = "0" as Decimal
  let investment = 0
  let everInvested = 0
  let weighted = 0
  let openDays = 0
  let since = sorted[0]?.day ?? 0
  const pass = (day: number): void => {
    if (compare(quantity, "0") > 0) {
      weighted += investment * (day - since)
      openDays += day - since
    }
    since = day
  }
  for (const activity of sorted) {
    pass(activity.day)
    const value = multiply(activity.quantity, activity.unitPrice)
    fees = add(fees, activity.fee)
    if (activity.type === "DIVIDEND") continue
    if (activity.type === "BUY") {
      cash = subtract(cash, value)
      quantity = add(quantity, activity.quantity)
      investment += Number(value)
      everInvested = investment
    } else {
      cash = add(cash, value)
      const left = subtract(quantity, activity.quantity)
      investment = compare(left, "0") > 0 ? (investment * Number(left)) / Number(quantity) : 0
      quantity = left
    }
  }
  pass(Math.max(parseDay(end), since))
  const currentValue = multiply(quantity, endPrice)
  const gross = add(cash, currentValue)
  const net = subtract(gross, fees)
  const average = openDays > 0 ? weighted / openDays : everInvested
  const share = (gain: Decimal): Figure =>
    average > 0 ? figure(Number(gain) / average, "not a number") : undefinedBecause("nothing was invested")
  return {
    quantity,
    currentValue,
    investment,
    grossPerformance: gross,
    netPerformance: net,
    timeWeightedInvestment: average,
    grossPerformancePercentage: share(gross),
    netPerformancePercentage: share(net)
  }
}
