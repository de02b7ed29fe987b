/**
 * Whose account it is: the oldest of the wallets that the key is shown. A key belongs to one portfolio, and it is not known
 * whether the app's interface then shows that portfolio's wallets or all of the person's. Named by what is really read,
 * two keys that are shown the same wallets are one account and cannot count twice, and two that are not are two.
 */
import type { Identity, Plan } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { isWord } from "../parse/fields.ts"
import { listed } from "../parse/page.ts"

export const identity: Plan<Identity> = {
  start: {
    call: {
      endpoint: "accounts",
      query: [
        ["limit", "1"],
        ["order", "asc"]
      ]
    },
    state: null
  },
  next: (_state, { reply }) => {
    if (reply === null) return { done: { accountKey: null } }
    const [oldest] = listed(reply).rows
    const { json } = reply
    const pagination = LosslessJson.isObject(json) ? json["pagination"] : undefined
    // In any other order the first wallet is another one tomorrow.
    const ascending = LosslessJson.isObject(pagination) && pagination["order"] === "asc"
    const id = ascending && LosslessJson.isObject(oldest) ? oldest["id"] : null
    return { done: { accountKey: isWord(id) && id.length <= 64 ? id : null } }
  }
}
