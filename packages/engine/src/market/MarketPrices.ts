/**
 * Keeps the prices of exchanges fresh that nobody connects: the others' are read with every sync. As often as the manifest
 * says, and after a restart no sooner than that.
 */
import type { Adapter } from "@caudal/exchange"
import { isMarketDataOnly } from "@caudal/exchange"
import { Clock, Effect, Layer } from "effect"
import { Exchanges } from "../Exchanges.ts"
import { QuoteStore } from "../storage/QuoteStore.ts"
import { quotesOf } from "./quotes.ts"

const keepFresh = Effect.fnUntraced(function* ({ manifest }: Adapter, read: Effect.Effect<void>) {
  const quotes = yield* QuoteStore
  const known = yield* quotes.all(manifest.id).pipe(Effect.orElseSucceed(() => []))
  const newest = Math.max(0, ...known.map(({ at }) => at))
  const now = yield* Clock.currentTimeMillis
  yield* Effect.sleep(Math.max(0, Math.min(newest, now) + manifest.syncIntervalMs - now))
  while (true) {
    yield* read
    yield* Effect.sleep(manifest.syncIntervalMs)
  }
})

export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { all } = yield* Exchanges
    for (const adapter of all.filter(({ manifest }) => isMarketDataOnly(manifest))) {
      const read = quotesOf(adapter, null).pipe(
        Effect.provide(yield* Effect.context<Effect.Services<ReturnType<typeof quotesOf>>>()),
        Effect.catchTag("SqlError", (error) => Effect.logError(`storage: ${error.reason.message}`))
      )
      yield* Effect.forkScoped(keepFresh(adapter, read))
    }
  })
)
