/** What an exchange is and allows, as data that can be read without running anything. */
import type { EventKind } from "./LedgerEvent.ts"

export interface LocalText {
  readonly en: string
  readonly es: string
  readonly pt: string
}

export interface Endpoint {
  readonly method: "GET" | "POST"
  /** Key of {@link Manifest.hosts}. */
  readonly host: string
  /** Absolute path as sent, without query. `{name}` is one segment that each call fills in (`/wallets/{wallet}/rows`, `Call.path`). */
  readonly path: string
  readonly signed: boolean
  /** Key of {@link Manifest.rates}. */
  readonly rate: string
  readonly cost: number
  /** Why a read must be a POST; required for POST. */
  readonly postReason?: string
}

export interface RateRule {
  readonly scope: "ip" | "account" | "key"
  /** What the exchange permits per window. */
  readonly limit: number
  readonly windowMs: number
  /** What we use of it per window. */
  readonly budget: number
  /** Pause after a refusal. */
  readonly lockoutMs: number
  /** Pause after a second refusal within `repeatWithinMs`. */
  readonly repeatedLockoutMs: number
  readonly repeatWithinMs: number
}

export interface CredentialField {
  readonly name: string
  readonly kind: "key" | "secret" | "passphrase"
  readonly label: LocalText
  readonly help: LocalText
  /** Source of a regular expression that the trimmed value must match entirely. */
  readonly pattern: string
  /** Where the plain value may appear in a request (`header:authorization`); empty = only as a signing key. */
  readonly appearsIn: ReadonlyArray<`header:${string}` | `query:${string}` | "body">
}

export interface CredentialSpec {
  readonly fields: ReadonlyArray<CredentialField>
  readonly createKeyUrl: string
  readonly steps: ReadonlyArray<LocalText>
  /** Permission names exactly as the exchange prints them. */
  readonly tick: ReadonlyArray<string>
  readonly neverTick: ReadonlyArray<string>
  /** The exchange tells what a key may do. Otherwise trading and withdrawing stay unknown and need the owner's consent. */
  readonly listsRights?: boolean
  readonly ipAllowList: { readonly supported: boolean; readonly maxAddresses: number | null; readonly advice: LocalText }
  readonly rotateAfterDays: number
}

export interface StreamSpec {
  readonly id: string
  readonly title: LocalText
  readonly endpoint: string
  /** Of the rows of one list, or within one window. What is unordered has windows. */
  readonly order: "newest-first" | "oldest-first" | "unordered"
  readonly pageSize: number
  /** `cursor-id`: the next page is named by an id, or by a token of the exchange's. For people, and for the kit, which tries a place unknown to it. */
  readonly paging: "cursor-id" | "offset" | "time-window" | "page-number" | "none"
  /**
   * The endpoint is asked for one stretch of time after another, each at most `largestMs` long, back to `from` (epoch
   * milliseconds), before which the exchange has no row. `null`: it is one list that is walked by its cursor.
   */
  readonly window: null | { readonly largestMs: number; readonly from: number }
  readonly granularityMs: number
  /** How far back the exchange shows rows, from now. Of what is read in windows, no host asks for anything older. */
  readonly historyDepth: "full" | { readonly days: number }
  /** The endpoint shows one list for each of these (see `Stream.dimensions`). `null`: one list for the whole account. */
  readonly fanOut: null | {
    readonly by: "market" | "asset" | "wallet"
    readonly from: "listed" | "listed+delisted" | "seen-in-other-streams"
  }
  readonly stableIds: boolean
  /** How far behind the newest known row each run reads again. */
  readonly settleDelayMs: number
  /** `false`: the parser exists (archives, `caudal parse`), but the host does not sync it. */
  readonly synced: boolean
  /** Permission name as the exchange prints it, if known. */
  readonly permission: string | null
}

/** Epoch milliseconds from which on a list's rows can be asked for: where its first window begins. */
export const shownFrom = ({ window, historyDepth }: Pick<StreamSpec, "window" | "historyDepth">, now: number): number =>
  Math.max(window?.from ?? 0, historyDepth === "full" ? 0 : now - historyDepth.days * 86_400_000)

/** The history of prices that an exchange shows. */
export interface CandleSpec {
  readonly endpoint: string
  /** Lengths of a candle that Caudal asks for, shortest first. They begin at whole multiples since 1970, but for days: */
  readonly spansMs: ReadonlyArray<number>
  /** How long after midnight UTC a candle of one day begins: Bitso's at 06:00, in milliseconds. */
  readonly dayStartMs: number
  /** Candles that one reply holds at most. */
  readonly most: number
  /** How far back they reach; `full`: to the market's first day. */
  readonly depth: "full" | { readonly candles: number }
}

/** A way to build the books: which streams post, which only prove and enrich. In order of preference. */
export interface Composition {
  readonly id: string
  readonly posts: ReadonlyArray<string>
  readonly witnesses: ReadonlyArray<string>
}

export interface Manifest {
  readonly id: string
  readonly name: string
  readonly homepage: string
  readonly docs: string
  readonly regions: ReadonlyArray<string>
  readonly status: "live" | "beta" | "archive-only" | "gone"
  readonly adapterVersion: string
  /** The version of the contract it is written for: `contractVersion` of this package. A host may no longer run it. */
  readonly contractVersion: number
  /** Origins (`https://bitso.com`) that calls may go to, by key. */
  readonly hosts: Readonly<Record<string, string>>
  readonly endpoints: Readonly<Record<string, Endpoint>>
  readonly rates: Readonly<Record<string, RateRule>>
  readonly nonce:
    | { readonly kind: "none" }
    /** Epoch milliseconds of the clock, as text. */
    | { readonly kind: "timestamp" }
    /** A strictly increasing integer printed with `digits` digits: epoch milliseconds × 10^(digits − 13) + counter. */
    | { readonly kind: "increasing-per-key"; readonly digits: number }
  /** `toleranceMs`: how far a request's time may be off, ahead or behind, whichever is less. */
  readonly clock: { readonly source: "http-date"; readonly toleranceMs: number }
  readonly credentials: CredentialSpec
  readonly streams: ReadonlyArray<StreamSpec>
  readonly books: ReadonlyArray<Composition>
  readonly wallets: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<EventKind>
  /** How often a connection is synced when nobody asks. */
  readonly syncIntervalMs: number
  readonly market: { readonly tickers: boolean; readonly markets: boolean; readonly candles?: CandleSpec }
  /** A library that reads its replies, locked up in a room of its own. Only bridges of Caudal's own have one. */
  readonly library?: string
}

export const endpointOf = (manifest: Manifest, key: string): Endpoint | undefined =>
  Object.hasOwn(manifest.endpoints, key) ? manifest.endpoints[key] : undefined

/** No account can be connected: only prices come from it. */
export const isMarketDataOnly = (manifest: Manifest): boolean => manifest.books.length === 0
