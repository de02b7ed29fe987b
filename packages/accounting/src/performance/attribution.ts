import { add, type Decimal, multiply, subtract, sum } from "../number/Decimal.ts"
import { type Figure, undefinedBecause } from "./Figure.ts"

/** One asset at one exchange over a period. Income and fees are those outside the end value. */
export interface Position {
  readonly asset: string
  readonly exchange: string
  readonly startValue: string
  readonly endValue: string
  readonly netInflow: string
  /** Part of the period in which the inflow was at work, 0 to 1. */
  readonly inflowWeight: string
  readonly income: string
  readonly fees: string
}

export interface Attribution {
  readonly totalPnl: Decimal
  readonly pnlByAsset: Readonly<Record<string, Decimal>>
  readonly pnlByExchange: Readonly<Record<string, Decimal>>
  /** P&L over the average capital of the whole: these add up to `return`. */
  readonly contributionByAsset: Readonly<Record<string, Figure>>
  readonly contributionByExchange: Readonly<Record<string, Figure>>
  readonly return: Figure
}

const pnlOf = ({ startValue, endValue, netInflow, income, fees }: Position): Decimal =>
  subtract(add(endValue, income), sum([startValue, netInflow, fees]))

/** Whose gain it was. Rows add up to the total exactly. `capital` overrules the average capital of the positions. */
export const attribution = (positions: ReadonlyArray<Position>, capital?: string): Attribution => {
  const pnls = positions.map(pnlOf)
  const average = Number(
    capital ?? sum(positions.map(({ startValue, netInflow, inflowWeight }) => add(startValue, multiply(netInflow, inflowWeight))))
  )
  const by = (key: "asset" | "exchange"): Record<string, Decimal> => {
    // A map, because names come from outside and may be `__proto__`.
    const sums = new Map<string, Decimal>()
    positions.forEach((position, i) => sums.set(position[key], add(sums.get(position[key]) ?? "0", pnls[i]!)))
    return Object.fromEntries(sums)
  }
  const share = (pnl: Decimal): Figure =>
    average > 0 ? { value: Number(pnl) / average, reason: null } : undefinedBecause("the average capital is not above zero")
  const shares = (sums: Record<string, Decimal>): Record<string, Figure> =>
    Object.fromEntries(Object.entries(sums).map(([name, pnl]) => [name, share(pnl)]))
  const totalPnl = sum(pnls)
  return {
    totalPnl,
    pnlByAsset: by("asset"),
    pnlByExchange: by("exchange"),
    contributionByAsset: shares(by("asset")),
    contributionByExchange: shares(by("exchange")),
    return: share(totalPnl)
  }
}
