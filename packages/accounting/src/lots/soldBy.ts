/** What an event disposes of under a policy, by itself; of a transfer the units of its fee. */
import type { Entry } from "./Entry.ts"
import type { Policy } from "./Policy.ts"

/** Whether the fee was paid in units of the asset, which go with those that were sold and lessen no proceeds. */
const paidInUnits = ({ feeUnits }: Entry, { disposalFee }: Pick<Policy, "disposalFee">): boolean =>
  disposalFee === "unitsNoProceeds" && feeUnits > 0n

export const unitsSoldBy = (entry: Entry, policy: Policy): bigint => {
  if (entry.event.type === "transfer") return entry.feeUnits
  return paidInUnits(entry, policy) ? entry.quantity + entry.feeUnits : entry.quantity
}

/** Null: unknown. */
export const proceedsOf = (entry: Entry, policy: Policy): bigint | null => {
  const { event, total, fee } = entry
  if (event.type === "transfer") return policy.transferFee === "noProceeds" ? 0n : fee
  if (total === null || fee === null || policy.disposalFee === "expense" || paidInUnits(entry, policy)) return total
  return total - fee
}
