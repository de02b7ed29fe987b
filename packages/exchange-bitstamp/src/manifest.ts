/** What Bitstamp's REST interface is and allows, as documented in 2023 to 2026: see fixtures/SOURCE.md. */
import type { Endpoint, LocalText, Manifest, StreamSpec } from "@caudal/exchange"
import { contractVersion } from "@caudal/exchange"
import { credentials } from "./internal/credentials.ts"
import { pageSize } from "./internal/parse/transactions.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const signed = (path: string): Endpoint => ({
  method: "POST",
  host: "main",
  path: `/api/v2/${path}/`,
  signed: true,
  rate: "all",
  cost: 1,
  postReason: "Bitstamp answers private reads to POST only."
})
const open = (path: string): Endpoint => ({ method: "GET", host: "main", path: `/api/v2/${path}/`, signed: false, rate: "all", cost: 1 })

const stream = (id: string, title: LocalText, over: Partial<StreamSpec>): StreamSpec => ({
  id,
  title,
  endpoint: id,
  order: "newest-first",
  pageSize,
  paging: "offset",
  window: null,
  granularityMs: 1000,
  historyDepth: "full",
  fanOut: null,
  stableIds: true,
  settleDelayMs: hour,
  synced: false,
  permission: null,
  ...over
})

export const manifest: Manifest = {
  id: "bitstamp",
  name: "Bitstamp",
  homepage: "https://www.bitstamp.net",
  docs: "https://www.bitstamp.net/api/",
  regions: ["EU", "GB", "US", "SG"],
  status: "beta",
  adapterVersion: "0.1.0",
  contractVersion,
  hosts: { main: "https://www.bitstamp.net" },
  endpoints: {
    account_balances: signed("account_balances"),
    user_transactions: signed("user_transactions"),
    crypto_transactions: signed("crypto-transactions"),
    withdrawal_requests: signed("withdrawal-requests"),
    ticker: open("ticker"),
    markets: open("markets"),
    ohlc: open("ohlc/{pair}")
  },
  // 10,000 in ten minutes, 8,000 in older documentation, and 400 a second, which one caller at a time cannot reach. How long a
  // ban lasts is not told; the window is the least.
  rates: {
    all: {
      scope: "ip",
      limit: 8_000,
      windowMs: 10 * minute,
      budget: 6_400,
      lockoutMs: 10 * minute,
      repeatedLockoutMs: hour,
      repeatWithinMs: hour
    }
  },
  // Any 36 characters that were not used for 150 seconds: a rising number in the shape of a UUID is never used twice.
  nonce: { kind: "increasing-per-key", digits: 19 },
  clock: { source: "http-date", toleranceMs: 140_000 },
  credentials,
  streams: [
    stream(
      "user_transactions",
      { en: "Transactions", es: "Movimientos", pt: "Transações" },
      { order: "oldest-first", paging: "cursor-id", granularityMs: 1, synced: true, permission: "User transactions" }
    ),
    stream(
      "crypto_transactions",
      { en: "Chain transactions", es: "Movimientos en cadena", pt: "Transações na rede" },
      { permission: "Crypto transactions" }
    ),
    stream(
      "withdrawal_requests",
      { en: "Withdrawal requests", es: "Solicitudes de retiro", pt: "Pedidos de saque" },
      { permission: "Withdrawal requests" }
    )
  ],
  books: [{ id: "transactions", posts: ["user_transactions"], witnesses: [] }],
  wallets: ["spot"],
  kinds: ["trade", "deposit", "withdrawal", "transfer", "conversion", "reward", "staking-in", "staking-out", "referral", "unrecognised"],
  syncIntervalMs: 15 * minute,
  market: {
    tickers: true,
    markets: true,
    candles: { endpoint: "ohlc", spansMs: [minute, hour, day], dayStartMs: 0, most: 1000, depth: "full" }
  }
}
