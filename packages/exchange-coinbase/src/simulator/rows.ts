/** The rows that Coinbase writes, in its own spelling. */
import { makeRandom, type JsonRow, type Money, type Random } from "@caudal/exchange/simulator"

/** A version 5 UUID, as Coinbase's ids are. */
export const uuidOf = (random: Random): string => {
  const hex = random.hex(32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The same name, the same id. */
export const idOf = (name: string): string => uuidOf(makeRandom(name))

/** `2024-01-10T12:01:00Z`: wallets know whole seconds. */
export const instantOf = (at: number): string => `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, 19)}Z`

export type WalletKind = "main" | "vault" | "staked"

const money: ReadonlySet<string> = new Set(["USD", "EUR", "GBP", "MXN", "BRL"])

/** `account` tells the wallets of one account from another's. */
export const walletId = (account: string, kind: string, asset: string): string => idOf(`wallet:${account}:${kind}:${asset}`)

/** `called`: by its owner, where it is not the system that names it. */
export const walletRow = (account: string, kind: string, asset: string, at: number, called = `${asset} Wallet`): JsonRow => ({
  id: walletId(account, kind, asset),
  name: kind === "staked" ? `Staked ${asset}` : called,
  primary: kind === "main" && asset === "BTC",
  type: kind === "vault" ? "vault" : money.has(asset) ? "fiat" : "wallet",
  created_at: instantOf(at),
  updated_at: instantOf(at),
  resource: "account",
  resource_path: `/v2/accounts/${walletId(account, kind, asset)}`,
  currency: { code: asset, name: asset, type: money.has(asset) ? "fiat" : "crypto", exponent: money.has(asset) ? 2 : 8 },
  allow_deposits: true,
  allow_withdrawals: true
})

/** Every account has one from its first day. */
export const firstWallet = (account: string, called?: string): JsonRow =>
  walletRow(account, "main", "BTC", Date.UTC(2016, 4, 3, 9, 12, 44), called)

export interface Entry {
  readonly account: string
  readonly id: string
  readonly at: number
  readonly wallet: string
  readonly type: string
  readonly amount: Money
  readonly status?: string
  readonly more?: JsonRow
}

/** `amount` is signed. Coinbase's own sentence about the row, and what its owner wrote, are beside it. */
export const transactionRow = ({ account, id, at, wallet, type, amount, status = "completed", more = {} }: Entry): JsonRow => ({
  id,
  type,
  status,
  amount: { amount: amount.amount, currency: amount.asset },
  native_amount: { amount: "0.00", currency: "USD" },
  description: null,
  created_at: instantOf(at),
  updated_at: instantOf(at),
  resource: "transaction",
  resource_path: `/v2/accounts/${walletId(account, wallet, amount.asset)}/transactions/${id}`,
  instant_exchange: false,
  details: { title: type.replaceAll("_", " "), subtitle: null, health: "positive" },
  hide_native_amount: false,
  ...more
})

export interface FillEntry {
  readonly id: string
  readonly at: number
  readonly order: string
  readonly product: string
  readonly side: "BUY" | "SELL"
  readonly price: string
  readonly size: string
  readonly sizeInQuote?: boolean
  readonly commission: string
  readonly user: string
  readonly type?: string
}

export const fillRow = ({
  id,
  at,
  order,
  product,
  side,
  price,
  size,
  sizeInQuote = false,
  commission,
  user,
  type = "FILL"
}: FillEntry): JsonRow => ({
  entry_id: makeRandom(`entry:${id}`).hex(63),
  trade_id: idOf(`match:${id}`),
  order_id: order,
  trade_time: new Date(at).toISOString(),
  trade_type: type,
  price,
  size,
  commission,
  product_id: product,
  sequence_timestamp: new Date(at).toISOString().replace("Z", "507Z"),
  liquidity_indicator: "TAKER",
  size_in_quote: sizeInQuote,
  user_id: user,
  side,
  retail_portfolio_id: ""
})
