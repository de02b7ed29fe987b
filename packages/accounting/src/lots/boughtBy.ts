/** What an event brings in under a policy, by itself. Asked again for old events: so it looks into none of them. */
import type { Entry } from "./Entry.ts"
import type { Policy } from "./Policy.ts"

const isConversion = ({ toAsset }: Entry): boolean => toAsset >= 0

export const unitsBoughtBy = (entry: Entry): bigint => (isConversion(entry) ? entry.received : entry.quantity)

/** With the fee where it is part of the cost. Null: unknown. */
export const costOf = (entry: Entry, { acquisitionFee }: Pick<Policy, "acquisitionFee">): bigint | null => {
  if (isConversion(entry)) return entry.receivedCost
  const { total, fee } = entry
  return total === null || fee === null || acquisitionFee !== "capitalise" ? total : total + fee
}

/** Whether {@link costOf} is known: the same for every policy, and without making a number. */
export const hasCost = (entry: Entry): boolean => (isConversion(entry) ? entry.receivedCost : entry.total) !== null
