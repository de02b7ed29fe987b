/** What a scope was worth and what moved, by day, and by asset and account. */
import type { Measured } from "@caudal/accounting"
import type { LargeFlow } from "./largeFlows.ts"

/** Money in the currency. */
export interface ScopeDay {
  readonly day: number
  readonly date: string
  /** At the close. */
  readonly value: Measured
  /** External money of the day; > 0 came in. */
  readonly flow: Measured
  readonly income: Measured
  /** Fees that are in no cost and lessen no proceeds. */
  readonly fees: Measured
  /** All fees, less rebates. */
  readonly paid: Measured
  /** Held assets whose close is from an earlier day. */
  readonly carried: number
  /** Null: its flow is not large. */
  readonly large: LargeFlow | null
}

/** One asset in one account over the period. */
export interface Cell {
  readonly asset: string
  readonly account: string
  readonly exchange: string
  readonly start: Measured
  readonly end: Measured
  /** After the first day; of trades too. */
  readonly netInflow: Measured
  readonly income: Measured
  readonly fees: Measured
}
