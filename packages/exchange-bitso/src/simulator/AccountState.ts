/** An account while the simulator runs: its lists, its balance, and the truth about both. */
import { formatExact, makeRowStore, parseWire, readExact, type JsonRow, type RowStore } from "@caudal/exchange/simulator"
import { parseAccount, type Account, type ListName } from "./Account.ts"
import { makeBalances, type BalanceEntry } from "./Balances.ts"
import { delistedCurrencies, listedCurrencies } from "./Books.ts"

export interface AccountState {
  readonly clientId: string
  readonly lists: Readonly<Record<Exclude<ListName, "open_orders">, RowStore>>
  readonly openOrders: () => ReadonlyArray<JsonRow>
  /** Native balance rows as texts: every listed currency, zeros included. */
  readonly balanceRows: () => ReadonlyArray<string>
  /** Rows newest first; `open_orders` replaces, `balance` replaces what it lists. */
  readonly append: (rows: unknown) => void
  readonly truth: () => unknown
  /** The same as JSON, in pieces, since a history need not fit one string. */
  readonly truthText: () => Generator<string>
}

const idFields = { ledger: "eid", user_trades: "tid", fundings: "fid", withdrawals: "wid" } as const

/** Fields are padded each in its own way, as on the wire: two zeros for an empty lock, eight digits elsewhere. */
const balanceRow = ({ currency, total, available, locked }: BalanceEntry): string =>
  JSON.stringify({
    currency,
    available: formatExact(readExact(available)!, 8),
    locked: formatExact(readExact(locked)!, locked === "0" ? 2 : 8),
    total: formatExact(readExact(total)!, 8)
  })

export const makeAccountState = (account: Account): AccountState => {
  // Taken out of the account, so that its rows are not kept beside the lists' own copies.
  const { client_id: clientId, ledger_missing: ledgerMissing } = account
  const lists = {
    ledger: makeRowStore(idFields.ledger, account.ledger),
    user_trades: makeRowStore(idFields.user_trades, account.user_trades),
    fundings: makeRowStore(idFields.fundings, account.fundings),
    withdrawals: makeRowStore(idFields.withdrawals, account.withdrawals)
  }
  let openOrders = account.open_orders
  const balances = makeBalances()
  balances.applyOrders(openOrders)
  if (account.balance === undefined) {
    balances.applyLedger(account.ledger)
    balances.applyLedger(account.ledger_missing)
  } else balances.assert(account.balance)

  let rows: ReadonlyArray<string> | undefined
  const balanceRows = (): ReadonlyArray<string> => {
    if (rows !== undefined) return rows
    const held = new Map(balances.entries().map((one) => [one.currency, one]))
    const currencies = [...new Set([...listedCurrencies, ...held.keys()])].sort()
    return (rows = currencies.flatMap((currency) => {
      const one = held.get(currency) ?? { currency, total: "0", available: "0", locked: "0" }
      return delistedCurrencies.has(currency) && one.total === "0" ? [] : [balanceRow(one)]
    }))
  }

  const balanceTruth = () => Object.fromEntries(balances.entries().map(({ currency, ...amounts }) => [currency, amounts]))

  const truthText = function* (): Generator<string> {
    yield `{"client_id":${JSON.stringify(clientId)},"balances":${JSON.stringify(balanceTruth())}`
    for (const [name, list] of Object.entries(lists)) {
      yield `,"${name}":[`
      let separator = ""
      for (const text of list.texts()) {
        yield separator + text
        separator = ","
      }
      yield "]"
    }
    yield `,"open_orders":${JSON.stringify(openOrders)},"ledger_missing":${JSON.stringify(ledgerMissing)}}`
  }

  return {
    clientId,
    lists,
    openOrders: () => openOrders,
    balanceRows,
    append: (value) => {
      const added = parseAccount(value)
      for (const name of Object.keys(lists) as ReadonlyArray<keyof typeof lists>) lists[name].append(added[name])
      balances.applyLedger(added.ledger)
      if ((value as JsonRow)["open_orders"] !== undefined) {
        openOrders = added.open_orders
        balances.applyOrders(openOrders)
      }
      if (added.balance !== undefined) balances.assert(added.balance)
      rows = undefined
    },
    truth: () => {
      const parsed = (texts: Iterable<string>) => Array.from(texts, (text) => parseWire(text))
      return {
        client_id: clientId,
        balances: balanceTruth(),
        ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, parsed(list.texts())])),
        open_orders: openOrders,
        ledger_missing: ledgerMissing
      }
    },
    truthText
  }
}
