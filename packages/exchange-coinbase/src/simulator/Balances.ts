/** What each wallet holds: the exact sum of its transactions, or what an account file says it is. */
import { addExact, amountText, isRow, readExact, subtractExact, zeroExact, type Exact, type JsonRow } from "@caudal/exchange/simulator"
import { walletIdOf } from "./Account.ts"

/** They tell once more of money that a `send` moves. */
const repeated: ReadonlySet<string> = new Set(["exchange_deposit", "exchange_withdrawal"])

const exactOf = (value: unknown): Exact | undefined => readExact(amountText(value))

/** A commission is in no row's amount: it leaves the wallet of whatever is not the product's base. */
const commissionOf = (row: JsonRow, currency: string): Exact => {
  const fill = row["advanced_trade_fill"]
  if (!isRow(fill)) return zeroExact
  const product = fill["product_id"]
  if (typeof product !== "string" || !product.includes("-") || product.startsWith(`${currency}-`)) return zeroExact
  return exactOf(fill["commission"]) ?? zeroExact
}

/** By how much a row changes its wallet. `undefined`: it moves nothing (yet), or cannot be read. */
export const movement = (row: JsonRow): Exact | undefined => {
  const { amount, status, type } = row
  if (status !== "completed" || repeated.has(String(type)) || !isRow(amount)) return undefined
  const moved = exactOf(amount["amount"])
  return moved === undefined ? undefined : subtractExact(moved, commissionOf(row, String(amount["currency"])))
}

export interface Balances {
  /** By wallet id. */
  readonly of: (wallet: string) => Exact
  readonly apply: (rows: ReadonlyArray<JsonRow>) => void
  /** The named wallets hold what is said here. */
  readonly assert: (said: Readonly<Record<string, string>>) => void
}

export const makeBalances = (): Balances => {
  const totals = new Map<string, Exact>()
  const of = (wallet: string): Exact => totals.get(wallet) ?? zeroExact
  return {
    of,
    apply: (rows) => {
      for (const row of rows) {
        const moved = movement(row)
        const wallet = walletIdOf(row)
        if (moved !== undefined && wallet !== undefined) totals.set(wallet, addExact(of(wallet), moved))
      }
    },
    assert: (said) => {
      for (const [wallet, amount] of Object.entries(said)) totals.set(wallet, readExact(amount)!)
    }
  }
}
