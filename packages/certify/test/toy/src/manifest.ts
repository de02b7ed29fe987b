/**
 * A small exchange that does not exist: two wallets, ids that no double holds, and two interfaces. Pond has a ledger with
 * several legs a row, newest first. River has no ledger: the books are built from fills by market, oldest first, and from
 * transfers and rewards in windows of time.
 */
import type { Endpoint, Manifest, StreamSpec } from "@caudal/exchange"
import { contractVersion } from "@caudal/exchange"

const minute = 60_000
const day = 24 * 60 * minute
const text = (en: string) => ({ en, es: en, pt: en })

const signed = (path: string): Endpoint => ({ method: "GET", host: "main", path: `/${path}`, signed: true, rate: "key", cost: 1 })

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
  stableIds: id !== "ledger" && id !== "rewards",
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
    account: signed("v1/account"),
    key: signed("v1/key"),
    balances: signed("v1/balances"),
    ledger: signed("v1/ledger"),
    trades: signed("v1/trades"),
    transfers: signed("v1/transfers"),
    tickers: { ...signed("v1/tickers"), signed: false, rate: "open" },
    pairs: { ...signed("v1/pairs"), signed: false, rate: "open" },
    candles: { ...signed("v1/candles/{market}"), signed: false, rate: "open" }
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
    steps: [text("Make a key and tick View alone.")],
    tick: ["View"],
    neverTick: ["Trade", "Withdraw"],
    listsRights: true,
    ipAllowList: { supported: false, maxAddresses: null, advice: text("None.") },
    rotateAfterDays: 90
  },
  streams: [stream("ledger", "Ledger"), stream("trades", "Trades"), stream("transfers", "Transfers")],
  books: [
    { id: "ledger", posts: ["ledger"], witnesses: ["trades", "transfers"] },
    { id: "lists", posts: ["trades", "transfers"], witnesses: [] }
  ],
  wallets: ["spot", "vault"],
  kinds: ["trade", "fee", "deposit", "withdrawal", "reward", "unrecognised"],
  syncIntervalMs: 15 * minute,
  market: {
    tickers: true,
    markets: true,
    // Days begin at three in the morning.
    candles: { endpoint: "candles", spansMs: [minute, 60 * minute, day], dayStartMs: 180 * minute, most: 40, depth: "full" }
  }
}

const opened = Date.UTC(2019, 0, 1)

const { account, key, balances, tickers } = manifest.endpoints as Readonly<Record<string, Endpoint>>

export const riverManifest: Manifest = {
  ...manifest,
  id: "river",
  name: "River",
  endpoints: {
    account: account!,
    key: key!,
    balances: balances!,
    tickers: tickers!,
    flows: signed("v2/flows"),
    rewards: signed("v2/rewards"),
    fills: signed("v2/fills"),
    markets: { ...signed("v2/markets"), signed: false, rate: "open" }
  },
  streams: [
    { ...stream("flows", "Transfers"), window: { largestMs: 400 * day, from: opened } },
    {
      ...stream("rewards", "Rewards"),
      order: "unordered",
      window: { largestMs: 500 * day, from: opened },
      fanOut: { by: "wallet", from: "listed" }
    },
    { ...stream("fills", "Fills"), order: "oldest-first", fanOut: { by: "market", from: "listed+delisted" } }
  ],
  books: [{ id: "union", posts: ["flows", "rewards", "fills"], witnesses: [] }],
  // It shows no prices.
  market: { tickers: false, markets: false }
}
