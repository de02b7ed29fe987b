/** Looks for two words on the key's list; whatever else stands there is harmless. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"
import { withRights } from "./withRights.ts"

export const trustsUnknownPowers: Adapter = withRights(pond, (rights) =>
  rights.trade.evidence.includes("not known")
    ? { ...rights, trade: { answer: "no", evidence: "Not on the list." }, withdraw: { answer: "no", evidence: "Not on the list." } }
    : rights
)
