/** What must survive a restart so that a fresh process does not overrun a limit or reuse a nonce. */
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"

export interface Pause {
  readonly until: number
  readonly refusedAt: number
}

export class PaceStore extends Context.Service<
  PaceStore,
  {
    /** Instants of the last requests of a scope, in no order. */
    readonly log: (scope: string) => Effect.Effect<ReadonlyArray<{ readonly slot: number; readonly at: number }>, SqlError.SqlError>
    /** Slots go round, so a scope never keeps more rows than its budget. */
    readonly record: (scope: string, slot: number, at: number) => Effect.Effect<void, SqlError.SqlError>
    readonly pause: (scope: string) => Effect.Effect<Pause | null, SqlError.SqlError>
    readonly putPause: (scope: string, pause: Pause) => Effect.Effect<void, SqlError.SqlError>
    /** Every nonce up to the ceiling may have been used. */
    readonly nonceCeiling: (keyId: string) => Effect.Effect<bigint, SqlError.SqlError>
    readonly putNonceCeiling: (keyId: string, ceiling: bigint) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/storage/PaceStore") {
  static readonly layer = Layer.effect(
    PaceStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return PaceStore.of({
        log: (scope) => sql<{ slot: number; at: number }>`SELECT slot, at FROM pace WHERE scope = ${scope}`,
        record: (scope, slot, at) =>
          Effect.asVoid(
            sql`INSERT INTO pace (scope, slot, at) VALUES (${scope}, ${slot}, ${at}) ON CONFLICT (scope, slot) DO UPDATE SET at = excluded.at`
          ),
        pause: (scope) =>
          Effect.map(sql<{ until: number; refused_at: number }>`SELECT until, refused_at FROM pause WHERE scope = ${scope}`, ([row]) =>
            row === undefined ? null : { until: row.until, refusedAt: row.refused_at }
          ),
        putPause: (scope, { until, refusedAt }) =>
          Effect.asVoid(sql`INSERT INTO pause (scope, until, refused_at) VALUES (${scope}, ${until}, ${refusedAt})
            ON CONFLICT (scope) DO UPDATE SET until = excluded.until, refused_at = excluded.refused_at`),
        nonceCeiling: (keyId) =>
          Effect.map(sql<{ ceiling: string }>`SELECT ceiling FROM nonce WHERE key_id = ${keyId}`, ([row]) => BigInt(row?.ceiling ?? 0)),
        putNonceCeiling: (keyId, ceiling) =>
          Effect.asVoid(sql`INSERT INTO nonce (key_id, ceiling) VALUES (${keyId}, ${ceiling.toString()})
            ON CONFLICT (key_id) DO UPDATE SET ceiling = excluded.ceiling`)
      })
    })
  )
}
