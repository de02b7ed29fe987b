/** A venue as a manifest: hosts and endpoints of its public lists, no account, nothing signed. */
import { contractVersion, type Call, type Endpoint, type Manifest } from "@caudal/exchange"
import type { Venue } from "./venue.ts"

const minute = 60_000

export interface Described {
  readonly manifest: Manifest
  readonly markets: ReadonlyArray<Call>
  readonly tickers: Call
}

export const describe = (venue: Venue): Described => {
  const hosts: Record<string, string> = {}
  const endpoints: Record<string, Endpoint> = {}
  const declare = (name: string, address: string): Call => {
    const url = new URL(address)
    const host = url.hostname
    hosts[host] = url.origin
    endpoints[name] = { method: "GET", host, path: url.pathname, signed: false, rate: "public", cost: 1 }
    return { endpoint: name, query: [...url.searchParams] }
  }
  const markets = venue.markets.map((url, index) => declare(index === 0 ? "markets" : `markets${index + 1}`, url))
  const tickers = declare("tickers", venue.tickers)
  const { candles } = venue
  if (candles !== null) {
    const host = new URL(candles.origin).hostname
    hosts[host] = candles.origin
    endpoints["candles"] = { method: "GET", host, path: candles.path, signed: false, rate: "public", cost: 1 }
  }
  // Half of what ccxt allows itself: others at this address may use it as well.
  const limit = Math.max(2, Math.floor(minute / venue.pauseMs))
  return {
    markets,
    tickers,
    manifest: {
      id: `ccxt-${venue.id}`,
      name: `${venue.name} (prices)`,
      homepage: venue.homepage,
      docs: venue.docs,
      regions: venue.regions,
      status: "beta",
      adapterVersion: "0.1.0",
      contractVersion,
      hosts,
      endpoints,
      rates: {
        public: {
          scope: "ip",
          limit,
          windowMs: minute,
          budget: Math.max(1, Math.floor(limit / 2)),
          lockoutMs: 2 * minute,
          repeatedLockoutMs: 30 * minute,
          repeatWithinMs: 10 * minute
        }
      },
      nonce: { kind: "none" },
      clock: { source: "http-date", toleranceMs: minute },
      credentials: {
        fields: [],
        createKeyUrl: venue.homepage,
        steps: [],
        tick: [],
        neverTick: [],
        ipAllowList: { supported: false, maxAddresses: null, advice: noKey },
        rotateAfterDays: 0
      },
      streams: [],
      books: [],
      wallets: [],
      kinds: [],
      syncIntervalMs: 15 * minute,
      market: {
        tickers: true,
        markets: true,
        // How far back they reach ccxt does not tell: no further than one reply is asked for.
        ...(candles === null
          ? {}
          : {
              candles: {
                endpoint: "candles",
                spansMs: candles.spansMs,
                dayStartMs: 0,
                most: candles.most,
                depth: { candles: candles.most }
              }
            })
      }
    }
  }
}

const noKey = {
  en: "No key: only public prices are read.",
  es: "Sin clave: solo se leen precios públicos.",
  pt: "Sem chave: só preços públicos são lidos."
}
