/** Owners and the hashes of their tokens. */
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { OwnerId } from "../Ids.ts"

export class OwnerStore extends Context.Service<
  OwnerStore,
  {
    /** The owner of a self-hosted installation; `null` before the first start. */
    readonly first: Effect.Effect<{ readonly owner: OwnerId; readonly tokenHash: string | null } | null, SqlError.SqlError>
    readonly byTokenHash: (hash: string) => Effect.Effect<OwnerId | null, SqlError.SqlError>
    /** With a first portfolio, which shows everything. */
    readonly create: (at: number) => Effect.Effect<OwnerId, SqlError.SqlError>
    readonly putTokenHash: (owner: OwnerId, hash: string) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/storage/OwnerStore") {
  static readonly layer = Layer.effect(
    OwnerStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return OwnerStore.of({
        first: Effect.map(
          sql<{ owner_id: number; token_hash: string | null }>`SELECT owner_id, token_hash FROM owner ORDER BY owner_id LIMIT 1`,
          ([row]) => (row === undefined ? null : { owner: OwnerId(row.owner_id), tokenHash: row.token_hash })
        ),
        byTokenHash: (hash) =>
          Effect.map(sql<{ owner_id: number }>`SELECT owner_id FROM owner WHERE token_hash = ${hash}`, ([row]) =>
            row === undefined ? null : OwnerId(row.owner_id)
          ),
        create: (at) =>
          Effect.gen(function* () {
            yield* sql`INSERT INTO owner (owner_id, created_at) VALUES (1, ${at})`
            yield* sql`INSERT INTO portfolio (owner_id, portfolio_id, name) VALUES (1, 1, 'All accounts')`
            return OwnerId(1)
          }).pipe(sql.withTransaction),
        putTokenHash: (owner, hash) => Effect.asVoid(sql`UPDATE owner SET token_hash = ${hash} WHERE owner_id = ${owner}`)
      })
    })
  )
}
