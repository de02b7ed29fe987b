/** Archives what the exchange answers a connection. Pages go with their rows instead: see PageStore. */
import { Effect } from "effect"
import { pack } from "../host/Archive.ts"
import type { Keep } from "../host/Host.ts"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { ArchiveStore } from "../storage/ArchiveStore.ts"
import { Vault } from "../vault/Vault.ts"

/** An error page or a catalogue can be very long; what is wrong with it stands at its beginning. */
const mostCharacters = 1 << 20

export const keeperOf = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId) {
  const archive = yield* ArchiveStore
  const sealer = yield* (yield* Vault).sealer(owner)
  const keep: Keep = (reply, lasting = false) =>
    Effect.suspend(() => {
      const { hash, packed } = pack(lasting ? reply.text : reply.text.slice(0, mostCharacters))
      return Effect.asVoid(
        archive.put({
          owner,
          connection,
          endpoint: reply.endpoint,
          request: reply.request,
          receivedAt: reply.receivedAt,
          status: reply.status,
          hash,
          seal: (id) => sealer.seal(["archive", connection, id], packed),
          failure: reply.failure?.code ?? null,
          lasting,
          empty: false
        })
      )
    })
  return keep
})
