/**
 * Writes events: new ones, and new versions of those the exchange corrected. Meant to run inside a page's transaction.
 */
import type { LedgerEvent, Posting } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import { Array as Arr, Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { indexHash, shortDigest } from "../vault/digest.ts"

export interface NewEvent {
  readonly event: LedgerEvent
  readonly occurrence: number
}

export interface Written {
  readonly added: number
  readonly corrected: number
  readonly unrecognised: number
  /** Postings to add to the sums (those of a replaced version come negated). */
  readonly sumChanges: ReadonlyArray<Posting>
}

/** SQLite binds at most 32,766 values in one statement. */
const rowsPerInsert = 500

interface Current {
  readonly seq: number
  readonly external_id: string
  readonly occurrence: number
  readonly version: number
  readonly content_hash: string
  readonly postings: string
  readonly status: string
  readonly kind: string
}

/** Everything of an event that an exchange could correct. The order of keys is fixed here. */
const content = (event: LedgerEvent): string =>
  JSON.stringify([
    event.kind,
    event.operation,
    event.at,
    event.rank,
    event.status,
    event.groupId,
    event.refs,
    event.postings,
    event.price,
    event.transfer
  ])

const idHash = (stream: string, externalId: string, occurrence: number): number => indexHash(`${stream}\0${externalId}\0${occurrence}`)

const negated = (postings: ReadonlyArray<Posting>): ReadonlyArray<Posting> =>
  postings.map((posting) => ({ ...posting, amount: Decimal.negate(posting.amount) }))

export class EventWriter extends Context.Service<
  EventWriter,
  {
    readonly write: (
      owner: OwnerId,
      connection: ConnectionId,
      page: { readonly stream: string; readonly posts: boolean; readonly archiveId: number; readonly events: ReadonlyArray<NewEvent> }
    ) => Effect.Effect<Written, SqlError.SqlError>
  }
>()("@caudal/engine/storage/EventWriter") {
  static readonly layer = Layer.effect(
    EventWriter,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient

      const currentOf = (owner: OwnerId, connection: ConnectionId, stream: string, hashes: ReadonlyArray<number>) =>
        hashes.length === 0
          ? Effect.succeed([])
          : sql<Current>`SELECT seq, external_id, occurrence, version, content_hash, postings, status, kind FROM event
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND id_hash IN ${sql.in(hashes)} AND is_current = 1 AND stream = ${stream}`

      const insert = Effect.fnUntraced(function* (table: string, rows: ReadonlyArray<Record<string, unknown>>) {
        for (const some of Arr.chunksOf(rows, rowsPerInsert)) yield* sql`INSERT INTO ${sql(table)} ${sql.insert(some)}`
      })

      /** A posting and a witness of one group join, whichever came first. */
      const join = (owner: OwnerId, connection: ConnectionId, groups: ReadonlyArray<string>) =>
        groups.length === 0
          ? Effect.void
          : sql`UPDATE event SET joined = 1
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1 AND joined = 0 AND group_id IN ${sql.in(groups)}
                AND EXISTS (SELECT 1 FROM event AS other
                  WHERE other.owner_id = event.owner_id AND other.connection_id = event.connection_id AND other.group_id = event.group_id
                    AND other.is_current = 1 AND other.posts <> event.posts)`

      return EventWriter.of({
        write: Effect.fnUntraced(function* (owner, connection, { stream, posts, archiveId, events }) {
          const known = new Map<string, Current>()
          const hashes = events.map(({ event, occurrence }) => idHash(stream, event.source.externalId, occurrence))
          for (const row of yield* currentOf(owner, connection, stream, [...new Set(hashes)]))
            known.set(`${row.occurrence}:${row.external_id}`, row)
          const [last] = yield* sql<{
            seq: number | null
          }>`SELECT max(seq) AS seq FROM event WHERE owner_id = ${owner} AND connection_id = ${connection}`
          let seq = last?.seq ?? 0
          let added = 0
          let corrected = 0
          let unrecognised = 0
          const sumChanges: Array<Posting> = []
          const rows: Array<Record<string, unknown>> = []
          const assets: Array<Record<string, unknown>> = []
          const groups = new Set<string>()
          for (const [index, { event, occurrence }] of events.entries()) {
            const { externalId } = event.source
            const key = `${occurrence}:${externalId}`
            const hash = shortDigest(content(event))
            const before = known.get(key)
            if (before !== undefined && before.content_hash === hash) continue
            seq++
            if (before === undefined) added++
            else {
              corrected++
              if (before.status === "settled") sumChanges.push(...negated(JSON.parse(before.postings) as ReadonlyArray<Posting>))
              if (before.kind === "unrecognised") unrecognised--
            }
            const version = (before?.version ?? 0) + 1
            const postings = JSON.stringify(event.postings)
            // the same row twice on one page is one row: the first becomes what the second is compared with
            known.set(key, {
              seq,
              external_id: externalId,
              occurrence,
              version,
              content_hash: hash,
              postings,
              status: event.status,
              kind: event.kind
            })
            if (event.status === "settled") sumChanges.push(...event.postings)
            if (event.kind === "unrecognised") unrecognised++
            if (event.groupId !== null) groups.add(event.groupId)
            for (const asset of new Set(event.postings.map((posting) => posting.asset)))
              assets.push({ owner_id: owner, asset, connection_id: connection, seq })
            const row = {
              owner_id: owner,
              connection_id: connection,
              seq,
              id_hash: hashes[index],
              stream,
              external_id: externalId,
              occurrence,
              version,
              is_current: 1,
              posts: posts ? 1 : 0,
              joined: 0,
              kind: event.kind,
              operation: event.operation,
              at: event.at,
              rank: event.rank ?? -1,
              status: event.status,
              group_id: event.groupId,
              refs: JSON.stringify(event.refs),
              postings,
              price: event.price === null ? null : JSON.stringify(event.price),
              transfer: event.transfer === null ? null : JSON.stringify(event.transfer),
              content_hash: hash,
              archive_id: archiveId,
              pointer: event.pointer
            }
            if (before === undefined) rows.push(row)
            else {
              // a correction of a row that this very page brought must find it stored
              yield* insert("event", rows.splice(0))
              yield* sql`UPDATE event SET is_current = 0 WHERE owner_id = ${owner} AND connection_id = ${connection} AND seq = ${before.seq}`
              rows.push(row)
            }
          }
          yield* insert("event", rows)
          yield* insert("event_asset", assets)
          yield* join(owner, connection, [...groups])
          return { added, corrected, unrecognised, sumChanges }
        })
      })
    })
  )
}
