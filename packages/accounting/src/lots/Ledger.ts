/** Events read once into scaled integers, in order, so that folding them again under another policy parses nothing. */
import { Entries } from "./Entries.ts"
import type { Entry } from "./Entry.ts"
import type { LotEvent } from "./Event.ts"
import { PolicyError } from "./Policy.ts"

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
