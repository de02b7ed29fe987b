/** What Quetzal is and allows, as data: forms, guides, limits and docs/exchanges/quetzal.md are drawn from it. */
import type { Endpoint, Manifest } from "@caudal/exchange"
import { contractVersion } from "@caudal/exchange"
import { credentials } from "./internal/credentials.ts"
import { pageSize } from "./internal/parse/ledger.ts"

const minute = 60_000

/** All that may ever be called. A read that the exchange offers only as POST needs a `postReason`. */
const signed = (path: string): Endpoint => ({ method: "GET", host: "main", path: `/v1/${path}`, signed: true, rate: "private", cost: 1 })

export const manifest: Manifest = {
  id: "quetzal",
  name: "Quetzal",
  homepage: "https://quetzal.example",
  docs: "https://quetzal.example/docs",
  regions: ["MX"],
  status: "beta",
  adapterVersion: "0.1.0",
  contractVersion,
  hosts: { main: "https://api.quetzal.example" },
  endpoints: {
    ledger: signed("ledger"),
    balances: signed("balances")
  },
  // `budget` is what Caudal uses of what the exchange allows: stay well below, a lockout costs more than a pause.
  rates: {
    private: {
      scope: "key",
      limit: 100,
      windowMs: minute,
      budget: 80,
      lockoutMs: 65_000,
      repeatedLockoutMs: 15 * minute,
      repeatWithinMs: 10 * minute
    }
  },
  nonce: { kind: "timestamp" },
  clock: { source: "http-date", toleranceMs: 30_000 },
  credentials,
  streams: [
    {
      id: "ledger",
      title: { en: "Ledger", es: "Libro mayor", pt: "Razão" },
      endpoint: "ledger",
      order: "newest-first",
      pageSize,
      paging: "cursor-id",
      window: null,
      granularityMs: 1,
      historyDepth: "full",
      fanOut: null,
      stableIds: true,
      settleDelayMs: 60 * minute,
      synced: true,
      permission: null
    }
  ],
  // Which streams build the books, in order of preference; the witnesses prove and enrich.
  books: [{ id: "ledger", posts: ["ledger"], witnesses: [] }],
  wallets: ["spot"],
  kinds: ["trade", "deposit", "withdrawal", "unrecognised"],
  syncIntervalMs: 15 * minute,
  market: { tickers: false, markets: false }
}
