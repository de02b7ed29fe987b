/** Connections of an owner: credentials plus the state of their sync. */
import type { Failure, KeyRights } from "@caudal/exchange"
import type { Effect, Stream } from "effect"
import { Context, Schema } from "effect"
import type { ConnectionId, OwnerId, PortfolioId } from "../Ids.ts"
import type { PortfolioNotFound } from "../ledger/Ledger.ts"

/**
 * `active`: synced on schedule. `paused`: by its owner. `attention`: stopped until the owner acts (see `failure`).
 * `disconnected`: credentials destroyed, history kept.
 */
export type ConnectionStatus = "active" | "paused" | "attention" | "disconnected"

/**
 * `waiting`: never run yet, or stopped in the middle. `syncing`: being read. `complete`: read to the account's start and up to date at `watermark`.
 * `failed`: see `failure`; what is stored stays. `suspect`: the exchange showed an empty list where rows were before.
 */
export type StreamState = "waiting" | "syncing" | "complete" | "failed" | "suspect"

export type CoverageState = "known" | "unknown" | "failed" | "lost-at-source" | "covered-by-file"

/** Half-open `[from, to)` in epoch milliseconds; `from` 0 is the account's start. */
export interface CoverageInterval {
  readonly from: number
  readonly to: number
  readonly state: CoverageState
  readonly reason: string | null
}

export interface StreamStatus {
  readonly stream: string
  readonly state: StreamState
  /** Posts to the books, or only proves and enriches them. */
  readonly role: "posts" | "witness"
  /** Everything up to this instant is known; `null` before the first complete walk. */
  readonly watermark: number | null
  /** Since when newer rows may be missing because of a failure; `null` while up to date. */
  readonly staleSince: number | null
  readonly rows: number
  readonly quarantined: number
  readonly coverage: ReadonlyArray<CoverageInterval>
  readonly failure: Failure | null
}

export interface SyncProgress {
  readonly connectionId: ConnectionId
  readonly running: boolean
  readonly phase: "idle" | "history" | "news" | "balances" | "certificate"
  readonly callsDone: number
  /** Calls that this run will take in all, as far as can be told; `null` while unknown. */
  readonly callsEstimated: number | null
  /** When the run should be over (epoch milliseconds). */
  readonly eta: number | null
  /** The exchange or our own budget makes us wait until then. */
  readonly pausedUntil: number | null
  readonly rowsStored: number
  readonly streams: ReadonlyArray<{
    readonly stream: string
    readonly state: StreamState
    readonly callsDone: number
    /** The lists it consists of (one per market, say), and how many of them this run is done with. */
    readonly lists: { readonly done: number; readonly total: number }
  }>
}

export interface ConnectionInfo {
  readonly id: ConnectionId
  readonly exchange: string
  readonly label: string
  /** Stable key of the account at the exchange. */
  readonly accountKey: string
  readonly status: ConnectionStatus
  readonly failure: Failure | null
  readonly rights: KeyRights
  /** When the owner accepted that trade and withdraw rights cannot be verified; `null` when they were verified absent. */
  readonly consentedAt: number | null
  readonly createdAt: number
  readonly credentialsSince: number
  /** HMAC fingerprint of the key, first 8 hex digits: tells keys apart, reveals nothing. */
  readonly keyFingerprint: string
  readonly lastSyncedAt: number | null
  readonly nextSyncAt: number | null
}

