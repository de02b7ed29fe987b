/** What Kraken's spot REST interface is and allows, as documented up to September 2026. */
import type { Endpoint, LocalText, Manifest, StreamSpec } from "@caudal/exchange"
import { contractVersion } from "@caudal/exchange"
import { credentials } from "./internal/credentials.ts"
import { pageSize } from "./internal/parse/page.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Ledger and trade history count twice. */
const signed = (method: string, cost = 1): Endpoint => ({
  method: "POST",
  host: "main",
  path: `/0/private/${method}`,
  signed: true,
  rate: "private",
  cost,
  postReason: "Kraken answers private reads to POST only: the nonce travels in the form."
})
const open = (method: string): Endpoint => ({
  method: "GET",
  host: "main",
  path: `/0/public/${method}`,
  signed: false,
  rate: "public",
  cost: 1
})

const stream = (id: string, title: LocalText, permission: string | null, over: Partial<StreamSpec>): StreamSpec => ({
  id,
  title,
  endpoint: id,
  order: "newest-first",
  pageSize,
  paging: "time-window",
  window: null,
  granularityMs: 1000,
  historyDepth: "full",
  fanOut: null,
  stableIds: true,
  settleDelayMs: hour,
  synced: true,
  permission,
  ...over
})

export const manifest: Manifest = {
  id: "kraken",
  name: "Kraken",
  homepage: "https://www.kraken.com",
  docs: "https://docs.kraken.com",
  regions: ["US", "EU", "GB", "CA", "AU", "AR", "BR", "MX"],
  status: "beta",
  adapterVersion: "0.1.0",
  contractVersion,
  hosts: { main: "https://api.kraken.com" },
  endpoints: {
    api_key_info: signed("GetApiKeyInfo"),
    balance: signed("BalanceEx"),
    ledger: signed("Ledgers", 2),
    trades: signed("TradesHistory", 2),
    deposits: signed("DepositStatus"),
    withdrawals: signed("WithdrawStatus"),
    asset_pairs: open("AssetPairs"),
    ticker: open("Ticker"),
    ohlc: open("OHLC")
  },
  rates: {
    // A counter that each call raises by its cost, that must not pass 15 and falls by 0.33 a second for the lowest tier
    // (which one an account has is not told). In 45 seconds it falls by 14.85: with at most 12 in any such stretch it never
    // passes 12, however the calls are spread.
    private: {
      scope: "account",
      limit: 15,
      windowMs: 45_000,
      budget: 12,
      lockoutMs: 46_000,
      repeatedLockoutMs: 15 * minute,
      repeatWithinMs: 10 * minute
    },
    public: {
      scope: "ip",
      limit: 60,
      windowMs: minute,
      budget: 40,
      lockoutMs: minute,
      repeatedLockoutMs: 15 * minute,
      repeatWithinMs: 10 * minute
    }
  },
  // 19 digits: above what any other program may have used with this key before, in whatever unit, and below 2^63.
  nonce: { kind: "increasing-per-key", digits: 19 },
  // Kraken never compares the nonce with its clock; a clock that runs hours behind still gives nonces that are too low.
  clock: { source: "http-date", toleranceMs: hour },
  credentials,
  streams: [
    stream("ledger", { en: "Ledger", es: "Libro mayor", pt: "Razão" }, "Query Ledger Entries", {}),
    stream("trades", { en: "Trades", es: "Operaciones", pt: "Operações" }, "Query Closed Orders & Trades", {}),
    // Deposits and withdrawals change their status for hours after they appear.
    stream("deposits", { en: "Deposits", es: "Depósitos", pt: "Depósitos" }, null, { paging: "cursor-id", settleDelayMs: day }),
    stream("withdrawals", { en: "Withdrawals", es: "Retiros", pt: "Saques" }, null, { paging: "cursor-id", settleDelayMs: day })
  ],
  // No second composition: conversions, rewards and staking are in the ledger alone.
  books: [{ id: "ledger", posts: ["ledger"], witnesses: ["trades", "deposits", "withdrawals"] }],
  wallets: ["spot", "earn", "hold"],
  kinds: [
    "trade",
    "deposit",
    "withdrawal",
    "transfer",
    "conversion",
    "reward",
    "staking-in",
    "staking-out",
    "referral",
    "correction",
    "funding-payment",
    "unrecognised"
  ],
  syncIntervalMs: 15 * minute,
  market: {
    tickers: true,
    markets: true,
    candles: { endpoint: "ohlc", spansMs: [minute, hour, day], dayStartMs: 0, most: 720, depth: { candles: 720 } }
  }
}
