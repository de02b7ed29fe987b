/** One actor per connection: waits for its time, syncs, decides when to come back. Survives failures; resumes after a restart. */
import type { Failure } from "@caudal/exchange"
import { failure } from "@caudal/exchange"
import { Clock, Context, Effect, Exit, FiberMap, Layer, Random, SubscriptionRef } from "effect"
import type { SqlError } from "effect/sql"
import { Exchanges } from "../Exchanges.ts"
import type { Host } from "../host/Host.ts"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import type { ArchiveStore } from "../storage/ArchiveStore.ts"
import type { BookStore } from "../storage/BookStore.ts"
import { type ConnectionChange, ConnectionStore, type StoredConnection } from "../storage/ConnectionStore.ts"
import type { OpeningStore } from "../storage/OpeningStore.ts"
import type { PageStore } from "../storage/PageStore.ts"
import type { Projection } from "../storage/Projection.ts"
import type { QuoteStore } from "../storage/QuoteStore.ts"
import type { Vault } from "../vault/Vault.ts"
import type { SyncProgress } from "./Connections.ts"
import { make as makeProgress, type Progress } from "./Progress.ts"
import { type RunOutcome, runSync } from "./runSync.ts"

/** Spread of the schedule, so that many connections do not all come at once. */
const jitter = 0.1
/** After failures that may pass by themselves: sooner than the schedule, less and less often. */
const firstRetryMs = 30_000

const key = (owner: OwnerId, id: ConnectionId) => `${owner}:${id}`

export class Supervisor extends Context.Service<
  Supervisor,
  {
    /** Wakes the connection's actor, or starts it. A running sync goes on. */
    readonly wake: (owner: OwnerId, id: ConnectionId) => Effect.Effect<void>
    /** Ends the actor; a page in the middle of being stored is stored or not, never half. */
    readonly stop: (owner: OwnerId, id: ConnectionId) => Effect.Effect<void>
    readonly progress: (owner: OwnerId, id: ConnectionId) => Effect.Effect<SubscriptionRef.SubscriptionRef<SyncProgress>>
  }
