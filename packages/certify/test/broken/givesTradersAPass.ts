/** Calls a right that it has seen unknown, so that consent is enough. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"
import { withRights } from "./withRights.ts"

export const givesTradersAPass: Adapter = withRights(pond, (rights) =>
  rights.trade.answer === "yes"
    ? { ...rights, trade: { answer: "unknown", evidence: "Depends." }, withdraw: { answer: "no", evidence: "Not listed." } }
    : rights
)
