/**
 * Fills the price book from the exchanges: for the markets that the ledgers need, the days that were not asked for yet, newest
 * first, and then the hours before instants for which somebody wants prices. Each answer is stored at once with what it covers, so a restart goes on where it stood and asks for nothing twice.
 */
import { Clock, Effect, Layer } from "effect"
import { Exchanges } from "../Exchanges.ts"
import { PriceStore, type Stretch } from "../storage/PriceStore.ts"
import { candlesOf } from "./candlesOf.ts"
import { failureKey, HistoryFailures } from "./HistoryFailures.ts"
import { type HistoryNeed, missingOf } from "./historyNeeds.ts"
import { readNeeds } from "./readNeeds.ts"
import { WantedInstants } from "./WantedInstants.ts"

/** How often it is looked whether something new is needed, besides when somebody wants it: a look costs a few small queries. */
const lookEveryMs = 30_000
const leastPauseMs = 100

/** One answer's worth of one market. `false` where nothing of it could be read now. */
const fillNext = Effect.fnUntraced(function* ({ adapter, key }: HistoryNeed, missing: Stretch) {
  const store = yield* PriceStore
  const { most } = adapter.manifest.market.candles!
  const from = Math.max(missing.from, missing.to - most * key.spanMs)
  const read = yield* candlesOf(adapter, { market: key.market, spanMs: key.spanMs, from, to: missing.to })
  // What lies before the exchange's depth cannot be seen, ever: it counts as asked for.
  if (read.to <= from) return false
  yield* store.add(key, read.candles, { from, to: read.to }, yield* Clock.currentTimeMillis)
  const [first] = read.quarantined
  if (first !== undefined) yield* Effect.logWarning(`${adapter.manifest.id} ${key.market}: a candle could not be read: ${first.reason}`)
  return read.to === missing.to
})

const fill = Effect.fnUntraced(function* (need: HistoryNeed) {
  const store = yield* PriceStore
  const failures = yield* HistoryFailures
  const key = failureKey(need.key)
  const now = yield* Clock.currentTimeMillis
  if ((failures.get(key)?.retryAt ?? 0) > now) return
  while (true) {
    const covered = yield* store.covered(need.key)
    const missing = need.wanted.flatMap((stretch) => missingOf(stretch, covered)).at(-1)
    if (missing === undefined) return void failures.delete(key)
    const went = yield* fillNext(need, missing).pipe(
      Effect.catchTag(["CallFailed", "VaultError"], (error) =>
        Effect.gen(function* () {
          failures.set(key, { message: error.message, retryAt: now + need.adapter.manifest.syncIntervalMs })
          yield* Effect.logDebug(`price history: ${error.message}`)
          return false
        })
      )
    )
    if (!went) return
  }
})

/** One look: exchanges at the same time, the markets of one after another. */
export const fillHistory = Effect.gen(function* () {
  const needs = yield* readNeeds(null)
  const byExchange = [...Map.groupBy(needs, ({ key }) => key.source).values()]
  yield* Effect.forEach(byExchange, (own) => Effect.forEach(own, fill, { discard: true }), { concurrency: "unbounded", discard: true })
})

export const layer = (rateScale: number) =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const { all } = yield* Exchanges
      if (!all.some(({ candles }) => candles !== undefined)) return
      const context = yield* Effect.context<Effect.Services<typeof fillHistory>>()
      const look = fillHistory.pipe(
        Effect.provide(context),
        Effect.catchTag("SqlError", (error) => Effect.logError(`storage: ${error.reason.message}`))
      )
      const wanted = yield* WantedInstants
      const pause = Effect.raceFirst(Effect.sleep(Math.max(leastPauseMs, lookEveryMs / rateScale)), wanted.next)
      yield* Effect.forkScoped(
        Effect.forever(
          Effect.gen(function* () {
            wanted.look()
            yield* look
            yield* pause
          })
        )
      )
    })
  )