>()("@caudal/engine/sync/Supervisor") {
  static readonly layer = (rateScale: number) =>
    Layer.effect(
      Supervisor,
      Effect.gen(function* () {
        const exchanges = yield* Exchanges
        const store = yield* ConnectionStore
        const services = yield* Effect.context<
          ArchiveStore | BookStore | ConnectionStore | Host | OpeningStore | PageStore | Projection | QuoteStore | Vault
        >()
        const actors = yield* FiberMap.make<string>()
        const progressOf = new Map<string, Progress>()

        const progress = Effect.fnUntraced(function* (owner: OwnerId, id: ConnectionId) {
          const known = progressOf.get(key(owner, id))
          if (known !== undefined) return known
          const made = yield* makeProgress(id)
          progressOf.set(key(owner, id), made)
          return made
        })

        const syncOnce = Effect.fnUntraced(function* (connection: StoredConnection) {
          const adapter = exchanges.get(connection.exchange)
          if (adapter === undefined) return
          const reporter = yield* progress(connection.owner, connection.id)
          const rule = Object.values(adapter.manifest.rates)[0]!
          const streams = adapter.manifest.streams.filter((spec) => spec.synced).map((spec) => spec.id)
          yield* reporter.begin(streams, connection.lastRunCalls, rule.windowMs / rule.budget / rateScale)
          const about = { exchange: connection.exchange, connection: connection.id }
          yield* Effect.logDebug("sync begins").pipe(Effect.annotateLogs(about))
          const noted = yield* Effect.gen(function* () {
            const outcome = yield* runSync(connection, adapter, reporter).pipe(
              Effect.provide(services),
              Effect.catchTag("SqlError", (error) => Effect.as(Effect.logError(`storage: ${error.reason.message}`), storageOutcome(error))),
              Effect.catchDefect((defect) => Effect.as(Effect.logError("a sync broke down", defect), brokenDown))
            )
            const calls = (yield* SubscriptionRef.get(reporter.ref)).callsDone
            const now = yield* Clock.currentTimeMillis
            const spread = 1 + jitter * (2 * (yield* Random.next) - 1)
            const change = afterRun(connection, outcome, now, adapter.manifest.syncIntervalMs * spread, calls)
            yield* Effect.logDebug("sync ends").pipe(
              Effect.annotateLogs({
                ...about,
                calls,
                stoppedBy: outcome.account?.code ?? null,
                failures: outcome.failures.map(({ code }) => code).join(" "),
                nextSyncAt: change.nextSyncAt == null ? null : new Date(change.nextSyncAt).toISOString()
              })
            )
            if (outcome.account !== null) yield* Effect.logWarning(`sync of ${connection.exchange} stopped: ${outcome.account.code}`)
            return yield* store.change(connection.owner, connection.id, change).pipe(
              Effect.as(true),
              Effect.catchTag("SqlError", (error) => Effect.as(Effect.logError(`storage: ${error.reason._tag}`), false))
            )
          }).pipe(Effect.onExit((exit) => reporter.end(Exit.isSuccess(exit))))
          // the row still says that it is time: without a pause the actor would go round as fast as it can
          if (!noted) yield* Effect.sleep(firstRetryMs)
        })

        const actor = Effect.fnUntraced(
          function* (owner: OwnerId, id: ConnectionId) {
            while (true) {
              const connection = yield* store.get(owner, id).pipe(
                Effect.orDie,
                Effect.catchDefect((defect) => Effect.as(Effect.logError("a connection cannot be read", defect), "unread" as const))
              )
              if (connection === "unread") {
                yield* Effect.sleep(firstRetryMs)
                continue
              }
              // without its adapter a connection rests; its history stays readable
              if (connection === null || connection.status !== "active" || exchanges.get(connection.exchange) === undefined) return
              const now = yield* Clock.currentTimeMillis
              const wait = (connection.nextSyncAt ?? now) - now
              if (wait > 0) yield* Effect.sleep(wait)
              yield* syncOnce(connection)
            }
          },
          Effect.tapCause((cause) => Effect.logError("a connection's actor died", cause))
        )

        const wake = Effect.fnUntraced(function* (owner: OwnerId, id: ConnectionId) {
          const { running } = yield* SubscriptionRef.get((yield* progress(owner, id)).ref)
          // a sleeping actor is replaced by one that reads its time anew
          yield* FiberMap.run(actors, key(owner, id), actor(owner, id), { onlyIfMissing: running })
        })

        for (const connection of yield* store.scheduled.pipe(Effect.orDie)) yield* wake(connection.owner, connection.id)

        return Supervisor.of({
          wake,
          stop: (owner, id) => FiberMap.remove(actors, key(owner, id)),
          progress: (owner, id) => Effect.map(progress(owner, id), ({ ref }) => ref)
        })
      })
    )
}

const storageOutcome = (error: SqlError.SqlError): RunOutcome => {
  const full = /full/i.test(error.reason.message ?? "")
  const what = full
    ? "The disk is full: free some space. Nothing stored is lost; the sync goes on where it stood."
    : `The database refused a write (${error.reason._tag}). \`caudal doctor\` looks into it.`
  return { failures: [], upToDate: false, account: failure("STORAGE", what) }
}

/** Ours or the adapter's: the account is looked at again later, and is not forgotten. */
const brokenDown: RunOutcome = {
  failures: [],
  upToDate: false,
  account: failure(
    "ADAPTER_BUG",
    "The sync broke down on something that should not happen; the log says on what. Nothing stored is lost.",
    {
      retry: "next-run"
    }
  )
}

/** When to come back, and whether to come back at all. */
const afterRun = (
  connection: StoredConnection,
  { account, failures, upToDate }: RunOutcome,
  now: number,
  intervalMs: number,
  calls: number
): ConnectionChange => {
  const [passing] = failures.filter((one) => one.retry !== "no")
  const retry = Math.round(now + Math.min(intervalMs, firstRetryMs * 2 ** Math.min(connection.failedRuns, 10)))
  if (account !== null) {
    // only the owner can mend it: stop, rather than knock until the exchange locks the account
    const needsOwner = account.retry === "no" && account.who === "user"
    return {
      status: needsOwner ? "attention" : "active",
      failure: account,
      nextSyncAt: needsOwner ? null : retry,
      failedRuns: connection.failedRuns + 1
    }
  }
  const worst: Failure | null = failures[0] ?? null
  return {
    failure: worst,
    nextSyncAt: passing === undefined ? Math.round(now + intervalMs) : retry,
    ...(upToDate ? { lastSyncedAt: now } : {}),
    failedRuns: passing === undefined ? 0 : connection.failedRuns + 1,
    lastRunCalls: calls
  }
}
