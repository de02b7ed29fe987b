/**
 * Stores one page of one stream as one transaction: the archived reply with its request, its events, its quarantined
 * rows, the sums they change, and where the walk stands. After a crash either all of it is there or nothing.
 */
import type { Failure, LedgerEvent, Posting } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { ArchiveStore, type ReplyToStore } from "./ArchiveStore.ts"
import { Batch, type Insert } from "./Batch.ts"
import { EventWriter, type NewEvent } from "./EventWriter.ts"

/** A stream over all its lists. */
export interface StoredStream {
  readonly stream: string
  readonly state: string
  readonly failure: Failure | null
  readonly staleSince: number | null
  readonly rows: number
  readonly quarantined: number
  readonly unrecognised: number
  /** Up to when it is known which lists it consists of; `null`: never yet, or it is one list. */
  readonly listedTo: number | null
}

/** One list of a stream. */
export interface StoredTrack {
  readonly stream: string
  /** `""` where the stream is one list. */
  readonly dimension: string
  /** JSON of the walk; empty until the first page. */
  readonly walk: string
  readonly failure: Failure | null
  readonly failedAt: number | null
  readonly rows: number
}

export interface PageToStore extends Omit<ReplyToStore, "status" | "failure" | "lasting" | "empty"> {
  readonly stream: string
  readonly dimension: string
  /** Whether the stream builds the books under the active composition. */
  readonly posts: boolean
  readonly events: ReadonlyArray<{ readonly event: LedgerEvent; readonly occurrence: number }>
  readonly quarantined: ReadonlyArray<{ readonly pointer: string; readonly reason: string; readonly fingerprint: string }>
  readonly walk: string
  /** Of the stream; `null` leaves it as it is. */
  readonly state: string | null
}

export interface PageResult {
  readonly added: number
  readonly corrected: number
}

const intoPostingSum: Insert = {
  table: "posting_sum",
  columns: ["owner_id", "connection_id", "wallet", "asset", "amount"],
  orElse: "ON CONFLICT (owner_id, connection_id, wallet, asset) DO UPDATE SET amount = excluded.amount"
}

const intoSeenAsset: Insert = { table: "seen_asset", columns: ["owner_id", "connection_id", "asset"], orElse: "ON CONFLICT DO NOTHING" }

export class PageStore extends Context.Service<
  PageStore,
  {
    readonly streams: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ReadonlyArray<StoredStream>, SqlError.SqlError>
    readonly commit: (page: PageToStore) => Effect.Effect<PageResult, SqlError.SqlError>
    /** The lists of one stream, or of all. */
    readonly tracks: (
      owner: OwnerId,
      connection: ConnectionId,
      stream?: string
    ) => Effect.Effect<ReadonlyArray<StoredTrack>, SqlError.SqlError>
    /** Codes that the connection's rows moved or its balance reports held. */
    readonly assetsSeen: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ReadonlySet<string>, SqlError.SqlError>
    /** Changes a stream's state without a page. `undefined` leaves a field as it is. */
    readonly mark: (
      owner: OwnerId,
      connection: ConnectionId,
      stream: string,
      change: {
        readonly state: string
        /** Absent: as it was. */
        readonly failure?: Failure | null
        /** Absent: as it was. A stream that is stale already stays so since when it was. */
        readonly staleSince?: number | null
        readonly listedTo?: number
      }
    ) => Effect.Effect<void, SqlError.SqlError>
    /** Changes a list without a page; from then on it is one of the stream's lists. */
    readonly markTrack: (
      owner: OwnerId,
      connection: ConnectionId,
      stream: string,
      dimension: string,
      change: { readonly failure: Failure | null; readonly failedAt: number | null; readonly walk?: string }
    ) => Effect.Effect<void, SqlError.SqlError>
    /** Whether a row with one of these ids at the exchange is stored. */
    readonly hasAny: (
      owner: OwnerId,
      connection: ConnectionId,
      stream: string,
      externalIds: ReadonlyArray<string>
    ) => Effect.Effect<boolean, SqlError.SqlError>
    /** The oldest event of a stream whose status is not final. */
    readonly openSince: (owner: OwnerId, connection: ConnectionId, stream: string) => Effect.Effect<number | null, SqlError.SqlError>
  }
