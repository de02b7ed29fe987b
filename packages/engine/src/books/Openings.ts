/** What an owner says an account held at an instant, where the exchange's history does not reach back to it. */
import type { DecimalText } from "@caudal/exchange"
import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { ConnectionId, OpeningId, OwnerId } from "../Ids.ts"
import type { ConnectionNotFound } from "../sync/Connections.ts"

/** What units cost in all, fees included. */
export interface Cost {
  readonly amount: DecimalText
  /** Code of the currency, such as `MXN`, whatever the exchange calls it. */
  readonly currency: string
}

/** What is said; each change of it is another version of the same opening. */
export interface Assertion {
  readonly wallet: string
  /** The code as the exchange prints it. */
  readonly asset: string
  /** Epoch milliseconds. Rows of this instant and later come after what was held; earlier ones are part of it. */
  readonly at: number
  /** Below zero: owed. */
  readonly quantity: DecimalText
  readonly cost: Cost | null
  /** When the units were acquired, where that was before `at` (epoch milliseconds). */
  readonly acquiredAt: number | null
  readonly note: string | null
}

/** One per wallet and asset of a connection. */
export interface Opening extends Assertion {
  readonly id: OpeningId
  readonly connectionId: ConnectionId
  /** 1, or more when the owner said something else later, or took it back. */
  readonly version: number
  /** When this version was said. */
  readonly assertedAt: number
  /** Taken back with this version: it counts for nothing. */
  readonly withdrawn: boolean
}

export class OpeningNotFound extends Schema.TaggedError<OpeningNotFound>()("OpeningNotFound", {}) {
  override get message() {
    return "No such opening."
  }
}
export class OpeningInFuture extends Schema.TaggedError<OpeningInFuture>()("OpeningInFuture", {}) {
  override get message() {
    return "The instant at which it was held has not come yet."
  }
}
export class AcquiredAfterOpening extends Schema.TaggedError<AcquiredAfterOpening>()("AcquiredAfterOpening", {}) {
  override get message() {
    return "Units that were held at an instant cannot have been acquired after it."
  }
}
export class WalletNotFound extends Schema.TaggedError<WalletNotFound>()("WalletNotFound", { wallets: Schema.Array(Schema.String) }) {
  override get message() {
    return `This exchange has no such wallet; it has ${this.wallets.join(", ")}.`
  }
}
/** A code that is misspelt would make an asset of its own, and books that differ. */
export class AssetNeverSeen extends Schema.TaggedError<AssetNeverSeen>()("AssetNeverSeen", { seen: Schema.Array(Schema.String) }) {
  override get message() {
    return this.seen.length === 0
      ? "Nothing was read of this account yet, so no asset of it is known."
      : `The exchange has never shown this asset in the account. It has shown ${this.seen.join(", ")}.`
  }
}

export type AssertError = ConnectionNotFound | OpeningInFuture | AcquiredAfterOpening | WalletNotFound | AssetNeverSeen

export class Openings extends Context.Service<
  Openings,
  {
    /** As they stand, those taken back included, by wallet and asset. */
    readonly list: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ReadonlyArray<Opening>>
    readonly get: (owner: OwnerId, id: OpeningId) => Effect.Effect<Opening, OpeningNotFound>
    /** Every version, the newest first. */
    readonly versions: (owner: OwnerId, id: OpeningId) => Effect.Effect<ReadonlyArray<Opening>, OpeningNotFound>
    /**
     * The same wallet and asset again is a new version; the same words again change nothing. The certificate is issued
     * anew at once, or by the sync that is running.
     */
    readonly assert: (owner: OwnerId, connection: ConnectionId, assertion: Assertion) => Effect.Effect<Opening, AssertError>
    /** As a version of its own; asserting again brings it back. */
    readonly withdraw: (owner: OwnerId, id: OpeningId) => Effect.Effect<Opening, OpeningNotFound>
  }
>()("@caudal/engine/books/Openings") {}
