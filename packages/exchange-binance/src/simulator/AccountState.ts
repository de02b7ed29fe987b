/** An account while the simulator runs: its lists, its balances, and the truth about both. */
import { addExact, formatExact, parseWire, readExact, type JsonRow } from "@caudal/exchange/simulator"
import { parseAccount, type Account, type Lists } from "./Account.ts"
import { free, makeBalances, type BalanceEntry } from "./Balances.ts"
import { makeFills, type Fills } from "./Fills.ts"
import { changesOf, listNames, type ListName, type MarketRow } from "./lists.ts"
import { makeTimedRows, type TimedRows } from "./TimedRows.ts"
import { standing } from "./Markets.ts"

export interface AccountState {
  readonly uid: number
  readonly timed: Readonly<Record<Exclude<ListName, "trades">, TimedRows>>
  readonly fills: Fills
  readonly balances: () => ReadonlyArray<BalanceEntry>
  /** By symbol, those that the catalogue leaves out included. */
  readonly markets: ReadonlyMap<string, MarketRow>
  readonly remembersMarkets: boolean
  /** Rows newest first; `holds` and `balance` replace what they list. */
  readonly append: (rows: unknown) => void
  readonly truth: () => unknown
  /** The same as JSON, in pieces, since a history need not fit one string. */
  readonly truthText: () => Generator<string>
}

const timedNames = listNames.filter((name) => name !== "trades")

interface Amounts {
  readonly total: string
  readonly available: string
  readonly locked: string
}

const plus = (a: string, b: string): string => formatExact(addExact(readExact(a)!, readExact(b)!))
const both = (a: Amounts, b: Amounts): Amounts => ({
  total: plus(a.total, b.total),
  available: plus(a.available, b.available),
  locked: plus(a.locked, b.locked)
})

export const makeAccountState = (account: Account): AccountState => {
  const { uid, remembersMarkets } = account
  const markets = new Map([...standing, ...account.markets].map((market) => [market.symbol, market]))
  const timed = Object.fromEntries(timedNames.map((name) => [name, makeTimedRows(name, account.lists[name])])) as AccountState["timed"]
  const fills = makeFills(account.lists.trades)
  const balances = makeBalances()
  const apply = (lists: Lists): void => {
    for (const name of listNames) for (const row of lists[name]) balances.apply(changesOf(name, row, markets))
  }
  balances.hold(account.holds)
  if (account.balance === undefined) {
    apply(account.lists)
    apply(account.missing)
  } else balances.assert(account.balance)

  /** What lies in products is one wallet to the owner: that of flexible ones is free, that of locked ones is not. */
  const walletTruth = (): Readonly<Record<string, Readonly<Record<string, Amounts>>>> => {
    const wallets: Record<string, Record<string, Amounts>> = { spot: {}, funding: {}, earn: {} }
    for (const entry of balances.entries()) {
      const { place, asset, total, locked } = entry
      const wallet = wallets[place === "flexible" || place === "locked" ? "earn" : place]!
      const mine = place === "locked" ? { total, available: "0", locked: total } : { total, available: free(entry), locked }
      wallet[asset] = wallet[asset] === undefined ? mine : both(wallet[asset], mine)
    }
    return wallets
  }
  /** Each asset over all wallets. */
  const balanceTruth = (): Readonly<Record<string, Amounts>> => {
    const all: Record<string, Amounts> = {}
    for (const wallet of Object.values(walletTruth()))
      for (const [asset, amounts] of Object.entries(wallet)) all[asset] = all[asset] === undefined ? amounts : both(all[asset], amounts)
    return all
  }
  const texts = (name: ListName): Iterable<string> => (name === "trades" ? fills.texts() : timed[name].texts())

  return {
    uid,
    timed,
    fills,
    balances: balances.entries,
    markets,
    remembersMarkets,
    append: (value) => {
      const added = parseAccount(value)
      for (const market of added.markets) markets.set(market.symbol, market)
      for (const name of timedNames) timed[name].append(added.lists[name])
      fills.append(added.lists.trades)
      apply(added.lists)
      if ((value as JsonRow)["holds"] !== undefined) balances.hold(added.holds)
      if (added.balance !== undefined) balances.assert(added.balance)
    },
    truth: () => ({
      uid,
      balances: balanceTruth(),
      wallets: walletTruth(),
      ...Object.fromEntries(listNames.map((name) => [name, Array.from(texts(name), (text) => parseWire(text))])),
      missing: account.missing
    }),
    *truthText() {
      yield `{"uid":${uid},"balances":${JSON.stringify(balanceTruth())},"wallets":${JSON.stringify(walletTruth())}`
      for (const name of listNames) {
        yield `,"${name}":[`
        let separator = ""
        for (const text of texts(name)) {
          yield separator + text
          separator = ","
        }
        yield "]"
      }
      yield `,"missing":${JSON.stringify(account.missing)}}`
    }
  }
}
