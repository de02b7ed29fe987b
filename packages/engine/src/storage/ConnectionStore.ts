/** Rows of connections. */
import type { Failure, KeyRights } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { ConnectionId, type OwnerId, OwnerId as makeOwnerId } from "../Ids.ts"
import type { ConnectionInfo, ConnectionStatus } from "../sync/Connections.ts"

export interface StoredConnection extends ConnectionInfo {
  readonly owner: OwnerId
  readonly composition: string
  /** How many runs in a row ended with a failure that may pass. */
  readonly failedRuns: number
  readonly lastRunCalls: number | null
  /** When the exchange last told the rights of the key. */
  readonly rightsAt: number
}

interface Row {
  owner_id: number
  connection_id: number
  exchange: string
  account_key: string
  label: string
  status: ConnectionStatus
  composition: string
  rights: string
  consented_at: number | null
  created_at: number
  credentials_since: number
  key_fingerprint: string
  failure: string | null
  last_synced_at: number | null
  next_sync_at: number | null
  refusals: number
  last_run_calls: number | null
  rights_at: number | null
}

const fromRow = (row: Row): StoredConnection => ({
  owner: makeOwnerId(row.owner_id),
  id: ConnectionId(row.connection_id),
  exchange: row.exchange,
  label: row.label,
  accountKey: row.account_key,
  status: row.status,
  failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
  rights: JSON.parse(row.rights) as KeyRights,
  consentedAt: row.consented_at,
  createdAt: row.created_at,
  credentialsSince: row.credentials_since,
  keyFingerprint: row.key_fingerprint,
  lastSyncedAt: row.last_synced_at,
  nextSyncAt: row.next_sync_at,
  composition: row.composition,
  failedRuns: row.refusals,
  lastRunCalls: row.last_run_calls,
  rightsAt: row.rights_at ?? row.credentials_since
})

export interface NewConnection {
  readonly exchange: string
  readonly accountKey: string
  readonly label: string
  readonly composition: string
  readonly rights: KeyRights
  readonly consentedAt: number | null
  readonly at: number
  readonly keyFingerprint: string
}

export interface ConnectionChange {
  readonly status?: ConnectionStatus
  readonly failure?: Failure | null
  readonly nextSyncAt?: number | null
  readonly lastSyncedAt?: number
  readonly failedRuns?: number
  readonly lastRunCalls?: number
  readonly rights?: KeyRights
  readonly rightsAt?: number
}

export class ConnectionStore extends Context.Service<
  ConnectionStore,
  {
    readonly list: (owner: OwnerId) => Effect.Effect<ReadonlyArray<StoredConnection>, SqlError.SqlError>
    readonly get: (owner: OwnerId, id: ConnectionId) => Effect.Effect<StoredConnection | null, SqlError.SqlError>
    /** Of every owner: what the scheduler has to look after. */
    readonly scheduled: Effect.Effect<ReadonlyArray<StoredConnection>, SqlError.SqlError>
    readonly insert: (owner: OwnerId, connection: NewConnection) => Effect.Effect<ConnectionId, SqlError.SqlError>
    /** New credentials: rights and consent are theirs; a stopped connection is active again. */
    readonly renew: (
      owner: OwnerId,
      id: ConnectionId,
      fresh: Pick<NewConnection, "rights" | "consentedAt" | "at" | "keyFingerprint"> & {
        /** The account, where these credentials tell it; `null` leaves what is known. */
        readonly accountKey: string | null
      }
    ) => Effect.Effect<void, SqlError.SqlError>
    readonly change: (owner: OwnerId, id: ConnectionId, change: ConnectionChange) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/storage/ConnectionStore") {
  static readonly layer = Layer.effect(
    ConnectionStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const one = (rows: ReadonlyArray<Row>) => (rows[0] === undefined ? null : fromRow(rows[0]))
      return ConnectionStore.of({
        list: (owner) =>
          Effect.map(sql<Row>`SELECT * FROM connection WHERE owner_id = ${owner} ORDER BY connection_id`, (rows) => rows.map(fromRow)),
        get: (owner, id) => Effect.map(sql<Row>`SELECT * FROM connection WHERE owner_id = ${owner} AND connection_id = ${id}`, one),
        scheduled: Effect.map(sql<Row>`SELECT * FROM connection WHERE status = 'active' ORDER BY owner_id, connection_id`, (rows) =>
          rows.map(fromRow)
        ),
        insert: (owner, connection) =>
          Effect.gen(function* () {
            const [row] = yield* sql<{
              id: number
            }>`SELECT coalesce(max(connection_id), 0) + 1 AS id FROM connection WHERE owner_id = ${owner}`
            yield* sql`INSERT INTO connection ${sql.insert({
              owner_id: owner,
              connection_id: row!.id,
              exchange: connection.exchange,
              account_key: connection.accountKey,
              label: connection.label,
              status: "active",
              composition: connection.composition,
              rights: JSON.stringify(connection.rights),
              consented_at: connection.consentedAt,
              created_at: connection.at,
              credentials_since: connection.at,
              key_fingerprint: connection.keyFingerprint,
              next_sync_at: connection.at
            })}`
            return ConnectionId(row!.id)
          }).pipe(sql.withTransaction),
        renew: (owner, id, fresh) =>
          Effect.asVoid(sql`UPDATE connection SET status = 'active', failure = NULL, refusals = 0, rights = ${JSON.stringify(fresh.rights)}, rights_at = NULL,
              consented_at = ${fresh.consentedAt}, credentials_since = ${fresh.at}, key_fingerprint = ${fresh.keyFingerprint},
              account_key = coalesce(${fresh.accountKey}, account_key), next_sync_at = ${fresh.at}
            WHERE owner_id = ${owner} AND connection_id = ${id}`),
        change: (owner, id, change) => {
          const columns: Record<string, unknown> = {}
          if (change.status !== undefined) columns["status"] = change.status
          if (change.failure !== undefined) columns["failure"] = change.failure === null ? null : JSON.stringify(change.failure)
          if (change.nextSyncAt !== undefined) columns["next_sync_at"] = change.nextSyncAt
          if (change.lastSyncedAt !== undefined) columns["last_synced_at"] = change.lastSyncedAt
          if (change.failedRuns !== undefined) columns["refusals"] = change.failedRuns
          if (change.lastRunCalls !== undefined) columns["last_run_calls"] = change.lastRunCalls
          if (change.rights !== undefined) columns["rights"] = JSON.stringify(change.rights)
          if (change.rightsAt !== undefined) columns["rights_at"] = change.rightsAt
          return Effect.asVoid(sql`UPDATE connection SET ${sql.update(columns)} WHERE owner_id = ${owner} AND connection_id = ${id}`)
        }
      })
    })
  )
}
