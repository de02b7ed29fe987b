/**
 * What lies in each wallet. The spot wallet also prints receipts for what lies in flexible products, as `LD` and the code;
 * a receipt for a position that was just read is left out, or its money would count twice. `LDO` is a coin of its own.
 *
 * The first call shows that the key works: where it is refused the account is, where another one is only a wallet is.
 */
import type { BalanceSnapshot, Call, Json, Plan, PlanStep, QuarantinedRow, Reply, WalletBalance } from "@caudal/exchange"
import { Decimal, LosslessJson } from "@caudal/exchange"
import { type Items, parseAccount, parseFlexible, parseFunding, parseLocked } from "../parse/documents.ts"
import { earnPageSize } from "../parse/earn.ts"
import { readNumber } from "../parse/fields.ts"

const stages = ["key", "flexible", "locked", "funding", "account"] as const
type Stage = (typeof stages)[number]

/** `earn` and `funding` by code, as `available locked`; `lent`: codes of flexible positions. */
interface State {
  readonly stage: Stage
  readonly page: number
  readonly earn: Readonly<Record<string, string>>
  readonly lent: ReadonlyArray<string>
  readonly funding: Readonly<Record<string, string>>
  readonly unread: number
}

const account: Call = { endpoint: "balance", query: [["omitZeroBalances", "true"]] }

const callOf = (stage: Stage, page: number): Call => {
  switch (stage) {
    case "key":
    case "account":
      return account
    case "funding":
      return { endpoint: "funding" }
    default:
      return {
        endpoint: `earn_${stage}_positions`,
        query: [
          ["current", String(page)],
          ["size", String(earnPageSize)]
        ]
      }
  }
}

const step = (state: State): PlanStep<BalanceSnapshot> => ({ call: callOf(state.stage, state.page), state: state as unknown as Json })

const after = (stage: Stage): Stage => stages[stages.indexOf(stage) + 1] ?? "account"

const add = (sums: Readonly<Record<string, string>>, items: ReadonlyArray<WalletBalance>): Readonly<Record<string, string>> => {
  const all = new Map(Object.entries(sums))
  for (const { asset, available, locked } of items) {
    const [free = "0", held = "0"] = (all.get(asset) ?? "0 0").split(" ")
    all.set(asset, `${Decimal.add(Decimal.make(free), available)} ${Decimal.add(Decimal.make(held), locked)}`)
  }
  return Object.fromEntries(all)
}

const listed = (wallet: string, sums: Readonly<Record<string, string>>): ReadonlyArray<WalletBalance> =>
  Object.entries(sums).map(([asset, text]) => {
    const [available, locked] = text.split(" ").map(Decimal.make) as [Decimal.Decimal, Decimal.Decimal]
    return { wallet, asset, total: Decimal.add(available, locked), available, locked }
  })

const hasMore = (reply: Reply, page: number, rows: number): boolean => {
  const total = LosslessJson.isObject(reply.json) ? readNumber(reply.json["total"]) : undefined
  return rows > 0 && total !== undefined && page * earnPageSize < total
}

const nothing: BalanceSnapshot = { balances: [], quarantined: [], complete: false }

const afterEarn = (state: State, reply: Reply, { items, quarantined }: Items<WalletBalance>): State => {
  const more = hasMore(reply, state.page, items.length + quarantined.length)
  return {
    ...state,
    stage: more ? state.stage : after(state.stage),
    page: more ? state.page + 1 : 1,
    earn: add(state.earn, items),
    lent: state.stage === "flexible" ? [...new Set([...state.lent, ...items.map(({ asset }) => asset)])] : state.lent,
    unread: state.unread + quarantined.length
  }
}

const finish = ({ earn, lent, funding, unread }: State, reply: Reply): BalanceSnapshot => {
  const { items, quarantined } = parseAccount(reply)
  const receipts = new Set(lent.map((asset) => `LD${asset}`))
  const balances = [...items.filter(({ asset }) => !receipts.has(asset)), ...listed("funding", funding), ...listed("earn", earn)]
  const rows: ReadonlyArray<QuarantinedRow> = quarantined
  return { balances, quarantined: rows, complete: unread + rows.length === 0 }
}

export const balances: Plan<BalanceSnapshot> = {
  start: step({ stage: "key", page: 1, earn: {}, lent: [], funding: {}, unread: 0 }),
  next: (json, { reply }) => {
    const state = json as unknown as State
    if (reply === null) return { done: nothing }
    switch (state.stage) {
      case "key":
        return step({ ...state, stage: after("key") })
      case "flexible":
        return step(afterEarn(state, reply, parseFlexible(reply)))
      case "locked":
        return step(afterEarn(state, reply, parseLocked(reply)))
      case "funding": {
        const { items, quarantined } = parseFunding(reply)
        return step({ ...state, stage: after("funding"), funding: add(state.funding, items), unread: state.unread + quarantined.length })
      }
      case "account":
        return { done: finish(state, reply) }
    }
  }
}
