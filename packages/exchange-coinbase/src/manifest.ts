/** What Coinbase's two REST interfaces are and allow, as documented up to September 2026. */
import type { Endpoint, Manifest, StreamSpec } from "@caudal/exchange"
import { contractVersion } from "@caudal/exchange"
import { credentials } from "./internal/credentials.ts"
import { granularities } from "./internal/parse/candles.ts"
import { pageSize } from "./internal/parse/page.ts"

const second = 1000
const minute = 60 * second
const hour = 60 * minute

const read = (rate: "app" | "trade" | "public", path: string): Endpoint => ({
  method: "GET",
  host: "main",
  path,
  signed: rate !== "public",
  rate,
  cost: 1
})

const stream = (over: Pick<StreamSpec, "id" | "title"> & Partial<StreamSpec>): StreamSpec => ({
  endpoint: over.id,
  order: "newest-first",
  pageSize,
  paging: "cursor-id",
  window: null,
  granularityMs: second,
  historyDepth: "full",
  fanOut: null,
  stableIds: true,
  settleDelayMs: hour,
  synced: true,
  permission: "View (read-only)",
  ...over
})

export const manifest: Manifest = {
  id: "coinbase",
  name: "Coinbase",
  homepage: "https://www.coinbase.com",
  docs: "https://docs.cdp.coinbase.com",
  regions: ["US", "EU", "GB", "CA", "AU", "SG", "BR", "MX", "AR"],
  status: "beta",
  adapterVersion: "0.1.0",
  contractVersion,
  hosts: { main: "https://api.coinbase.com" },
  endpoints: {
    key_permissions: read("trade", "/api/v3/brokerage/key_permissions"),
    holds: read("trade", "/api/v3/brokerage/accounts"),
    fills: read("trade", "/api/v3/brokerage/orders/historical/fills"),
    accounts: read("app", "/v2/accounts"),
    transactions: read("app", "/v2/accounts/{wallet}/transactions"),
    products: read("public", "/api/v3/brokerage/market/products"),
    candles: read("public", "/api/v3/brokerage/market/products/{product}/candles")
  },
  rates: {
    // Coinbase does not say when its hour begins, nor how long it refuses.
    app: {
      scope: "key",
      limit: 10_000,
      windowMs: hour,
      budget: 8_000,
      lockoutMs: 5 * minute,
      repeatedLockoutMs: hour,
      repeatWithinMs: hour
    },
    trade: {
      scope: "account",
      limit: 30,
      windowMs: second,
      budget: 20,
      lockoutMs: 2 * second,
      repeatedLockoutMs: minute,
      repeatWithinMs: minute
    },
    public: {
      scope: "ip",
      limit: 10,
      windowMs: second,
      budget: 6,
      lockoutMs: 2 * second,
      repeatedLockoutMs: minute,
      repeatWithinMs: minute
    }
  },
  // What makes each token one of its kind is drawn by the vault (see sign.ts).
  nonce: { kind: "none" },
  // A token is good for a minute before and after our clock.
  clock: { source: "http-date", toleranceMs: 50 * second },
  credentials,
  streams: [
    stream({
      id: "transactions",
      title: { en: "Transactions", es: "Transacciones", pt: "Transações" },
      fanOut: { by: "wallet", from: "listed" },
      // Bank transfers stay pending for days; those are looked for besides.
      settleDelayMs: 24 * hour
    }),
    stream({ id: "fills", title: { en: "Fills", es: "Ejecuciones", pt: "Execuções" }, granularityMs: 1 })
  ],
  // No second composition: staking, rewards, conversions and transfers are in the wallets alone.
  books: [{ id: "transactions", posts: ["transactions"], witnesses: ["fills"] }],
  wallets: ["main", "vault", "staked"],
  kinds: [
    "trade",
    "deposit",
    "withdrawal",
    "transfer",
    "conversion",
    "reward",
    "interest",
    "staking-in",
    "staking-out",
    "fee",
    "card",
    "correction",
    "unrecognised"
  ],
  // Every wallet is a list of its own, and some accounts have hundreds.
  syncIntervalMs: 30 * minute,
  market: {
    tickers: true,
    markets: true,
    // 350 are refused: "less than" that many.
    candles: { endpoint: "candles", spansMs: [...granularities.keys()], dayStartMs: 0, most: 300, depth: "full" }
  }
}
