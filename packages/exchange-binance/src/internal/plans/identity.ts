/** Whose account it is: its number at Binance, which every key may read. Where it is not told, there is none. */
import type { Identity, Plan } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { readId } from "../parse/fields.ts"

export const identity: Plan<Identity> = {
  start: { call: { endpoint: "balance", query: [["omitZeroBalances", "true"]] }, state: null },
  next: (_state, { reply }) => {
    const uid = LosslessJson.isObject(reply?.json) ? readId(reply.json["uid"]) : undefined
    return { done: { accountKey: uid === undefined || uid.length > 64 ? null : uid } }
  }
}
