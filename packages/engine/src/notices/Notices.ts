/** What an account's owner should know although it stopped nothing and lost nothing. */
import type { Failure } from "@caudal/exchange"
import type { Effect } from "effect"
import { Context } from "effect"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import type { ConnectionNotFound } from "../sync/Connections.ts"

/** Something that stopped nothing and lost nothing, but that the owner should know. */
export interface Notice {
  readonly connectionId: ConnectionId
  /** `UNKNOWN_OPERATION`, `UNKNOWN_ASSET` or `BALANCE_MISMATCH`, with who must act and a message that names what it is about. */
  readonly failure: Failure
  /** Rows of an unknown operation; asset codes otherwise. */
  readonly count: number
  /** The operations or asset codes, as the exchange prints them. */
  readonly names: ReadonlyArray<string>
}

export class Notices extends Context.Service<
  Notices,
  {
    /** What is unknown or does not add up as of now; empty when nothing is. */
    readonly of: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ReadonlyArray<Notice>, ConnectionNotFound>
  }
>()("@caudal/engine/notices/Notices") {}