export class UnknownExchange extends Schema.TaggedError<UnknownExchange>()("UnknownExchange", { exchange: Schema.String }) {
  override get message() {
    return `No adapter named ${this.exchange} is installed. The \`exchanges\` query lists those that are.`
  }
}
/** Only prices come from this exchange: there is no account to connect. */
export class MarketDataOnly extends Schema.TaggedError<MarketDataOnly>()("MarketDataOnly", { exchange: Schema.String }) {
  override get message() {
    return `Only public prices come from ${this.exchange}; it has no accounts that could be connected.`
  }
}
export class InvalidCredentials extends Schema.TaggedError<InvalidCredentials>()("InvalidCredentials", {
  field: Schema.String,
  problem: Schema.Literals(["missing", "malformed", "not-a-field"])
}) {
  override get message() {
    return `Credential field ${this.field}: ${this.problem}.`
  }
}
/** The exchange answered the first reads with a failure; `failure` names it, who must act, and whether to try again. */
export class ExchangeRefused extends Schema.TaggedError<ExchangeRefused>()("ExchangeRefused", {
  failure: Schema.Unknown as unknown as Schema.Codec<Failure>
}) {
  override get message() {
    return this.failure.message
  }
}
export class KeyTooPowerful extends Schema.TaggedError<KeyTooPowerful>()("KeyTooPowerful", {
  rights: Schema.Array(Schema.String)
}) {
  override get message() {
    return `This key may ${this.rights.join(" and ")}. Caudal only takes keys that can read: create one without those permissions.`
  }
}
export class ConsentRequired extends Schema.TaggedError<ConsentRequired>()("ConsentRequired", {
  unverified: Schema.Array(Schema.String)
}) {
  override get message() {
    return `The exchange does not tell whether this key may ${this.unverified.join(" or ")}. Check it yourself, then connect again with acceptUnverifiedRights: true.`
  }
}
export class AccountMismatch extends Schema.TaggedError<AccountMismatch>()("AccountMismatch", {}) {
  override get message() {
    return "These credentials belong to another account than this connection. Connect them as a new connection."
  }
}
export class ConnectionNotFound extends Schema.TaggedError<ConnectionNotFound>()("ConnectionNotFound", {}) {
  override get message() {
    return "No such connection."
  }
}
export class NotConnected extends Schema.TaggedError<NotConnected>()("NotConnected", {}) {
  override get message() {
    return "This connection was disconnected and has no credentials. Use replaceCredentials to connect it again."
  }
}

export type ConnectError =
  | UnknownExchange
  | MarketDataOnly
  | InvalidCredentials
  | ExchangeRefused
  | KeyTooPowerful
  | ConsentRequired
  | AccountMismatch

export interface ConnectInput {
  readonly exchange: string
  readonly label?: string | undefined
  /** Shows it there, beside where it is shown already. */
  readonly portfolio?: PortfolioId | undefined
  readonly credentials: Readonly<Record<string, string>>
  readonly acceptUnverifiedRights: boolean
}

export class Connections extends Context.Service<
  Connections,
  {
    readonly list: (owner: OwnerId) => Effect.Effect<ReadonlyArray<ConnectionInfo>>
    readonly get: (owner: OwnerId, id: ConnectionId) => Effect.Effect<ConnectionInfo, ConnectionNotFound>
    readonly streams: (owner: OwnerId, id: ConnectionId) => Effect.Effect<ReadonlyArray<StreamStatus>, ConnectionNotFound>
    /** Idempotent: the same account again replaces the credentials of its connection. Starts the first sync. */
    readonly connect: (owner: OwnerId, input: ConnectInput) => Effect.Effect<ConnectionInfo, ConnectError | PortfolioNotFound>
    readonly replaceCredentials: (
      owner: OwnerId,
      id: ConnectionId,
      input: Pick<ConnectInput, "credentials" | "acceptUnverifiedRights">
    ) => Effect.Effect<ConnectionInfo, ConnectError | ConnectionNotFound>
    /** Asks for a sync now; returns at once. Also clears `attention` and `paused`. */
    readonly syncNow: (owner: OwnerId, id: ConnectionId) => Effect.Effect<ConnectionInfo, ConnectionNotFound | NotConnected>
    /** Stops a running sync between two pages and the schedule; `syncNow` resumes where it stood. */
    readonly pause: (owner: OwnerId, id: ConnectionId) => Effect.Effect<ConnectionInfo, ConnectionNotFound | NotConnected>
    /** Stops a running sync between two pages and keeps the schedule: the next sync, or `syncNow`, goes on where it stood. */
    readonly cancel: (owner: OwnerId, id: ConnectionId) => Effect.Effect<ConnectionInfo, ConnectionNotFound | NotConnected>
    /** Stops the sync and destroys the credentials. History stays. */
    readonly disconnect: (owner: OwnerId, id: ConnectionId) => Effect.Effect<ConnectionInfo, ConnectionNotFound>
    readonly progress: (owner: OwnerId, id: ConnectionId) => Effect.Effect<SyncProgress, ConnectionNotFound>
    /** Progress now, then at every change. Never ends by itself. */
    readonly progressChanges: (owner: OwnerId, id: ConnectionId) => Stream.Stream<SyncProgress, ConnectionNotFound>
  }
>()("@caudal/engine/sync/Connections") {}
