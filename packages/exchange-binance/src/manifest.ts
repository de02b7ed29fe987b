/** What Binance's interface is and allows, as documented up to November 2026. */
import type { Endpoint, LocalText, Manifest, RateRule, StreamSpec } from "@caudal/exchange"
import { contractVersion } from "@caudal/exchange"
import { credentials } from "./internal/credentials.ts"
import { intervals, klinesPageSize } from "./internal/parse/candles.ts"
import { dustPageSize } from "./internal/parse/dust.ts"
import { earnPageSize } from "./internal/parse/earn.ts"
import { fiatPageSize } from "./internal/parse/fiat.ts"
import { p2pPageSize } from "./internal/parse/p2p.ts"
import { transferPageSize } from "./internal/parse/transfers.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Of deposits, withdrawals and dividends; more are shown for one call, but few accounts have more in three months. */
export const movedPageSize = 100
export const dividendPageSize = 500
export const tradePageSize = 1000
export const conversionPageSize = 1000

const signed = (path: string, rate: string): Endpoint => ({ method: "GET", host: "main", path, signed: true, rate, cost: 1 })
const open = (path: string): Endpoint => ({ ...signed(path, "spot"), signed: false })

/** Binance opened on this day. */
const opening = Date.UTC(2017, 6, 14)
/** Simple Earn took the place of the savings and stakings that were before it. */
const simpleEarn = Date.UTC(2022, 10, 1)
/** Of lists that go back six months, whoever reads them now cannot be shown anything older. */
const halfAYearBeforeThis = Date.UTC(2026, 4, 1)
/** The documentation knows no longest window: one reaches over everything. */
const unlimited = 3_653 * day

const stream = (id: string, title: LocalText, over: Partial<StreamSpec>): StreamSpec => ({
  id,
  title,
  endpoint: id,
  order: "newest-first",
  pageSize: movedPageSize,
  paging: "page-number",
  // The documentation says “less than” of most windows, and three months may have 89 days.
  window: { largestMs: 89 * day, from: opening },
  granularityMs: 1,
  historyDepth: "full",
  fanOut: null,
  stableIds: true,
  settleDelayMs: day,
  synced: true,
  permission: "Enable Reading",
  ...over
})

const earn = (id: string, title: LocalText, over: Partial<StreamSpec> = {}): StreamSpec =>
  stream(`earn_${id}`, title, { order: "unordered", pageSize: earnPageSize, window: { largestMs: 89 * day, from: simpleEarn }, ...over })

/** One list for each way that money can go: nothing else in a reply tells which. */
const ways = { by: "wallet", from: "listed" } as const

const streams: ReadonlyArray<StreamSpec> = [
  stream("deposits", { en: "Deposits", es: "Depósitos", pt: "Depósitos" }, { paging: "time-window" }),
  stream("withdrawals", { en: "Withdrawals", es: "Retiros", pt: "Saques" }, { paging: "time-window", granularityMs: 1000 }),
  stream(
    "trades",
    { en: "Trades", es: "Operaciones", pt: "Operações" },
    {
      order: "oldest-first",
      pageSize: tradePageSize,
      paging: "cursor-id",
      window: null,
      fanOut: { by: "market", from: "listed+delisted" },
      settleDelayMs: hour
    }
  ),
  stream(
    "fiat_orders",
    { en: "Money in and out", es: "Dinero que entra y sale", pt: "Dinheiro que entra e sai" },
    { order: "unordered", pageSize: fiatPageSize, window: { largestMs: unlimited, from: opening }, fanOut: ways }
  ),
  stream(
    "fiat_payments",
    {
      en: "Coins bought and sold for money",
      es: "Criptomonedas compradas y vendidas por dinero",
      pt: "Criptomoedas compradas e vendidas por dinheiro"
    },
    { order: "unordered", pageSize: fiatPageSize, window: { largestMs: unlimited, from: opening }, fanOut: ways }
  ),
  stream(
    "conversions",
    { en: "Conversions", es: "Conversiones", pt: "Conversões" },
    { pageSize: conversionPageSize, paging: "time-window", window: { largestMs: 30 * day, from: Date.UTC(2019, 9, 1) } }
  ),
  stream(
    "dust",
    { en: "Small change swept into BNB", es: "Saldos pequeños cambiados a BNB", pt: "Saldos pequenos trocados por BNB" },
    { order: "unordered", pageSize: dustPageSize, paging: "time-window", window: { largestMs: 365 * day, from: Date.UTC(2020, 11, 1) } }
  ),
  stream(
    "dividends",
    { en: "Distributions", es: "Distribuciones", pt: "Distribuições" },
    { pageSize: dividendPageSize, paging: "time-window", window: { largestMs: 179 * day, from: opening } }
  ),
  earn("flexible_subscriptions", { en: "Into flexible products", es: "A productos flexibles", pt: "Para produtos flexíveis" }),
  earn("flexible_redemptions", { en: "Out of flexible products", es: "De productos flexibles", pt: "De produtos flexíveis" }),
  earn(
    "flexible_rewards",
    { en: "Interest of flexible products", es: "Intereses de productos flexibles", pt: "Juros de produtos flexíveis" },
    { stableIds: false }
  ),
  earn("locked_subscriptions", { en: "Into locked products", es: "A productos a plazo", pt: "Para produtos bloqueados" }),
  earn("locked_redemptions", { en: "Out of locked products", es: "De productos a plazo", pt: "De produtos bloqueados" }),
  earn(
    "locked_rewards",
    { en: "Rewards of locked products", es: "Recompensas de productos a plazo", pt: "Recompensas de produtos bloqueados" },
    { stableIds: false }
  ),
  stream(
    "p2p",
    { en: "P2P orders", es: "Órdenes P2P", pt: "Ordens P2P" },
    {
      order: "unordered",
      pageSize: p2pPageSize,
      window: { largestMs: 30 * day, from: halfAYearBeforeThis },
      historyDepth: { days: 180 },
      fanOut: ways
    }
  ),
  stream(
    "transfers",
    { en: "Moves between wallets", es: "Movimientos entre billeteras", pt: "Movimentos entre carteiras" },
    {
      order: "unordered",
      pageSize: transferPageSize,
      window: { largestMs: unlimited, from: halfAYearBeforeThis },
      historyDepth: { days: 180 },
      fanOut: ways
    }
  )
]

