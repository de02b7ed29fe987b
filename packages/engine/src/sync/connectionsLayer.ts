/** The connections of an owner, over their rows and their actors. */
import { type Adapter, isMarketDataOnly } from "@caudal/exchange"
import { Clock, Effect, Layer, Stream, SubscriptionRef } from "effect"
import { compositionOf } from "../books/composition.ts"
import type { Certificate } from "../books/Books.ts"
import { Exchanges } from "../Exchanges.ts"
import type { Host } from "../host/Host.ts"
import type { ConnectionId, OwnerId, PortfolioId } from "../Ids.ts"
import { PortfolioNotFound } from "../ledger/Ledger.ts"
import { unknownAccount } from "../ledger/unknownAccount.ts"
import type { ArchiveStore } from "../storage/ArchiveStore.ts"
import { BookStore } from "../storage/BookStore.ts"
import { ConnectionStore, type StoredConnection } from "../storage/ConnectionStore.ts"
import { PortfolioStore } from "../storage/PortfolioStore.ts"
import { PageStore, type StoredStream, type StoredTrack } from "../storage/PageStore.ts"
import { Vault } from "../vault/Vault.ts"
import { checkKey } from "./connect.ts"
import {
  AccountMismatch,
  ConnectionNotFound,
  Connections,
  MarketDataOnly,
  NotConnected,
  type StreamState,
  type StreamStatus,
  UnknownExchange
} from "./Connections.ts"
import { certified } from "./certifiedHistory.ts"
import { coverage } from "./coverage.ts"
import { isGone } from "./readStream.ts"
import { keeperOf } from "./keeperOf.ts"
import { readingOf } from "./Reading.ts"
import { connectionOf, isBlank } from "./sameAccount.ts"
import { Supervisor } from "./Supervisor.ts"
import { clipped } from "./visibleHistory.ts"

