/** The archive, opened: what the exchange answered, as it is kept. */
import type { FailureCode } from "@caudal/exchange"
import { Context, Effect, Layer, Option, Stream } from "effect"
import { unpack } from "../host/Archive.ts"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { Vault } from "../vault/Vault.ts"
import { ArchiveStore } from "./ArchiveStore.ts"
import { ConnectionStore } from "./ConnectionStore.ts"

export interface ArchivedReply {
  readonly connectionId: ConnectionId
  readonly exchange: string
  /** Name of the endpoint in the exchange's manifest. */
  readonly endpoint: string
  /** JSON of what was asked: of a list its stream request, else path, query and body of the call. */
  readonly request: string
  /** Epoch milliseconds: when it came first, and when the same reply came last. */
  readonly receivedAt: number
  readonly seenAt: number
  /** HTTP status; `null` of a page that was read. */
  readonly status: number | null
  /** Why nothing was taken from it. */
  readonly failure: FailureCode | null
  /** The reply, without personal data, keys and signatures. */
  readonly text: string
}

export class Replies extends Context.Service<
  Replies,
  {
    /** Every reply that is kept, connection by connection in the order in which they came; one at a time in memory. */
    readonly all: (owner: OwnerId) => Stream.Stream<ArchivedReply>
  }
>()("@caudal/engine/storage/Replies") {
  static readonly layer = Layer.effect(
    Replies,
    Effect.gen(function* () {
      const archive = yield* ArchiveStore
      const connections = yield* ConnectionStore
      const vault = yield* Vault
      return Replies.of({
        all: (owner) =>
          Stream.unwrap(
            Effect.gen(function* () {
              const own = yield* connections.list(owner)
              if (own.length === 0) return Stream.empty
              const sealer = yield* vault.sealer(owner)
              return Stream.fromIterable(own).pipe(
                Stream.flatMap(({ id: connectionId, exchange }) =>
                  Stream.paginate(0, (after) =>
                    archive.next(owner, connectionId, after).pipe(
                      Effect.orDie,
                      Effect.map((stored) => {
                        if (stored === null) return [[], Option.none()] as const
                        const { id, body, ...told } = stored
                        const text = unpack(sealer.open(["archive", connectionId, id], body))
                        return [[{ connectionId, exchange, ...told, text }], Option.some(id)] as const
                      })
                    )
                  )
                )
              )
            }).pipe(Effect.orDie)
          )
      })
    })
  )
}
