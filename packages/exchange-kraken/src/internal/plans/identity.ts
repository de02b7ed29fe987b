/** Whose account it is: its number at Kraken (IIBAN), which every key may read. Where it is not told, there is none. */
import type { Identity, Plan } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { readText, resultOf } from "../parse/fields.ts"

export const identity: Plan<Identity> = {
  start: { call: { endpoint: "api_key_info" }, state: null },
  next: (_state, { reply }) => {
    const result = reply === null ? undefined : resultOf(reply)
    const number = LosslessJson.isObject(result) ? readText(result["iban"]) : null
    return { done: { accountKey: number === null || number.length > 64 ? null : number.replaceAll(" ", "") } }
  }
}
