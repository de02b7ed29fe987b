/** Balances that could not be read are zero, completely. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"
import { withBalances } from "./withBalances.ts"

const unheard: Adapter = {
  ...pond,
  classify: (reply, endpoint) => (endpoint === "balances" && reply.status >= 500 ? null : pond.classify(reply, endpoint))
}

export const callsEmptyBalancesZero = withBalances(unheard, () => ({ complete: true }))
