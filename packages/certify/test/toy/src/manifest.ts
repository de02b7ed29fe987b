/** A small exchange that does not exist: two wallets, a ledger with several legs a row, ids that no double holds. */
import type { Endpoint, Manifest, StreamSpec } from "@caudal/exchange"
import { contractVersion } from "@caudal/exchange"

const minute = 60_000
const text = (en: string) => ({ en, es: en, pt: en })

const signed = (path: string): Endpoint => ({ method: "GET", host: "main", path: `/v1/${path}`, signed: true, rate: "key", cost: 1 })

const stream = (id: string, title: string): StreamSpec => ({
  id,
  title: text(title),
  endpoint: id,
  order: "newest-first",
  pageSize: 5,
  paging: "cursor-id",
  window: null,
  granularityMs: 1,
  historyDepth: "full",
  fanOut: null,
  stableIds: id !== "ledger",
  settleDelayMs: 60 * minute,
  synced: true,
  permission: "View"
})

export const manifest: Manifest = {
  id: "pond",
  name: "Pond",
  homepage: "https://pond.example",
  docs: "https://pond.example/docs",
  regions: ["MX"],
  status: "live",
  adapterVersion: "1.0.0",
  contractVersion,
  hosts: { main: "https://api.pond.example" },
  endpoints: {
    account: signed("account"),
    key: signed("key"),
    balances: signed("balances"),
    ledger: signed("ledger"),
    trades: signed("trades"),
    transfers: signed("transfers"),
    tickers: { ...signed("tickers"), signed: false, rate: "open" }
  },
  rates: {
    key: { scope: "key", limit: 300, windowMs: minute, budget: 240, lockoutMs: 65_000, repeatedLockoutMs: 70_000, repeatWithinMs: minute },
    open: { scope: "ip", limit: 60, windowMs: minute, budget: 50, lockoutMs: 65_000, repeatedLockoutMs: 70_000, repeatWithinMs: minute }
  },
  nonce: { kind: "increasing-per-key", digits: 19 },
  clock: { source: "http-date", toleranceMs: minute },
  credentials: {
    fields: [
      {
        name: "apiKey",
        kind: "key",
        label: text("Key"),
        help: text("On your profile."),
        pattern: "[a-z0-9-]{4,40}",
        appearsIn: ["header:x-key"]
      },
      { name: "apiSecret", kind: "secret", label: text("Secret"), help: text("Shown once."), pattern: "[a-z0-9-]{4,80}", appearsIn: [] }
    ],
    createKeyUrl: "https://pond.example/keys",
    steps: [text("Make a key that can only view.")],
    tick: ["View"],
    neverTick: ["Trade", "Withdraw"],
    listsRights: true,
    ipAllowList: { supported: false, maxAddresses: null, advice: text("None.") },
    rotateAfterDays: 90
  },
  streams: [stream("ledger", "Ledger"), stream("trades", "Trades"), stream("transfers", "Transfers")],
  books: [{ id: "ledger", posts: ["ledger"], witnesses: ["trades", "transfers"] }],
  wallets: ["spot", "vault"],
  kinds: ["trade", "fee", "deposit", "withdrawal", "reward", "unrecognised"],
  syncIntervalMs: 15 * minute,
  market: { tickers: true, markets: false }
}
