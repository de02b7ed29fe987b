/** Notices, told anew each time: a correction or a new version of the program takes them away. */
import { Effect, Layer } from "effect"
import type { Assets } from "../assets/Assets.ts"
import { BookStore } from "../storage/BookStore.ts"
import { ConnectionStore } from "../storage/ConnectionStore.ts"
import type { PageStore } from "../storage/PageStore.ts"
import { ConnectionNotFound } from "../sync/Connections.ts"
import { Notices } from "./Notices.ts"
import { noticesOf } from "./noticesOf.ts"

export const layer = Layer.effect(
  Notices,
  Effect.gen(function* () {
    const books = yield* BookStore
    const connections = yield* ConnectionStore
    const asking = yield* Effect.context<Assets | BookStore | PageStore>()
    return Notices.of({
      of: Effect.fnUntraced(function* (owner, connection) {
        const known = yield* connections.get(owner, connection).pipe(Effect.orDie)
        if (known === null) return yield* new ConnectionNotFound()
        const issued = yield* books.certificate(owner, connection).pipe(Effect.orDie)
        return yield* noticesOf(known, issued).pipe(Effect.provide(asking), Effect.orDie)
      })
    })
  })
)
