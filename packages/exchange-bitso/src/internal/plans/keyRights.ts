/**
 * What a key may do. No endpoint of Bitso's tells, so each read is tried once. Trading and withdrawing could only be
 * found out by trying to trade and to withdraw, which is never done: they stay unknown.
 */
import type { Call, Failure, Json, KeyRights, Plan, PlanStep, Right } from "@caudal/exchange"

const probes = ["account_status", "balance", "ledger", "user_trades", "fundings", "withdrawals", "fees", "open_orders"] as const
const paged: ReadonlySet<string> = new Set(["ledger", "user_trades", "fundings", "withdrawals", "open_orders"])

const callOf = (endpoint: string): Call => (paged.has(endpoint) ? { endpoint, query: [["limit", "1"]] } : { endpoint })

/** One entry per probe made so far: `""` answered, otherwise the failure and Bitso's code. */
type State = ReadonlyArray<string>

const stateOf = (state: Json): State => (Array.isArray(state) ? state.filter((entry) => typeof entry === "string") : [])

const entryOf = (failure: Failure | null): string => (failure === null ? "" : `${failure.code} ${failure.exchangeCode ?? ""}`.trim())

const readRight = (endpoint: string, entry: string | undefined): Right => {
  if (entry === undefined) return { answer: "unknown", evidence: `${endpoint} was not tried: the key failed before.` }
  if (entry === "") return { answer: "yes", evidence: `${endpoint} answered.` }
  if (entry.startsWith("PERMISSION_MISSING")) return { answer: "no", evidence: `${endpoint} was refused (${entry}).` }
  return { answer: "unknown", evidence: `${endpoint} failed for another reason (${entry}).` }
}

const unprovable = (right: string): Right => ({
  answer: "unknown",
  evidence: `Bitso has no call that lists a key's permissions, and ${right} is never tried out. Look at the key on Bitso's site.`
})

const rightsOf = (state: State): KeyRights => ({
  trade: unprovable("trading"),
  withdraw: unprovable("withdrawing"),
  ipRestricted: state.some((entry) => entry.startsWith("IP_NOT_ALLOWED"))
    ? { answer: "yes", evidence: "Bitso refused this server's address." }
    : { answer: "unknown", evidence: "Bitso has no call that tells whether a key has a list of allowed addresses." },
  reads: Object.fromEntries(probes.map((endpoint, i) => [endpoint, readRight(endpoint, state[i])]))
})

export const keyRights: Plan<KeyRights> = {
  start: { call: callOf(probes[0]), state: [] },
  next: (previous, { failure }): PlanStep<KeyRights> => {
    const state = [...stateOf(previous), entryOf(failure)]
    const probe = probes[state.length]
    if (probe === undefined || failure?.stops === "account") return { done: rightsOf(state) }
    return { call: callOf(probe), state }
  }
}
