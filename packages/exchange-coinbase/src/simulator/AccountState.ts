/** An account while the simulator runs: its wallets, their lists, and the truth about both. */
import {
  formatExact,
  isRow,
  makeRowStore,
  parseWire,
  readExact,
  subtractExact,
  zeroExact,
  type JsonRow,
  type RowStore,
  addExact,
  type Exact
} from "@caudal/exchange/simulator"
import { currencyOf, parseAccount, walletIdOf, type Account } from "./Account.ts"
import { makeBalances } from "./Balances.ts"
import { firstWallet } from "./rows.ts"

export interface Held {
  readonly wallet: "main" | "vault" | "staked"
  readonly asset: string
  readonly total: string
  readonly available: string
  readonly locked: string
}

export interface AccountState {
  readonly portfolio: string
  /** Newest first, each with its balance. */
  readonly wallets: () => ReadonlyArray<JsonRow>
  /** The wallets that can be traded with: what is available, and what orders hold. */
  readonly holdings: () => ReadonlyArray<JsonRow>
  /** `undefined`: there is no such wallet. */
  readonly transactions: (wallet: string) => RowStore | undefined
  readonly fills: RowStore
  /** Rows newest first; `holds` and `balance` replace what they name. */
  readonly append: (rows: unknown) => void
  readonly truth: () => unknown
  /** The same as JSON, in pieces, since a history need not fit one string. */
  readonly truthText: () => Generator<string>
}

const kindOf = ({ type, name, primary }: JsonRow): Held["wallet"] =>
  type === "vault" ? "vault" : primary !== true && String(name).startsWith("Staked ") ? "staked" : "main"

const places = (wallet: JsonRow): number => (wallet["type"] === "fiat" ? 2 : 8)

export const makeAccountState = (account: Account): AccountState => {
  const { portfolio, transactions_missing: missing } = account
  const balances = makeBalances()
  /** Oldest first. */
  const wallets: Array<JsonRow> = []
  const lists = new Map<string, RowStore>()
  const fills = makeRowStore("entry_id", [])
  let holds: Readonly<Record<string, string>> = {}

  const open = (row: JsonRow): void => {
    const id = String(row["id"])
    if (lists.has(id)) return
    wallets.push(row)
    lists.set(id, makeRowStore("id", []))
  }

  const add = (rows: Account): void => {
    for (const row of [...rows.wallets].reverse()) open(row)
    for (const [id, ofOne] of Map.groupBy(rows.transactions, (row) => walletIdOf(row)!)) {
      const list = lists.get(id)
      if (list === undefined) throw new TypeError(`account: a transaction names wallet ${id}, which is none`)
      list.append(ofOne)
    }
    fills.append(rows.fills)
    balances.apply(rows.transactions)
    balances.apply(rows.transactions_missing)
    balances.assert(rows.balance)
    holds = { ...holds, ...rows.holds }
  }
  if (!account.wallets.some(({ primary }) => primary === true)) open(firstWallet(portfolio))
  add(account)

  const held = (row: JsonRow): Held => {
    const wallet = kindOf(row)
    const asset = currencyOf(row)
    const total = balances.of(String(row["id"]))
    const locked = wallet === "main" ? (readExact(holds[asset]) ?? zeroExact) : zeroExact
    const print = (amount: typeof total): string => formatExact(amount)
    return { wallet, asset, total: print(total), available: print(subtractExact(total, locked)), locked: print(locked) }
  }
  const printed = (amount: string, row: JsonRow): string => formatExact(readExact(amount)!, places(row))

  /** Each asset over all of its wallets. */
  const byAsset = (): Readonly<Record<string, Omit<Held, "wallet" | "asset">>> => {
    const sums = new Map<string, Record<"total" | "available" | "locked", Exact>>()
    for (const { asset, ...amounts } of wallets.map(held)) {
      const before = sums.get(asset)
      const plus = (name: "total" | "available" | "locked"): Exact => addExact(before?.[name] ?? zeroExact, readExact(amounts[name])!)
      sums.set(asset, { total: plus("total"), available: plus("available"), locked: plus("locked") })
    }
    return Object.fromEntries(
      [...sums].map(([asset, { total, available, locked }]) => [
        asset,
        { total: formatExact(total), available: formatExact(available), locked: formatExact(locked) }
      ])
    )
  }
  const texts = function* (): Generator<string> {
    for (const list of lists.values()) yield* list.texts()
  }

  return {
    portfolio,
    wallets: () =>
      wallets.map((row) => ({ ...row, balance: { amount: printed(held(row).total, row), currency: currencyOf(row) } })).reverse(),
    holdings: () =>
      wallets.flatMap((row) => {
        const { wallet, asset, available, locked } = held(row)
        if (wallet !== "main") return []
        return [
          {
            uuid: row["id"],
            name: row["name"],
            currency: asset,
            available_balance: { value: printed(available, row), currency: asset },
            default: row["primary"],
            active: true,
            created_at: row["created_at"],
            updated_at: row["updated_at"],
            deleted_at: null,
            type: row["type"] === "fiat" ? "ACCOUNT_TYPE_FIAT" : "ACCOUNT_TYPE_CRYPTO",
            ready: true,
            hold: { value: printed(locked, row), currency: asset },
            retail_portfolio_id: portfolio
          }
        ]
      }),
    transactions: (wallet) => lists.get(wallet),
    fills,
    append: (value) => add(parseAccount(isRow(value) ? { portfolio, ...value } : value)),
    truth: () => ({
      portfolio,
      balances: byAsset(),
      wallets: wallets.map(held),
      transactions: Array.from(texts(), (text) => parseWire(text)),
      transactions_missing: missing,
      fills: Array.from(fills.texts(), (text) => parseWire(text))
    }),
    *truthText() {
      yield `{"portfolio":${JSON.stringify(portfolio)},"balances":${JSON.stringify(byAsset())},"wallets":${JSON.stringify(wallets.map(held))}`
      for (const [name, rows] of [
        ["transactions", texts()],
        ["fills", fills.texts()]
      ] as const) {
        yield `,"${name}":[`
        let separator = ""
        for (const text of rows) {
          yield separator + text
          separator = ","
        }
        yield "]"
      }
      yield `,"transactions_missing":${JSON.stringify(missing)}}`
    }
  }
}
