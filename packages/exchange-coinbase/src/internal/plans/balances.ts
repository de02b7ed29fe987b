/**
 * What is held, from both interfaces: the app's wallets list everything (vaults and staked assets, too), Advanced Trade says
 * what of it orders hold back. Where both name a wallet the latter counts in full, available and held, since only of it is
 * told what the two are.
 */
import type { BalanceSnapshot, Json, Plan, QuarantinedRow, Reply, WalletBalance } from "@caudal/exchange"
import { Decimal, LosslessJson } from "@caudal/exchange"
import { type Account, readAccounts, readHoldings } from "../parse/documents.ts"
import { isWord } from "../parse/fields.ts"
import { listed, pageSize } from "../parse/page.ts"

type Query = ReadonlyArray<readonly [string, string]>

const accountsPage = (after: string | null) => {
  const query: Query = [["limit", String(pageSize)], ...(after === null ? [] : [["starting_after", after] as const])]
  return { endpoint: "accounts", query }
}
const holdsPage = (cursor: string | null) => {
  const query: Query = [["limit", "250"], ...(cursor === null ? [] : [["cursor", cursor] as const])]
  return { endpoint: "holds", query }
}

interface State {
  readonly reading: "accounts" | "holds"
  readonly wallets: ReadonlyArray<Account>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
  /** Where the page before started. */
  readonly at: string | null
}

const stateOf = (state: State): Json => state as unknown as Json

const nothing: BalanceSnapshot = { balances: [], quarantined: [], complete: false }

const done = ({ wallets, quarantined }: State): { readonly done: BalanceSnapshot } => {
  const sums = new Map<string, WalletBalance>()
  for (const { wallet, asset, total, available, locked } of wallets) {
    const name = `${wallet} ${asset}`
    const before = sums.get(name)
    sums.set(name, {
      wallet,
      asset,
      total: Decimal.add(before?.total ?? Decimal.zero, total),
      available: Decimal.add(before?.available ?? Decimal.zero, available),
      locked: Decimal.add(before?.locked ?? Decimal.zero, locked)
    })
  }
  // Every account has a wallet from its first day: a list without any is a mistake.
  return { done: { balances: [...sums.values()], quarantined, complete: quarantined.length === 0 && wallets.length > 0 } }
}

/** `null` at the end. */
const cursorOf = ({ json }: Reply): string | null => {
  if (!LosslessJson.isObject(json) || json["has_next"] === false) return null
  const { cursor } = json
  return isWord(cursor) ? cursor : null
}

const afterAccounts = (state: State, reply: Reply) => {
  const { items, quarantined } = readAccounts(reply)
  // A wallet that is shown again, on this page or a later one, is the same one.
  const wallets = new Map(state.wallets.map((one) => [one.id, one]))
  for (const one of items) if (!wallets.has(one.id)) wallets.set(one.id, one)
  const read = { ...state, wallets: [...wallets.values()], quarantined: [...state.quarantined, ...quarantined] }
  const { next } = listed(reply)
  if (next !== null && next !== state.at) return { call: accountsPage(next), state: stateOf({ ...read, at: next }) }
  return { call: holdsPage(null), state: stateOf({ ...read, reading: "holds", at: null }) }
}

const afterHolds = (state: State, reply: Reply) => {
  const { items, quarantined } = readHoldings(reply)
  const holdings = new Map(items.map((one) => [`${one.id} ${one.asset}`, one]))
  const wallets = state.wallets.map((one): Account => {
    const held = holdings.get(`${one.id} ${one.asset}`)
    if (held === undefined) return one
    const { available, locked } = held
    return { ...one, total: Decimal.add(available, locked), available, locked }
  })
  const read = { ...state, wallets, quarantined: [...state.quarantined, ...quarantined] }
  const cursor = cursorOf(reply)
  return cursor === null || cursor === state.at ? done(read) : { call: holdsPage(cursor), state: stateOf({ ...read, at: cursor }) }
}

export const balances: Plan<BalanceSnapshot> = {
  start: { call: accountsPage(null), state: stateOf({ reading: "accounts", wallets: [], quarantined: [], at: null }) },
  next: (state, { reply }) => {
    if (reply === null) return { done: nothing }
    const reached = state as unknown as State
    return reached.reading === "accounts" ? afterAccounts(reached, reply) : afterHolds(reached, reply)
  }
}
