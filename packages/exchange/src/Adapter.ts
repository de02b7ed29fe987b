/**
 * An adapter describes and parses. It never does I/O, never sees a secret, never keeps state: a plain value of data and
 * pure, synchronous functions, so that the same code serves a live sync, a replay of archived replies and a browser.
 */
import type { Decimal } from "./Decimal.ts"
import type { Failure } from "./Failure.ts"
import type { EpochMillis } from "./Instant.ts"
import type { Json } from "./Json.ts"
import type { LedgerEvent, QuarantinedRow } from "./LedgerEvent.ts"
import type { Manifest } from "./Manifest.ts"
import type { Recipe, Signable } from "./Recipe.ts"

/** A read that the host is asked to make. Query parameters are sent in the order given. */
export interface Call {
  readonly endpoint: string
  /** What stands in the braces of the endpoint's path, by name: one segment of letters, digits, `-` and `_` each. */
  readonly path?: Readonly<Record<string, string>>
  readonly query?: ReadonlyArray<readonly [name: string, value: string]>
  readonly body?: string
}

/** What came back. `json` is absent when the text is not JSON. */
export interface Reply {
  readonly status: number
  readonly contentType: string | null
  readonly text: string
  readonly json?: Json
}

/** Where a walk stands. Written by the adapter, stored by the host, at most 1 kB. */
export type Cursor = string

export interface StreamRequest {
  /** `null`: the first page, of the window where there is one. The first page of an oldest-first list is its very beginning. */
  readonly cursor: Cursor | null
  /**
   * Half-open `[from, to)`, both whole multiples of the stream's grain; `null` where the manifest says no window. An
   * exchange whose ends are inclusive is asked up to `to` less one grain. The newest window ends a little after now.
   */
  readonly window: { readonly from: EpochMillis; readonly to: EpochMillis } | null
  /** {@link Dimension.id}; `null` where the stream is one list. */
  readonly dimension: string | null
}

export interface Page {
  readonly events: ReadonlyArray<LedgerEvent>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
  /** Where the next page starts; `null` when this page gives no place to go on from. */
  readonly next: Cursor | null
  /** The exchange has shown that nothing lies beyond this page: in this list, and in this window where there is one. */
  readonly exhausted: boolean
}

/** One of the lists that a fanned-out stream consists of: a market, an asset, a wallet. */
export interface Dimension {
  /** What `StreamRequest.dimension` will be. */
  readonly id: string
  /** Codes as printed: the list is read from the day the account is seen to have held one of them. `null`: always. */
  readonly assets: ReadonlyArray<string> | null
}

export interface Stream {
  /**
   * Reads which lists there are; required where the manifest says `fanOut` from a catalogue. Its answer may only grow: what
   * the host has once read it goes on reading, listed or not. Absent for `seen-in-other-streams`: the codes seen are the lists.
   */
  readonly dimensions?: Plan<ReadonlyArray<Dimension>>
  readonly request: (request: StreamRequest) => Call
  /** Where the exchange can show a list's oldest row at once: read by `parse`, used only to estimate how long a first sync takes. */
  readonly oldest?: Call
  /** Reads a reply that `classify` found no failure in. Total: a row it cannot read is quarantined. */
  readonly parse: (reply: Reply, request: StreamRequest) => Page
}

/** Characters of a plan's state as JSON. A host refuses more. */
export const mostPlanState = 262_144

/** `next` is called with the outcome of each call; state is plain JSON of at most {@link mostPlanState}: a list gathered over pages fits in. */
export interface Plan<A> {
  readonly start: PlanStep<A>
  readonly next: (state: Json, outcome: PlanOutcome) => PlanStep<A>
}
export type PlanStep<A> = { readonly call: Call; readonly state: Json } | { readonly done: A }
export type PlanOutcome = { readonly reply: Reply; readonly failure: null } | { readonly reply: null; readonly failure: Failure }

export interface Right {
  readonly answer: "yes" | "no" | "unknown"
  readonly evidence: string
}

/** Half-open `[from, to)`; `null` = open on that side. */
export interface HistoryLimit {
  readonly from: EpochMillis | null
  readonly to: EpochMillis | null
}

export interface KeyRights {
  readonly trade: Right
  readonly withdraw: Right
  readonly ipRestricted: Right
  /** Per endpoint key of the reads that were probed. */
  readonly reads: Readonly<Record<string, Right>>
  /** The key is shown only this part of the account's history, and its lists do not say so. Absent: all of it. */
  readonly history?: HistoryLimit
}

