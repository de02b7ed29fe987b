/** Reads of several calls: whose account it is, what the key may do, what is held. State between calls is plain JSON. */
import type { BalanceSnapshot, Identity, KeyRights, Plan, PlanStep, Right } from "@caudal/exchange"
import { parseBalance } from "./parse/balance.ts"

/** A stable name of the account, so that a renewed key is known again; `null` where the exchange does not tell. */
export const identity: Plan<Identity> = {
  start: { done: { accountKey: null } },
  next: () => ({ done: { accountKey: null } })
}

const untold: Right = { answer: "unknown", evidence: "Quetzal does not tell what a key may do." }

/** Reads are tried out, one call each. What a key may change is never tried: where it is not told, it stays unknown. */
const probes: ReadonlyArray<string> = ["balances", "ledger"]

const step = (done: KeyRights["reads"]): PlanStep<KeyRights> => {
  const endpoint = probes[Object.keys(done).length]
  return endpoint === undefined
    ? { done: { trade: untold, withdraw: untold, ipRestricted: untold, reads: done } }
    : { call: { endpoint }, state: done as unknown as { readonly [key: string]: { readonly answer: string; readonly evidence: string } } }
}

export const keyRights: Plan<KeyRights> = {
  start: step({}),
  next: (state, { failure }) => {
    const done = state as unknown as KeyRights["reads"]
    const endpoint = probes[Object.keys(done).length] ?? ""
    const right: Right =
      failure === null
        ? { answer: "yes", evidence: `${endpoint} was answered.` }
        : failure.code === "PERMISSION_MISSING"
          ? { answer: "no", evidence: `${endpoint} was refused for want of the permission.` }
          : { answer: "unknown", evidence: `${endpoint} could not be tried (${failure.code}).` }
    return step({ ...done, [endpoint]: right })
  }
}

/** One call lists everything. It is complete unless a row could not be read. */
export const balances: Plan<BalanceSnapshot> = {
  start: { call: { endpoint: "balances" }, state: null },
  next: (_state, { reply }) => {
    if (reply === null) return { done: { balances: [], quarantined: [], complete: false } }
    const { items, quarantined } = parseBalance(reply)
    return { done: { balances: items, quarantined, complete: quarantined.length === 0 } }
  }
}
