/** Certificates as issued. */
import { Effect, Layer } from "effect"
import { BookStore } from "../storage/BookStore.ts"
import { ConnectionStore } from "../storage/ConnectionStore.ts"
import { ConnectionNotFound } from "../sync/Connections.ts"
import { Books } from "./Books.ts"

export const layer = Layer.effect(
  Books,
  Effect.gen(function* () {
    const store = yield* BookStore
    const connections = yield* ConnectionStore
    return Books.of({
      certificate: Effect.fnUntraced(function* (owner, connection) {
        const known = yield* connections.get(owner, connection).pipe(Effect.orDie)
        if (known === null) return yield* new ConnectionNotFound()
        const issued = yield* store.certificate(owner, connection).pipe(Effect.orDie)
        return (
          issued ?? {
            connectionId: connection,
            state: "unproved",
            reason: known.failure === null ? "the first sync has not ended yet" : `not synced: ${known.failure.code}`,
            issuedAt: null,
            balancesAt: null,
            lines: [],
            historyFrom: null,
            unjoined: 0,
            quarantined: 0,
            unrecognised: 0
          }
        )
      })
    })
  })
)
