/** Events that say no more than which row they are of, and when: all that the reading of a list looks at. */
import type { LedgerEvent } from "@caudal/exchange"

export const bareEvent = (source: Omit<LedgerEvent["source"], "stream">, at: number, pointer = ""): LedgerEvent => ({
  source: { stream: "ledger", ...source },
  refs: [],
  groupId: null,
  kind: "deposit",
  at,
  rank: null,
  status: "settled",
  postings: [],
  transfer: null,
  price: null,
  operation: null,
  pointer
})

/** `name` is its content, so rows of one name and instant are twins. `key` is for paging only. */
export interface Row {
  readonly key: number
  readonly at: number
  readonly name: string
  readonly identity: "exchange" | "content"
}

export const eventOf = ({ key, at, name, identity }: Row): LedgerEvent =>
  bareEvent({ externalId: identity === "content" ? `${at}:${name}` : `id${key}`, identity }, at)
