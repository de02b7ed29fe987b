/** What was paid for one: simulators print it beside the two amounts that changed hands. */
import { formatExact, readExact } from "./ExactSum.ts"

export interface PricePaid {
  readonly price: string
  /** Twelve places are all of it. */
  readonly exact: boolean
}

/** `quote ÷ base` to twelve places; 1 where there is no such number. */
export const pricePaid = (base: string, quote: string): PricePaid => {
  const [dividend, divisor] = [readExact(quote), readExact(base)]
  if (dividend === undefined || divisor === undefined || divisor.units === 0n) return { price: "1", exact: false }
  const units = dividend.units * 10n ** BigInt(12 + divisor.scale)
  const by = divisor.units * 10n ** BigInt(dividend.scale)
  return { price: formatExact({ units: units / by, scale: 12 }), exact: units % by === 0n }
}
