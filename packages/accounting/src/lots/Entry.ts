import type { Instant } from "../time/Instant.ts"
import type { LotEvent } from "./Event.ts"

/** One event; money and quantities in units of the ledger's scales. Fields that an event does not have are zero or null. */
export interface Entry {
  readonly event: LotEvent
  readonly at: Instant
  /** When its units were acquired: `at`, or earlier for carried ones. */
  readonly acquired: Instant
  readonly asset: number
  readonly account: number
  readonly quantity: bigint
  /** `total`, or a conversion's proceeds; null unknown. */
  readonly total: bigint | null
  /** Value of the fee on a buy or sale, or of a transfer's fee units (null unknown). */
  readonly fee: bigint | null
  /** Units of the entry's own asset that paid the fee. */
  readonly feeUnits: bigint
  readonly toAsset: number
  readonly toAccount: number
  /** Received by a transfer, or a conversion's incoming units. */
  readonly received: bigint
  /** A conversion's cost of the incoming units; null unknown. */
  readonly receivedCost: bigint | null
  readonly unitKey: bigint | null
}
