import { type Decimal, multiply, subtract } from "../number/Decimal.ts"

/** Cost and value in a foreign currency, each with the rate of its own day (base currency for one unit of the foreign). */
export interface ForeignGain {
  readonly cost: string
  readonly costRate: string
  readonly value: string
  readonly valueRate: string
}

export interface GainParts {
  /** Change of the price, at the rate of the end. */
  readonly price: Decimal
  /** Change of the rate, on the cost. */
  readonly currency: Decimal
}

/** A gain in the base currency in two parts that add up to it exactly. */
export const currencyEffect = ({ cost, costRate, value, valueRate }: ForeignGain): GainParts => ({
  price: multiply(subtract(value, cost), valueRate),
  currency: multiply(cost, subtract(valueRate, costRate))
})
