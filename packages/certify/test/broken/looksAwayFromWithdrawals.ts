/** Checks the power to trade and forgets the other one. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"
import { withRights } from "./withRights.ts"

export const looksAwayFromWithdrawals: Adapter = withRights(pond, (rights) => ({
  ...rights,
  withdraw: { answer: "no", evidence: "Keys are for reading." }
}))
