/** What Bitso is and allows. Limits and paging as documented and probed up to September 2026. */
import type { Endpoint, LocalText, Manifest, StreamSpec } from "@caudal/exchange"
import { contractVersion } from "@caudal/exchange"
import { credentials } from "./internal/credentials.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const signed = (path: string): Endpoint => ({
  method: "GET",
  host: "main",
  path: `/api/v3/${path}`,
  signed: true,
  rate: "private",
  cost: 1
})
const open = (path: string): Endpoint => ({ method: "GET", host: "main", path: `/api/v3/${path}`, signed: false, rate: "public", cost: 1 })

/** Every list is newest first, paged by the last row's id, in whole seconds, without a time filter. */
const stream = (id: string, title: LocalText, settleDelayMs: number, synced = true): StreamSpec => ({
  id,
  title,
  endpoint: id,
  order: "newest-first",
  pageSize: 100,
  paging: "cursor-id",
  window: null,
  granularityMs: 1000,
  historyDepth: "full",
  fanOut: null,
  stableIds: true,
  settleDelayMs,
  synced,
  // Bitso does not say which permission opens which list.
  permission: null
})

export const manifest: Manifest = {
  id: "bitso",
  name: "Bitso",
  homepage: "https://bitso.com",
  docs: "https://docs.bitso.com",
  regions: ["MX", "BR", "AR", "CO"],
  status: "beta",
  adapterVersion: "0.1.0",
  contractVersion,
  // bitso.com/api rather than api.bitso.com: clients had to move here in 2024.
  hosts: { main: "https://bitso.com" },
  endpoints: {
    account_status: signed("account_status"),
    balance: signed("balance"),
    ledger: signed("ledger"),
    ledger_trades: signed("ledger/trades"),
    ledger_fees: signed("ledger/fees"),
    ledger_fundings: signed("ledger/fundings"),
    ledger_withdrawals: signed("ledger/withdrawals"),
    user_trades: signed("user_trades"),
    fundings: signed("fundings"),
    withdrawals: signed("withdrawals"),
    open_orders: signed("open_orders"),
    fees: signed("fees"),
    available_books: open("available_books"),
    ticker: open("ticker"),
    // Undocumented.
    ohlc: open("ohlc")
  },
  // Exceeding a limit locks out for a minute; doing so repeatedly may do so for a day.
  rates: {
    private: {
      scope: "account",
      limit: 300,
      windowMs: minute,
      budget: 240,
      lockoutMs: 65_000,
      repeatedLockoutMs: 30 * minute,
      repeatWithinMs: 10 * minute
    },
    public: {
      scope: "ip",
      limit: 60,
      windowMs: minute,
      budget: 50,
      lockoutMs: 65_000,
      repeatedLockoutMs: 30 * minute,
      repeatWithinMs: 10 * minute
    }
  },
  // 19 digits satisfy both the old scheme (rising) and that of 2025 (milliseconds and up to six digits).
  nonce: { kind: "increasing-per-key", digits: 19 },
  clock: { source: "http-date", toleranceMs: minute },
  credentials,
  streams: [
    stream("ledger", { en: "Ledger", es: "Movimientos", pt: "Extrato" }, hour),
    stream("user_trades", { en: "Trades", es: "Operaciones", pt: "Operações" }, hour),
    // Deposits and withdrawals change their status for hours after they appear.
    stream("fundings", { en: "Deposits", es: "Depósitos", pt: "Depósitos" }, day),
    stream("withdrawals", { en: "Withdrawals", es: "Retiros", pt: "Saques" }, day),
    stream("ledger_trades", { en: "Ledger: trades", es: "Movimientos: operaciones", pt: "Extrato: operações" }, hour, false),
    stream("ledger_fees", { en: "Ledger: fees", es: "Movimientos: comisiones", pt: "Extrato: taxas" }, hour, false),
    stream("ledger_fundings", { en: "Ledger: deposits", es: "Movimientos: depósitos", pt: "Extrato: depósitos" }, hour, false),
    stream("ledger_withdrawals", { en: "Ledger: withdrawals", es: "Movimientos: retiros", pt: "Extrato: saques" }, hour, false)
  ],
  books: [
    { id: "ledger", posts: ["ledger"], witnesses: ["user_trades", "fundings", "withdrawals"] },
    { id: "events", posts: ["user_trades", "fundings", "withdrawals"], witnesses: [] }
  ],
  wallets: ["spot"],
  kinds: ["trade", "fee", "deposit", "withdrawal", "conversion", "reward", "correction", "unrecognised"],
  syncIntervalMs: 15 * minute,
  market: {
    tickers: true,
    markets: true,
    // Days begin at midnight in Mexico City, which has had one offset all year since 2022. 1440 buckets have been seen in a reply.
    candles: { endpoint: "ohlc", spansMs: [minute, hour, day], dayStartMs: 6 * hour, most: 1000, depth: "full" }
  }
}