>()("@caudal/engine/storage/PageStore") {
  static readonly layer = Layer.effect(
    PageStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const events = yield* EventWriter
      const batch = yield* Batch
      const archive = yield* ArchiveStore

      const ensureStream = (owner: OwnerId, connection: ConnectionId, stream: string) =>
        sql`INSERT INTO stream (owner_id, connection_id, stream, state) VALUES (${owner}, ${connection}, ${stream}, 'waiting')
          ON CONFLICT (owner_id, connection_id, stream) DO NOTHING`

      const quarantine = Effect.fnUntraced(function* (page: PageToStore, archiveId: number) {
        for (const row of page.quarantined) {
          yield* sql`INSERT INTO quarantine (owner_id, connection_id, stream, fingerprint, archive_id, pointer, reason, received_at)
            VALUES (${page.owner}, ${page.connection}, ${page.stream}, ${row.fingerprint}, ${archiveId}, ${row.pointer}, ${row.reason}, ${page.receivedAt})
            ON CONFLICT (owner_id, connection_id, stream, fingerprint) DO NOTHING`
        }
      })

      const addSums = Effect.fnUntraced(function* (page: PageToStore, changes: ReadonlyArray<Posting>) {
        const sums = new Map<string, { wallet: string; asset: string; amount: Decimal.Decimal }>()
        for (const { wallet, asset, amount } of changes) {
          const key = `${wallet}\0${asset}`
          const before = sums.get(key)
          if (before === undefined) sums.set(key, { wallet, asset, amount })
          else before.amount = Decimal.add(before.amount, amount)
        }
        if (sums.size === 0) return
        const stored = yield* sql<{ wallet: string; asset: string; amount: Decimal.Decimal }>`SELECT wallet, asset, amount FROM posting_sum
          WHERE owner_id = ${page.owner} AND connection_id = ${page.connection}`
        for (const { wallet, asset, amount } of stored) {
          const change = sums.get(`${wallet}\0${asset}`)
          if (change !== undefined) change.amount = Decimal.add(amount, change.amount)
        }
        yield* batch.insert(
          intoPostingSum,
          Array.from(sums.values(), ({ wallet, asset, amount }) => [page.owner, page.connection, wallet, asset, amount])
        )
      })

      const commit = (page: PageToStore) =>
        Effect.gen(function* () {
          yield* ensureStream(page.owner, page.connection, page.stream)
          const archiveId = yield* archive.put({
            ...page,
            status: null,
            failure: null,
            lasting: true,
            // no row refers to it
            empty: page.events.length === 0 && page.quarantined.length === 0
          })
          yield* quarantine(page, archiveId)
          const incoming: ReadonlyArray<NewEvent> = page.events
          const written = yield* events.write(page.owner, page.connection, {
            stream: page.stream,
            posts: page.posts,
            archiveId,
            events: incoming
          })
          if (page.posts) yield* addSums(page, written.sumChanges)
          const codes = new Set(page.events.flatMap(({ event }) => event.postings.map(({ asset }) => asset)))
          yield* batch.insert(
            intoSeenAsset,
            Array.from(codes, (asset) => [page.owner, page.connection, asset])
          )
          yield* sql`INSERT INTO track (owner_id, connection_id, stream, dimension, walk, row_count)
            VALUES (${page.owner}, ${page.connection}, ${page.stream}, ${page.dimension}, ${page.walk}, ${written.added})
            ON CONFLICT (owner_id, connection_id, stream, dimension)
            DO UPDATE SET walk = excluded.walk, row_count = row_count + excluded.row_count`
          yield* sql`UPDATE stream SET state = coalesce(${page.state}, state),
              row_count = row_count + ${written.added}, unrecognised_count = unrecognised_count + ${written.unrecognised},
              quarantined_count = (SELECT count(*) FROM quarantine
                WHERE owner_id = ${page.owner} AND connection_id = ${page.connection} AND stream = ${page.stream})
            WHERE owner_id = ${page.owner} AND connection_id = ${page.connection} AND stream = ${page.stream}`
          return { added: written.added, corrected: written.corrected }
        }).pipe(sql.withTransaction)

      return PageStore.of({
        commit,
        hasAny: (owner, connection, stream, externalIds) =>
          Effect.map(
            sql`SELECT 1 FROM event WHERE owner_id = ${owner} AND connection_id = ${connection} AND stream = ${stream} AND is_current = 1
              AND external_id IN ${sql.in(externalIds)} LIMIT 1`,
            (rows) => rows.length > 0
          ),
        streams: (owner, connection) =>
          Effect.map(
            sql<{
              stream: string
              state: string
              failure: string | null
              stale_since: number | null
              row_count: number
              quarantined_count: number
              unrecognised_count: number
              listed_to: number | null
            }>`
              SELECT stream, state, failure, stale_since, row_count, quarantined_count, unrecognised_count, listed_to FROM stream
              WHERE owner_id = ${owner} AND connection_id = ${connection}`,
            (rows) =>
              rows.map((row) => ({
                stream: row.stream,
                state: row.state,
                failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
                staleSince: row.stale_since,
                rows: row.row_count,
                quarantined: row.quarantined_count,
                unrecognised: row.unrecognised_count,
                listedTo: row.listed_to
              }))
          ),
        tracks: (owner, connection, stream) =>
          Effect.map(
            sql<{
              stream: string
              dimension: string
              walk: string
              failure: string | null
              failed_at: number | null
              row_count: number
            }>`
              SELECT stream, dimension, walk, failure, failed_at, row_count FROM track
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND stream = coalesce(${stream ?? null}, stream)
              ORDER BY stream, dimension`,
            (rows) =>
              rows.map((row) => ({
                stream: row.stream,
                dimension: row.dimension,
                walk: row.walk,
                failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
                failedAt: row.failed_at,
                rows: row.row_count
              }))
          ),
        assetsSeen: (owner, connection) =>
          Effect.map(
            sql<{ asset: string }>`SELECT asset FROM seen_asset WHERE owner_id = ${owner} AND connection_id = ${connection}`,
            (rows) => new Set(rows.map(({ asset }) => asset))
          ),
        mark: (owner, connection, stream, change) =>
          Effect.gen(function* () {
            yield* ensureStream(owner, connection, stream)
            const { failure, staleSince } = change
            const told = failure === undefined ? sql`failure` : sql`${failure === null ? null : JSON.stringify(failure)}`
            const since =
              staleSince === undefined ? sql`stale_since` : staleSince === null ? sql`NULL` : sql`coalesce(stale_since, ${staleSince})`
            yield* sql`UPDATE stream SET state = ${change.state}, failure = ${told}, stale_since = ${since},
                listed_to = coalesce(${change.listedTo ?? null}, listed_to)
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND stream = ${stream}`
          }).pipe(sql.withTransaction),
        markTrack: (owner, connection, stream, dimension, change) => {
          const failure = change.failure === null ? null : JSON.stringify(change.failure)
          return Effect.asVoid(sql`INSERT INTO track (owner_id, connection_id, stream, dimension, walk, failure, failed_at)
            VALUES (${owner}, ${connection}, ${stream}, ${dimension}, ${change.walk ?? ""}, ${failure}, ${change.failedAt})
            ON CONFLICT (owner_id, connection_id, stream, dimension)
            DO UPDATE SET failure = excluded.failure, failed_at = excluded.failed_at, walk = coalesce(${change.walk ?? null}, walk)`)
        },
        openSince: (owner, connection, stream) =>
          Effect.map(
            sql<{ at: number | null }>`SELECT min(at) AS at FROM event
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND stream = ${stream} AND is_current = 1 AND status = 'pending'`,
            ([row]) => row?.at ?? null
          )
      })
    })
  )
}