const rule = (scope: "ip" | "account", limit: number, budget: number): RateRule => ({
  scope,
  limit,
  windowMs: minute,
  budget,
  lockoutMs: minute,
  repeatedLockoutMs: 10 * minute,
  repeatWithinMs: 10 * minute
})

/**
 * Binance counts weight by the minute: of an address 6,000 for all of /api, and 12,000 for each call of /sapi; of an account
 * 180,000 for each of a few heavy calls. Every rule here counts in units of one call, so that a limit is how many calls
 * make it full. Calls of /sapi that weigh alike share a limit that each of them would have alone.
 */
const rates: Manifest["rates"] = {
  // 20 each; public lists weigh less, and are counted as if they did not.
  spot: rule("ip", 300, 280),
  // 10 at most.
  sapi: rule("ip", 1200, 600),
  // 150 each.
  earn: rule("ip", 80, 75),
  // 18,000 each.
  withdrawals: rule("account", 10, 9),
  // 45,000 each.
  fiatOrders: rule("account", 4, 3),
  // 3,000 each.
  conversions: rule("account", 60, 55)
}

export const manifest: Manifest = {
  id: "binance",
  name: "Binance",
  homepage: "https://www.binance.com",
  docs: "https://developers.binance.com/docs/binance-spot-api-docs",
  regions: ["MX", "BR", "AR", "CO", "EU", "AU", "ZA", "IN", "TR", "UA"],
  status: "beta",
  adapterVersion: "0.1.0",
  contractVersion,
  hosts: { main: "https://api.binance.com" },
  endpoints: {
    api_restrictions: signed("/sapi/v1/account/apiRestrictions", "sapi"),
    balance: signed("/api/v3/account", "spot"),
    funding: {
      ...signed("/sapi/v1/asset/get-funding-asset", "sapi"),
      method: "POST",
      postReason: "Binance shows the funding wallet to POST only; the call changes nothing."
    },
    earn_flexible_positions: signed("/sapi/v1/simple-earn/flexible/position", "earn"),
    earn_locked_positions: signed("/sapi/v1/simple-earn/locked/position", "earn"),
    deposits: signed("/sapi/v1/capital/deposit/hisrec", "sapi"),
    withdrawals: signed("/sapi/v1/capital/withdraw/history", "withdrawals"),
    trades: signed("/api/v3/myTrades", "spot"),
    fiat_orders: signed("/sapi/v1/fiat/orders", "fiatOrders"),
    fiat_payments: signed("/sapi/v1/fiat/payments", "sapi"),
    conversions: signed("/sapi/v1/convert/tradeFlow", "conversions"),
    dust: signed("/sapi/v1/asset/dribblet", "sapi"),
    dividends: signed("/sapi/v1/asset/assetDividend", "sapi"),
    earn_flexible_subscriptions: signed("/sapi/v1/simple-earn/flexible/history/subscriptionRecord", "earn"),
    earn_flexible_redemptions: signed("/sapi/v1/simple-earn/flexible/history/redemptionRecord", "earn"),
    earn_flexible_rewards: signed("/sapi/v1/simple-earn/flexible/history/rewardsRecord", "earn"),
    earn_locked_subscriptions: signed("/sapi/v1/simple-earn/locked/history/subscriptionRecord", "earn"),
    earn_locked_redemptions: signed("/sapi/v1/simple-earn/locked/history/redemptionRecord", "earn"),
    earn_locked_rewards: signed("/sapi/v1/simple-earn/locked/history/rewardsRecord", "earn"),
    p2p: signed("/sapi/v1/c2c/orderMatch/listUserOrderHistory", "sapi"),
    transfers: signed("/sapi/v1/asset/transfer", "sapi"),
    exchange_info: open("/api/v3/exchangeInfo"),
    book_ticker: open("/api/v3/ticker/bookTicker"),
    klines: open("/api/v3/klines")
  },
  rates,
  nonce: { kind: "timestamp" },
  // A request may be a second early and five late; below three, both clocks can still be right.
  clock: { source: "http-date", toleranceMs: 2_000 },
  credentials,
  streams,
  books: [{ id: "union", posts: streams.map(({ id }) => id), witnesses: [] }],
  wallets: ["spot", "funding", "earn"],
  kinds: [
    "trade",
    "deposit",
    "withdrawal",
    "transfer",
    "conversion",
    "reward",
    "interest",
    "airdrop",
    "staking-in",
    "staking-out",
    "referral",
    "unrecognised"
  ],
  syncIntervalMs: hour,
  market: {
    tickers: true,
    markets: true,
    candles: { endpoint: "klines", spansMs: [...intervals.keys()], dayStartMs: 0, most: klinesPageSize, depth: "full" }
  }
}
