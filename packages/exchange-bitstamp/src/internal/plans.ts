/**
 * Bitstamp tells neither whose account a key opens nor what the key may do. Each read is tried with a single call; whether the
 * key may trade or withdraw is never tried, and stays unknown.
 */
import type { BalanceSnapshot, Call, Identity, Json, KeyRights, Plan, PlanStep, Right } from "@caudal/exchange"
import { parseBalance } from "./parse/documents.ts"

export const identity: Plan<Identity> = {
  start: { done: { accountKey: null } },
  next: () => ({ done: { accountKey: null } })
}

const untold: Right = { answer: "unknown", evidence: "Bitstamp does not tell what a key may do." }

const probes: ReadonlyArray<Call> = [
  { endpoint: "account_balances" },
  { endpoint: "user_transactions", body: "limit=1&offset=0" },
  { endpoint: "crypto_transactions", body: "limit=1&offset=0" },
  { endpoint: "withdrawal_requests", body: "limit=1&offset=0" }
]

const step = (done: KeyRights["reads"]): PlanStep<KeyRights> => {
  const call = probes[Object.keys(done).length]
  return call === undefined
    ? { done: { trade: untold, withdraw: untold, ipRestricted: untold, reads: done } }
    : { call, state: done as unknown as Json }
}

export const keyRights: Plan<KeyRights> = {
  start: step({}),
  next: (state, { failure }) => {
    const done = state as unknown as KeyRights["reads"]
    const endpoint = probes[Object.keys(done).length]?.endpoint ?? ""
    const right: Right =
      failure === null
        ? { answer: "yes", evidence: `${endpoint} was answered.` }
        : failure.code === "PERMISSION_MISSING"
          ? { answer: "no", evidence: `${endpoint} was refused: ${failure.exchangeCode ?? "no permission"}.` }
          : { answer: "unknown", evidence: `${endpoint} could not be tried (${failure.code}).` }
    return step({ ...done, [endpoint]: right })
  }
}

/** One call lists every currency that the account may hold. It is complete unless a row could not be read. */
export const balances: Plan<BalanceSnapshot> = {
  start: { call: { endpoint: "account_balances" }, state: null },
  next: (_state, { reply }) => {
    if (reply === null) return { done: { balances: [], quarantined: [], complete: false } }
    const { items, quarantined } = parseBalance(reply)
    return { done: { balances: items, quarantined, complete: quarantined.length === 0 } }
  }
}
