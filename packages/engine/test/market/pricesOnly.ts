/** The toy exchange as one that only gives prices: no account, and a ticker that cannot be read without the list of pairs. */
import { type Adapter, defineAdapter, type Ticker } from "@caudal/exchange"
import { toyAdapter } from "../../src/testing/index.ts"

const { manifest } = toyAdapter
const open = (path: string) => ({ method: "GET" as const, host: "main", path, signed: false, rate: "private", cost: 1 })

export const intervalMs = 15 * 60_000

export const pricesOnly: Adapter = defineAdapter({
  ...toyAdapter,
  manifest: {
    ...manifest,
    id: "prices",
    name: "Prices",
    endpoints: { pairs: open("/pairs"), prices: open("/prices") },
    credentials: { ...manifest.credentials, fields: [] },
    streams: [],
    books: [],
    wallets: [],
    kinds: [],
    syncIntervalMs: intervalMs
  },
  streams: {},
  documents: {
    ticker: {
      call: { endpoint: "prices" },
      also: [{ endpoint: "pairs" }],
      parse: (reply, also = []) => {
        const pairs = also[0]?.json as unknown as Readonly<Record<string, readonly [string, string]>>
        const prices = reply.json as unknown as Readonly<Record<string, Ticker["last"]>>
        const items = Object.entries(prices).flatMap(([market, last]): ReadonlyArray<Ticker> => {
          const [base, quote] = pairs[market] ?? []
          return base === undefined || quote === undefined ? [] : [{ market, base, quote, bid: null, ask: null, last, at: null }]
        })
        return { items, quarantined: items.length === 0 ? [{ pointer: "", reason: "no pair is known" }] : [] }
      }
    }
  }
})
