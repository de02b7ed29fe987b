/** An account while the simulator runs: its lists, its balance, and the truth about both. */
import { formatExact, parseWire, readExact, type JsonRow } from "@caudal/exchange/simulator"
import { listNames, parseAccount, type Account, type ListName } from "./Account.ts"
import { makeBalances } from "./Balances.ts"
import { placesOf } from "./rows.ts"
import { makeTimedRows, type TimedRows } from "./TimedRows.ts"

export interface AccountState {
  readonly iban: string
  readonly lists: Readonly<Record<ListName, TimedRows>>
  /** Rows of BalanceEx with their asset in `id`, as texts. */
  readonly balanceRows: () => ReadonlyArray<string>
  /** Rows newest first; `holds` and `balance` replace what they list. */
  readonly append: (rows: unknown) => void
  readonly truth: () => unknown
  /** The same as JSON, in pieces, since a history need not fit one string. */
  readonly truthText: () => Generator<string>
}

export const makeAccountState = (account: Account): AccountState => {
  const { iban, ledger_missing: ledgerMissing } = account
  const lists = Object.fromEntries(listNames.map((name) => [name, makeTimedRows(account[name])])) as Record<ListName, TimedRows>
  const balances = makeBalances()
  balances.hold(account.holds)
  if (account.balance === undefined) {
    balances.applyLedger(account.ledger)
    balances.applyLedger(account.ledger_missing)
  } else balances.assert(account.balance)

  const balanceTruth = () => Object.fromEntries(balances.entries().map(({ asset, ...amounts }) => [asset, amounts]))
  const printed = (amount: string, asset: string): string => formatExact(readExact(amount)!, placesOf(asset))

  return {
    iban,
    lists,
    balanceRows: () =>
      balances
        .entries()
        .map(({ asset, total, locked }) =>
          JSON.stringify({ id: asset, balance: printed(total, asset), hold_trade: printed(locked, asset) })
        ),
    append: (value) => {
      const added = parseAccount(value)
      for (const name of listNames) lists[name].append(added[name])
      balances.applyLedger(added.ledger)
      if ((value as JsonRow)["holds"] !== undefined) balances.hold(added.holds)
      if (added.balance !== undefined) balances.assert(added.balance)
    },
    truth: () => ({
      iban,
      balances: balanceTruth(),
      ...Object.fromEntries(listNames.map((name) => [name, Array.from(lists[name].texts(), (text) => parseWire(text))])),
      ledger_missing: ledgerMissing
    }),
    *truthText() {
      yield `{"iban":${JSON.stringify(iban)},"balances":${JSON.stringify(balanceTruth())}`
      for (const name of listNames) {
        yield `,"${name}":[`
        let separator = ""
        for (const text of lists[name].texts()) {
          yield separator + text
          separator = ","
        }
        yield "]"
      }
      yield `,"ledger_missing":${JSON.stringify(ledgerMissing)}}`
    }
  }
}