export const layer = Layer.effect(
  Connections,
  Effect.gen(function* () {
    const exchanges = yield* Exchanges
    const store = yield* ConnectionStore
    const pages = yield* PageStore
    const books = yield* BookStore
    const vault = yield* Vault
    const portfolios = yield* PortfolioStore
    const supervisor = yield* Supervisor
    const asking = yield* Effect.context<ArchiveStore | BookStore | ConnectionStore | Host | PageStore | Vault>()

    const found = Effect.fnUntraced(function* (owner: OwnerId, id: ConnectionId) {
      const connection = yield* store.get(owner, id).pipe(Effect.orDie)
      return connection ?? (yield* new ConnectionNotFound())
    })
    const portfolioOf = Effect.fnUntraced(function* (owner: OwnerId, id: PortfolioId) {
      const portfolio = (yield* portfolios.list(owner).pipe(Effect.orDie)).find((one) => one.id === id)
      return portfolio ?? (yield* new PortfolioNotFound())
    })
    const adapterOf = Effect.fnUntraced(function* (id: string) {
      return exchanges.get(id) ?? (yield* new UnknownExchange({ exchange: id.slice(0, 40) }))
    })

    /** Stores checked credentials and starts the first (or next) sync. */
    const take = Effect.fnUntraced(function* (owner: OwnerId, id: ConnectionId, key: Effect.Success<ReturnType<typeof checkKey>>) {
      yield* supervisor.stop(owner, id)
      const renewed = store.renew(owner, id, {
        rights: key.rights,
        consentedAt: key.consentedAt,
        at: yield* Clock.currentTimeMillis,
        keyFingerprint: key.fingerprint.slice(0, 8),
        accountKey: key.accountKey
      })
      yield* vault.store(owner, id, key.credentials, renewed).pipe(
        Effect.andThen(keeperOf(owner, id).pipe(Effect.provide(asking))),
        Effect.flatMap((keep) => Effect.forEach(key.replies, (reply) => keep(reply), { discard: true })),
        Effect.ensuring(supervisor.wake(owner, id))
      )
    }, Effect.uninterruptible)

    const statusOf = (
      connection: StoredConnection,
      adapter: Adapter,
      stored: ReadonlyArray<StoredStream>,
      lists: ReadonlyArray<StoredTrack>,
      certificate: Certificate | null,
      running: boolean,
      now: number
    ): ReadonlyArray<StreamStatus> => {
      const { posts } = compositionOf(adapter, connection.composition)
      return adapter.manifest.streams
        .filter((spec) => spec.synced)
        .map((spec): StreamStatus => {
          const row = stored.find((one) => one.stream === spec.id)
          const tracks = lists
            .filter((one) => one.stream === spec.id)
            .map((track) => ({
              reading: readingOf(spec, track.walk, now),
              failure: track.failure ?? row?.failure ?? null,
              goneAt: isGone(track) ? track.failedAt : null
            }))
          const single = spec.fanOut === null
          if (single && tracks.length === 0) tracks.push({ reading: readingOf(spec, "", now), failure: row?.failure ?? null, goneAt: null })
          const watermarks = tracks.filter(({ goneAt }) => goneAt === null).map(({ reading }) => reading.watermark)
          if (!single) watermarks.push(row?.listedTo ?? null)
          const read = clipped(coverage(tracks, single ? undefined : (row?.listedTo ?? null), now), connection.rights.history)
          return {
            stream: spec.id,
            // a run that was stopped has left it in the middle
            state: row === undefined || (row.state === "syncing" && !running) ? "waiting" : (row.state as StreamState),
            role: posts.includes(spec.id) ? "posts" : "witness",
            watermark: watermarks.every((one) => one !== null) ? Math.min(...watermarks) : null,
            staleSince: row?.staleSince ?? null,
            rows: row?.rows ?? 0,
            quarantined: row?.quarantined ?? 0,
            coverage: posts.includes(spec.id) ? certified(read, certificate) : read,
            failure: row?.failure ?? null
          }
        })
    }

    return Connections.of({
      list: (owner) => store.list(owner).pipe(Effect.orDie),
      get: found,
      streams: Effect.fnUntraced(function* (owner, id) {
        const connection = yield* found(owner, id)
        const adapter = exchanges.get(connection.exchange)
        if (adapter === undefined) return []
        const stored = yield* pages.streams(owner, id).pipe(Effect.orDie)
        const lists = yield* pages.tracks(owner, id).pipe(Effect.orDie)
        const { running } = yield* SubscriptionRef.get(yield* supervisor.progress(owner, id))
        const certificate = yield* books.certificate(owner, id).pipe(Effect.orDie)
        return statusOf(connection, adapter, stored, lists, certificate, running, yield* Clock.currentTimeMillis)
      }),
      connect: Effect.fnUntraced(function* (owner, input) {
        const adapter = yield* adapterOf(input.exchange)
        if (isMarketDataOnly(adapter.manifest)) return yield* new MarketDataOnly({ exchange: adapter.manifest.name })
        const portfolio = input.portfolio === undefined ? undefined : yield* portfolioOf(owner, input.portfolio)
        const key = yield* checkKey(owner, adapter, input).pipe(Effect.provide(asking), Effect.catchTag("SqlError", Effect.die))
        const known = yield* connectionOf(owner, adapter, key).pipe(Effect.provide(asking), Effect.orDie)
        const at = yield* Clock.currentTimeMillis
        const id =
          known?.id ??
          (yield* store
            .insert(owner, {
              exchange: adapter.manifest.id,
              accountKey: key.accountKey ?? unknownAccount(key.fingerprint),
              label: (input.label ?? "").trim().slice(0, 80) || adapter.manifest.name,
              composition: adapter.manifest.books[0]!.id,
              rights: key.rights,
              consentedAt: key.consentedAt,
              at,
              keyFingerprint: key.fingerprint.slice(0, 8)
            })
            .pipe(Effect.orDie))
        if (portfolio?.isDefault === false) yield* portfolios.add(owner, portfolio.id, [id]).pipe(Effect.orDie)
        yield* take(owner, id, key).pipe(Effect.orDie)
        return yield* found(owner, id).pipe(Effect.orDie)
      }),
      replaceCredentials: Effect.fnUntraced(function* (owner, id, input) {
        const connection = yield* found(owner, id)
        const adapter = yield* adapterOf(connection.exchange)
        const key = yield* checkKey(owner, adapter, input).pipe(Effect.provide(asking), Effect.catchTag("SqlError", Effect.die))
        const known = yield* connectionOf(owner, adapter, key).pipe(Effect.provide(asking), Effect.orDie)
        const blank = known === null && (yield* isBlank(owner, connection).pipe(Effect.provide(asking), Effect.orDie))
        if (known?.id !== id && !blank) return yield* new AccountMismatch()
        yield* take(owner, id, key).pipe(Effect.orDie)
        return yield* found(owner, id)
      }),
      syncNow: Effect.fnUntraced(function* (owner, id) {
        const connection = yield* found(owner, id)
        if (connection.status === "disconnected") return yield* new NotConnected()
        const { running } = yield* SubscriptionRef.get(yield* supervisor.progress(owner, id))
        if (!running) {
          const now = yield* Clock.currentTimeMillis
          yield* store.change(owner, id, { status: "active", nextSyncAt: now, failedRuns: 0 }).pipe(Effect.orDie)
          yield* supervisor.wake(owner, id)
        }
        return yield* found(owner, id)
      }),
      pause: Effect.fnUntraced(function* (owner, id) {
        const connection = yield* found(owner, id)
        if (connection.status === "disconnected") return yield* new NotConnected()
        yield* supervisor.stop(owner, id)
        yield* store.change(owner, id, { status: "paused", nextSyncAt: null }).pipe(Effect.orDie)
        return yield* found(owner, id)
      }, Effect.uninterruptible),
      cancel: Effect.fnUntraced(function* (owner, id) {
        const { status, exchange, nextSyncAt } = yield* found(owner, id)
        if (status === "disconnected") return yield* new NotConnected()
        const { running } = yield* SubscriptionRef.get(yield* supervisor.progress(owner, id))
        const now = yield* Clock.currentTimeMillis
        // one that is just about to begin is one that runs
        if (running || (nextSyncAt !== null && nextSyncAt <= now)) {
          yield* supervisor.stop(owner, id)
          const interval = exchanges.get(exchange)?.manifest.syncIntervalMs ?? 0
          // the run may just have ended by itself, and found that its owner has to act
          const stopped = yield* found(owner, id)
          if (stopped.status === "active") yield* store.change(owner, id, { nextSyncAt: now + interval }).pipe(Effect.orDie)
          yield* supervisor.wake(owner, id)
        }
        return yield* found(owner, id)
      }, Effect.uninterruptible),
      disconnect: Effect.fnUntraced(function* (owner, id) {
        yield* found(owner, id)
        yield* supervisor.stop(owner, id)
        // first the credentials: whatever stops us in between, none are left on a connection that calls itself disconnected
        yield* vault.destroy(owner, id).pipe(Effect.orDie)
        yield* store.change(owner, id, { status: "disconnected", nextSyncAt: null, failure: null }).pipe(Effect.orDie)
        return yield* found(owner, id)
      }, Effect.uninterruptible),
      progress: Effect.fnUntraced(function* (owner, id) {
        yield* found(owner, id)
        return yield* SubscriptionRef.get(yield* supervisor.progress(owner, id))
      }),
      progressChanges: (owner, id) =>
        Stream.unwrap(
          Effect.gen(function* () {
            yield* found(owner, id)
            return SubscriptionRef.changes(yield* supervisor.progress(owner, id))
          })
        )
    })
  })
)
