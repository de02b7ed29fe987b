/** Events read once into scaled integers, in order, so that folding them again under another policy parses nothing. */
import type { Instant } from "../time/Instant.ts"
import { Entries } from "./Entries.ts"
import type { LotEvent } from "./Event.ts"
import { PolicyError } from "./Policy.ts"

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

export interface Ledger {
  readonly entries: ReadonlyArray<Entry>
  readonly assets: ReadonlyArray<string>
  readonly accounts: ReadonlyArray<string>
  /** Decimals of each asset's quantities. */
  readonly scales: ReadonlyArray<number>
  readonly moneyScale: number
}

/**
 * Sorts by time (the given order decides between equal times) and reads every number. Throws a `RangeError` for text
 * that is no decimal or time, and for a quantity below zero.
 */
export const readLedger = (given: ReadonlyArray<LotEvent>, aliases: Readonly<Record<string, string>> = {}): Ledger => {
  const reader = new Entries(aliases)
  for (const event of given) reader.count(event, 1)
  const entries = given.map((event) => reader.read(event))
  const ids = new Set(given.map(({ id }) => id))
  if (ids.size !== given.length) throw new PolicyError("two events have the same id")
  // Array.prototype.sort is stable: the given order decides between equal times.
  entries.sort((a, b) => a.at.ms - b.at.ms)
  return { entries, assets: reader.assets.list, accounts: reader.accounts.list, scales: reader.scales, moneyScale: reader.moneyScale }
}