export interface WalletBalance {
  readonly wallet: string
  readonly asset: string
  readonly total: Decimal
  readonly available: Decimal
  readonly locked: Decimal
}

export interface BalanceSnapshot {
  readonly balances: ReadonlyArray<WalletBalance>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
  /** Every wallet was read and an asset that is not listed is zero. */
  readonly complete: boolean
}

/** Stable key of the account behind the credentials, `null` when the key may not read it. */
export interface Identity {
  readonly accountKey: string | null
}

export interface Ticker {
  readonly market: string
  readonly base: string
  readonly quote: string
  readonly bid: Decimal | null
  readonly ask: Decimal | null
  readonly last: Decimal | null
  readonly at: EpochMillis | null
}

export interface Market {
  readonly market: string
  readonly base: string
  readonly quote: string
  readonly minAmount: Decimal | null
  readonly maxAmount: Decimal | null
  readonly priceTick: Decimal | null
}

/** What a market traded at within one stretch of time. Prices are in the quote for one base. */
export interface Candle {
  /** Where it begins. */
  readonly at: EpochMillis
  readonly open: Decimal
  readonly high: Decimal
  readonly low: Decimal
  readonly close: Decimal
  /** In the base. Zero: nobody traded, and the prices are carried from an earlier trade. `null`: the exchange does not say. */
  readonly volume: Decimal | null
}

export interface CandleRequest {
  /** As {@link Market} and {@link Ticker} name it. */
  readonly market: string
  /** One of the manifest's `market.candles.spansMs`. */
  readonly spanMs: number
  /** Half-open `[from, to)`: candles that begin in it are wanted, at most the manifest's `market.candles.most`. */
  readonly from: EpochMillis
  readonly to: EpochMillis
}

/**
 * The prices a market had. A reply may hold more than was asked for, in any order, and the candle that is not over yet:
 * the host keeps what it asked for and what is over. It holds each candle once, and may leave out those in which nobody traded.
 */
export interface CandleReader {
  readonly request: (request: CandleRequest) => Call
  /** Reads a reply that `classify` found no failure in. Total: a row it cannot read is quarantined. */
  readonly parse: (
    reply: Reply,
    request: CandleRequest
  ) => { readonly items: ReadonlyArray<Candle>; readonly quarantined: ReadonlyArray<QuarantinedRow> }
}

export interface OpenOrder {
  readonly orderId: string
  readonly market: string
  readonly side: "buy" | "sell"
  readonly price: Decimal | null
  readonly originalAmount: Decimal
  readonly unfilledAmount: Decimal
  readonly status: string
  readonly createdAt: EpochMillis
}

export interface FeeRate {
  readonly market: string
  /** Fractions: 0.0065 is 0.65 %. */
  readonly maker: Decimal
  readonly taker: Decimal
}

/** A reply that is not a list of events, read into items of one shape; `quarantined` as in streams. */
export interface DocumentReader<A> {
  readonly call: Call
  /** Calls whose replies are needed to read this one: asked with it, given to `parse` in this order. */
  readonly also?: ReadonlyArray<Call>
  readonly parse: (
    reply: Reply,
    also?: ReadonlyArray<Reply>
  ) => { readonly items: ReadonlyArray<A>; readonly quarantined: ReadonlyArray<QuarantinedRow> }
}

export interface Documents {
  readonly balance?: DocumentReader<WalletBalance>
  readonly ticker?: DocumentReader<Ticker>
  readonly market?: DocumentReader<Market>
  readonly order?: DocumentReader<OpenOrder>
  readonly fee?: DocumentReader<FeeRate>
}

export interface Adapter {
  readonly manifest: Manifest
  /** How a signed call is signed. Never called for unsigned endpoints. */
  readonly sign: (request: Signable, at: { readonly nonce: string; readonly time: EpochMillis }) => Recipe
  /** `null`: the reply is an answer. Otherwise what failed. Must be total. */
  readonly classify: (reply: Reply, endpoint: string) => Failure | null
  /** Removes personal data that must never be stored or logged from a reply's text, before anything else sees it. */
  readonly redact: (endpoint: string, text: string) => string
  readonly streams: Readonly<Record<string, Stream>>
  readonly documents: Documents
  /** There where the manifest says `market.candles`. */
  readonly candles?: CandleReader
  readonly plans: {
    readonly keyRights: Plan<KeyRights>
    readonly identity: Plan<Identity>
    readonly balances: Plan<BalanceSnapshot>
  }
}

/** Checks an adapter's shape at compile time and gives it back. */
export const defineAdapter = <A extends Adapter>(adapter: A): A => adapter
