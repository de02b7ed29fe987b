/** Days as people write them, `2024-02-29`, and as numbers: 0 is 1970-01-01. */
import { dayMs } from "./PriceSeries.ts"

/** `undefined` for what is no day. */
export const dayNumberOf = (text: string): number | undefined => {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // `Date.parse` rolls 30 February over to March.
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? undefined : ms / dayMs
}

export const dayTextOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)
