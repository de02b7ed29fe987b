/** The ledger: events as they are known now, in the contract's order. */
import type { EventKind, EventStatus, Posting, Price, Ref, Transfer } from "@caudal/exchange"
import type { Effect, Stream } from "effect"
import { Context, Schema } from "effect"
import type { ConnectionId, EventSeq, OwnerId, PortfolioId } from "../Ids.ts"

/** An event enriched by its witnesses: they may add price, transfer and status, never postings. */
export interface Transaction {
  readonly connectionId: ConnectionId
  readonly seq: EventSeq
  readonly exchange: string
  readonly accountKey: string
  readonly stream: string
  readonly externalId: string
  readonly occurrence: number
  /** 1, or more when the exchange corrected the row. */
  readonly version: number
  readonly kind: EventKind
  readonly operation: string | null
  readonly at: number
  readonly rank: number | null
  readonly status: EventStatus
  readonly groupId: string | null
  readonly refs: ReadonlyArray<Ref>
  readonly postings: ReadonlyArray<Posting>
  readonly price: Price | null
  readonly transfer: Transfer | null
  /** Streams whose rows joined this one. */
  readonly witnesses: ReadonlyArray<{ readonly stream: string; readonly externalId: string }>
}

/** A code as these connections print it, within a time: half-open, epoch milliseconds, `null`: open on that side. */
export interface PrintedSpan {
  readonly code: string
  readonly connections: ReadonlyArray<ConnectionId>
  readonly from: number | null
  readonly to: number | null
}

export interface TransactionFilter {
  /** Any posting of one of these codes. What is printed for an asset `Portfolios.printed` tells. */
  readonly printed?: ReadonlyArray<PrintedSpan> | undefined
  readonly kinds?: ReadonlyArray<EventKind> | undefined
  /** Half-open, epoch milliseconds. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly exchanges?: ReadonlyArray<string> | undefined
  readonly connections?: ReadonlyArray<ConnectionId> | undefined
  /** Case-insensitive part of an id, operation, reference, address or rail. */
  readonly text?: string | undefined
}

export interface ItemPage<A> {
  /** In the order of the list. `cursor` stays valid when rows are added before or after it. */
  readonly items: ReadonlyArray<{ readonly cursor: string; readonly item: A }>
  readonly hasNext: boolean
  readonly hasPrevious: boolean
}

/** `limit` rows after (or before) a cursor. */
export interface PageQuery {
  readonly limit: number
  readonly after?: string | undefined
  readonly before?: string | undefined
  /** Take the last `limit` rows instead of the first (Relay's `last`). */
  readonly fromEnd?: boolean | undefined
}

export class InvalidCursor extends Schema.TaggedError<InvalidCursor>()("InvalidCursor", {}) {
  override get message() {
    return "This cursor is not one that this list gave out."
  }
}
export class PortfolioNotFound extends Schema.TaggedError<PortfolioNotFound>()("PortfolioNotFound", {}) {
  override get message() {
    return "No such portfolio."
  }
}

/**
 * Every row that belongs together (by its connection and group) with one that came, was corrected, or got another witness,
 * as it was at a mark and as it is at the next one. Each list is in the contract's order within a connection.
 */
export interface LedgerChanges {
  readonly mark: string
  readonly before: ReadonlyArray<Transaction>
  readonly after: ReadonlyArray<Transaction>
  /** Of the connections of these rows: when their first row is. */
  readonly firsts: ReadonlyMap<ConnectionId, number | null>
}

/** A witness without partner: never an event, but shown. */
export interface OpenItem {
  readonly connectionId: ConnectionId
  readonly stream: string
  readonly externalId: string
  readonly kind: EventKind
  readonly at: number
  readonly status: EventStatus
  readonly groupId: string | null
  readonly postings: ReadonlyArray<Posting>
}

export interface QuarantinedItem {
  readonly connectionId: ConnectionId
  readonly stream: string
  readonly pointer: string
  readonly reason: string
  readonly receivedAt: number
}

export class Ledger extends Context.Service<
  Ledger,
  {
    /** Newest first unless `order` says otherwise. */
    readonly transactions: (
      owner: OwnerId,
      portfolio: PortfolioId,
      query: PageQuery & { readonly filter: TransactionFilter; readonly order: "newest-first" | "oldest-first" }
    ) => Effect.Effect<ItemPage<Transaction>, InvalidCursor | PortfolioNotFound>
    readonly count: (owner: OwnerId, portfolio: PortfolioId, filter: TransactionFilter) => Effect.Effect<number, PortfolioNotFound>
    readonly transaction: (owner: OwnerId, connection: ConnectionId, seq: EventSeq) => Effect.Effect<Transaction | null>
    /** Every event of every connection in the contract's order, read in batches. */
    readonly all: (owner: OwnerId, portfolio: PortfolioId) => Stream.Stream<Transaction, PortfolioNotFound>
    /** Of `all`, the events of some instants and all that belong together with one of them (by its connection and group). */
    readonly together: (
      owner: OwnerId,
      portfolio: PortfolioId,
      instants: ReadonlyArray<number>
    ) => Effect.Effect<ReadonlyArray<Transaction>, PortfolioNotFound>
    /** Another text after every change of what `all` gives: events that came or were corrected, or another role of a stream. */
    readonly mark: (owner: OwnerId, portfolio: PortfolioId) => Effect.Effect<string, PortfolioNotFound>
    /** What of `all` has changed since a mark; `null`: so much that it is better read anew, or the books are built otherwise. */
    readonly changes: (owner: OwnerId, portfolio: PortfolioId, since: string) => Effect.Effect<LedgerChanges | null, PortfolioNotFound>
    /** Newest first. */
    readonly openItems: (owner: OwnerId, connection: ConnectionId, query: PageQuery) => Effect.Effect<ItemPage<OpenItem>, InvalidCursor>
    /** Last received first. */
    readonly quarantined: (
      owner: OwnerId,
      connection: ConnectionId,
      query: PageQuery
    ) => Effect.Effect<ItemPage<QuarantinedItem>, InvalidCursor>
  }
>()("@caudal/engine/ledger/Ledger") {}
