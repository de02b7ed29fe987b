/**
 * What the exchange answered, sealed. A reply that something stored rests on is kept for good, once; of all others the
 * last few of their kind (decision 013).
 */
import type { FailureCode } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"

export interface ReplyToStore {
  readonly owner: OwnerId
  readonly connection: ConnectionId
  readonly endpoint: string
  /** JSON of what was asked, so that the same parser can read the reply again. */
  readonly request: string
  readonly receivedAt: number
  /** HTTP status; `null` of a page that was read. */
  readonly status: number | null
  readonly hash: string
  readonly seal: (archiveId: number) => Uint8Array
  /** Why nothing was taken from it; `null`: it was read. */
  readonly failure: FailureCode | null
  /** Rows or a balance report rest on it. */
  readonly lasting: boolean
  /** It holds nothing: whatever was asked, the same reply is kept once. */
  readonly empty: boolean
}

export interface StoredReply {
  readonly id: number
  readonly endpoint: string
  readonly request: string
  readonly receivedAt: number
  readonly seenAt: number
  /** HTTP status; `null` of a page that was read. */
  readonly status: number | null
  readonly failure: FailureCode | null
  readonly body: Uint8Array
}

/** So many replies of one endpoint that came to the same end, and that nothing rests on. */
export const mostPassing = 5

interface Row {
  id: number
  endpoint: string
  request: string
  received_at: number
  seen_at: number | null
  status: number | null
  failure: string
  body: Uint8Array
}

export class ArchiveStore extends Context.Service<
  ArchiveStore,
  {
    /** Gives the id under which the reply is kept. */
    readonly put: (reply: ReplyToStore) => Effect.Effect<number, SqlError.SqlError>
    /** One reply after another, as they came: the first with an id above `after`. */
    readonly next: (owner: OwnerId, connection: ConnectionId, after: number) => Effect.Effect<StoredReply | null, SqlError.SqlError>
  }
>()("@caudal/engine/storage/ArchiveStore") {
  static readonly layer = Layer.effect(
    ArchiveStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient

      /** A reply that was received before, byte for byte, is kept once, with when it was last seen: an account at rest does not fill the disk. */
      const repeated = Effect.fnUntraced(function* (reply: ReplyToStore) {
        const passing = reply.lasting ? 0 : 1
        const sameAsking = reply.empty ? sql`1 = 1` : sql`(request = ${reply.request} OR (passing = 1 AND ${passing} = 1))`
        const [known] = yield* sql<{ id: number }>`SELECT archive_id AS id FROM archive
          WHERE owner_id = ${reply.owner} AND connection_id = ${reply.connection} AND hash = ${reply.hash} AND endpoint = ${reply.endpoint}
            AND ${sameAsking} ORDER BY passing LIMIT 1`
        if (known === undefined) return null
        yield* sql`UPDATE archive SET seen_at = ${reply.receivedAt}, request = ${reply.request}, status = ${reply.status},
            failure = CASE WHEN passing = 1 AND ${passing} = 1 THEN ${reply.failure ?? ""} ELSE '' END, passing = min(passing, ${passing})
          WHERE owner_id = ${reply.owner} AND connection_id = ${reply.connection} AND archive_id = ${known.id}`
        return known.id
      })

      const fresh = Effect.fnUntraced(function* (reply: ReplyToStore) {
        const { owner, connection, endpoint, receivedAt } = reply
        const [row] = yield* sql<{ id: number }>`
          SELECT coalesce(max(archive_id), 0) + 1 AS id FROM archive WHERE owner_id = ${owner} AND connection_id = ${connection}`
        const id = row!.id
        yield* sql`INSERT INTO archive (owner_id, connection_id, archive_id, endpoint, request, received_at, seen_at, hash, body, status, failure, passing)
          VALUES (${owner}, ${connection}, ${id}, ${endpoint}, ${reply.request}, ${receivedAt}, ${receivedAt}, ${reply.hash}, ${reply.seal(id)},
            ${reply.status}, ${reply.failure ?? ""}, ${reply.lasting ? 0 : 1})`
        return id
      })

      const trim = ({ owner, connection, endpoint, failure }: ReplyToStore) =>
        sql`DELETE FROM archive WHERE owner_id = ${owner} AND connection_id = ${connection} AND archive_id IN (
          SELECT archive_id FROM archive WHERE owner_id = ${owner} AND connection_id = ${connection} AND endpoint = ${endpoint}
            AND failure = ${failure ?? ""} AND passing = 1 ORDER BY seen_at DESC, archive_id DESC LIMIT -1 OFFSET ${mostPassing})`

      return ArchiveStore.of({
        put: (reply) =>
          Effect.gen(function* () {
            const id = (yield* repeated(reply)) ?? (yield* fresh(reply))
            if (!reply.lasting) yield* trim(reply)
            return id
          }).pipe(sql.withTransaction),
        next: (owner, connection, after) =>
          Effect.map(
            sql<Row>`SELECT archive_id AS id, endpoint, request, received_at, seen_at, status, failure, body FROM archive
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND archive_id > ${after} ORDER BY archive_id LIMIT 1`,
            ([row]) =>
              row === undefined
                ? null
                : {
                    id: row.id,
                    endpoint: row.endpoint,
                    request: row.request,
                    receivedAt: row.received_at,
                    seenAt: row.seen_at ?? row.received_at,
                    status: row.status,
                    failure: row.failure === "" ? null : (row.failure as FailureCode),
                    body: row.body
                  }
          )
      })
    })
  )
}
