import type { Policy } from "@caudal/accounting"
import type { GainMethod } from "./LotSettings.ts"

/** The method of a civil day. */
export const methodOn = ({ method }: Pick<Policy, "method">, day: string): GainMethod => {
  const all = typeof method === "string" ? [{ from: "", value: method }] : method
  return (all.findLast(({ from }) => from <= day) ?? all[0]!).value as GainMethod
}
