/** Whose account it is: the client id. A key that may not read it gives none. */
import type { Identity, Plan } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { readId } from "../parse/fields.ts"

export const identity: Plan<Identity> = {
  start: { call: { endpoint: "account_status" }, state: null },
  next: (_state, { reply }) => {
    const payload = reply !== null && LosslessJson.isObject(reply.json) ? reply.json["payload"] : undefined
    return { done: { accountKey: LosslessJson.isObject(payload) ? (readId(payload["client_id"]) ?? null) : null } }
  }
}
