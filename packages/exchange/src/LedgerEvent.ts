/** The one vocabulary into which every exchange's rows are translated. */
import type { Decimal } from "./Decimal.ts"
import type { EpochMillis } from "./Instant.ts"

export const eventKinds = [
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
  "fee",
  "card",
  "referral",
  "correction",
  "funding-payment",
  "liquidation",
  "unrecognised"
] as const
/** `unrecognised`: an operation we do not know; it still moves the balance and is counted and shown. */
export type EventKind = (typeof eventKinds)[number]

export const eventStatuses = ["settled", "pending", "failed"] as const
export type EventStatus = (typeof eventStatuses)[number]

export type PostingRole = "principal" | "fee" | "rebate"

/** A signed change of one asset in one wallet. The postings of an asset sum to the change of its balance. */
export interface Posting {
  readonly wallet: string
  /** The code exactly as the exchange prints it; not yet an asset. */
  readonly asset: string
  readonly amount: Decimal
  readonly role: PostingRole
}

/** Names another record of the exchange: a trade, an order, a funding, a withdrawal, a quote. */
export interface Ref {
  readonly type: string
  readonly id: string
}

export interface Transfer {
  readonly network: string | null
  readonly txid: string | null
  readonly address: string | null
  readonly tag: string | null
  /** SPEI, PIX, CVU, Bitso Transfer …, as the exchange names it. */
  readonly rail: string | null
  readonly reference: string | null
}

/** `amount` of `quote` for one `base`. */
export interface Price {
  readonly base: string
  readonly quote: string
  readonly amount: Decimal
}

export interface EventSource {
  readonly stream: string
  /** The exchange's own id, or a content hash when `identity` is `content`. */
  readonly externalId: string
  /** `content`: the exchange gave no stable id; the host numbers identical rows (see `occurrence`). */
  readonly identity: "exchange" | "content"
}

/**
 * A fact from outside. One row of an exchange is one event: a fee row is its own event (kind `fee`) whose `groupId`
 * names the trade or withdrawal it belongs to. Adapters never join rows; the books do, by `refs` and `groupId`.
 */
export interface LedgerEvent {
  readonly source: EventSource
  readonly refs: ReadonlyArray<Ref>
  /** `trade:<id>`, `withdrawal:<id>`, `funding:<id>` …: rows that are one economic act share it. */
  readonly groupId: string | null
  readonly kind: EventKind
  readonly at: EpochMillis
  /** The exchange's own order among rows of one instant, where it has a stable one. */
  readonly rank: number | null
  readonly status: EventStatus
  readonly postings: ReadonlyArray<Posting>
  readonly transfer: Transfer | null
  readonly price: Price | null
  /** The exchange's own word for the operation; kept where `kind` is `unrecognised` or coarser than it. */
  readonly operation: string | null
  /** JSON pointer of the row inside its reply. */
  readonly pointer: string
}

/** A row that could not be read: kept raw in the archive, shown with its reason, read again after a fix. */
export interface QuarantinedRow {
  readonly pointer: string
  readonly reason: string
}
