/** One call lists every asset that the account ever held. It is complete unless a row could not be read. */
import type { BalanceSnapshot, Plan } from "@caudal/exchange"
import { parseBalance } from "../parse/documents.ts"

export const balances: Plan<BalanceSnapshot> = {
  start: { call: { endpoint: "balance" }, state: null },
  next: (_state, { reply }) => {
    if (reply === null) return { done: { balances: [], quarantined: [], complete: false } }
    const { items, quarantined } = parseBalance(reply)
    return { done: { balances: items, quarantined, complete: quarantined.length === 0 } }
  }
}
