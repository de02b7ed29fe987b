/** Sealed keys and credentials: ciphertext in, ciphertext out. */
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"

export interface SealedCredential {
  readonly field: string
  readonly rowVersion: number
  readonly sealed: Uint8Array
}

export class VaultStore extends Context.Service<
  VaultStore,
  {
    readonly meta: (key: string) => Effect.Effect<string | null, SqlError.SqlError>
    readonly putMeta: (key: string, value: string) => Effect.Effect<void, SqlError.SqlError>
    readonly ownerKey: (
      owner: OwnerId
    ) => Effect.Effect<{ readonly version: number; readonly wrapped: Uint8Array } | null, SqlError.SqlError>
    readonly putOwnerKey: (owner: OwnerId, version: number, wrapped: Uint8Array) => Effect.Effect<void, SqlError.SqlError>
    readonly credentials: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ReadonlyArray<SealedCredential>, SqlError.SqlError>
    /** All of them or none, and `along` with them: half of a new key beside half of the old one opens nothing. */
    readonly putCredentials: (
      owner: OwnerId,
      connection: ConnectionId,
      credentials: ReadonlyArray<SealedCredential>,
      along: Effect.Effect<void, SqlError.SqlError>
    ) => Effect.Effect<void, SqlError.SqlError>
    /** Overwrites and removes; with secure_delete and a truncating checkpoint no copy stays in the file or its log. */
    readonly destroyCredentials: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/storage/VaultStore") {
  static readonly layer = Layer.effect(
    VaultStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return VaultStore.of({
        meta: (key) => Effect.map(sql<{ value: string }>`SELECT value FROM meta WHERE key = ${key}`, (rows) => rows[0]?.value ?? null),
        putMeta: (key, value) =>
          Effect.asVoid(
            sql`INSERT INTO meta (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`
          ),
        ownerKey: (owner) =>
          Effect.map(
            sql<{
              version: number
              wrapped: Uint8Array
            }>`SELECT version, wrapped FROM owner_key WHERE owner_id = ${owner} ORDER BY version DESC LIMIT 1`,
            (rows) => rows[0] ?? null
          ),
        putOwnerKey: (owner, version, wrapped) =>
          Effect.asVoid(sql`INSERT INTO owner_key (owner_id, version, wrapped) VALUES (${owner}, ${version}, ${wrapped})`),
        credentials: (owner, connection) =>
          Effect.map(
            sql<{ field: string; row_version: number; sealed: Uint8Array }>`
              SELECT field, row_version, sealed FROM credential WHERE owner_id = ${owner} AND connection_id = ${connection}`,
            (rows) => rows.map((row) => ({ field: row.field, rowVersion: row.row_version, sealed: row.sealed }))
          ),
        putCredentials: (owner, connection, credentials, along) =>
          Effect.forEach(
            credentials,
            ({ field, rowVersion, sealed }) => sql`
              INSERT INTO credential (owner_id, connection_id, field, row_version, sealed)
              VALUES (${owner}, ${connection}, ${field}, ${rowVersion}, ${sealed})
              ON CONFLICT (owner_id, connection_id, field) DO UPDATE SET row_version = excluded.row_version, sealed = excluded.sealed`,
            { discard: true }
          ).pipe(Effect.andThen(along), sql.withTransaction),
        destroyCredentials: (owner, connection) =>
          sql`DELETE FROM credential WHERE owner_id = ${owner} AND connection_id = ${connection}`.pipe(
            Effect.andThen(sql`PRAGMA wal_checkpoint(TRUNCATE)`),
            Effect.asVoid
          )
      })
    })
  )
}
