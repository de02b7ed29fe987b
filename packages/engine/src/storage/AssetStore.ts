/** The owners' corrections of what codes stand for. */
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { AssetKind, KnownAsset } from "../assets/Asset.ts"
import type { AssetCorrection } from "../assets/Assets.ts"
import { AssetCorrectionId, type OwnerId } from "../Ids.ts"

/** `own`: an asset that its owner names; otherwise the id of a known one. */
export interface StoredCorrection extends Omit<AssetCorrection, "asset"> {
  readonly asset: string
  readonly own: KnownAsset | null
}

interface Row {
  correction_id: number
  exchange: string
  code: string
  from_at: number | null
  to_at: number | null
  asset: string
  own: string | null
  corrected_at: number
}

/** What is stored of an own asset beside its id. */
interface OwnColumns {
  readonly symbol: string
  readonly name: string
  readonly kind: AssetKind
}

const correctionOf = (row: Row): StoredCorrection => ({
  id: AssetCorrectionId(row.correction_id),
  exchange: row.exchange,
  code: row.code,
  from: row.from_at,
  to: row.to_at,
  asset: row.asset,
  own: row.own === null ? null : { id: row.asset, ...(JSON.parse(row.own) as OwnColumns) },
  correctedAt: row.corrected_at
})

export class AssetStore extends Context.Service<
  AssetStore,
  {
    /** In the order they were made. */
    readonly all: (owner: OwnerId) => Effect.Effect<ReadonlyArray<StoredCorrection>, SqlError.SqlError>
    /** Under a new id, or in the place of `replaces`. */
    readonly put: (
      owner: OwnerId,
      correction: Omit<StoredCorrection, "id">,
      replaces: AssetCorrectionId | null
    ) => Effect.Effect<AssetCorrectionId, SqlError.SqlError>
    /** Whether there was one. */
    readonly remove: (owner: OwnerId, id: AssetCorrectionId) => Effect.Effect<boolean, SqlError.SqlError>
  }
>()("@caudal/engine/storage/AssetStore") {
  static readonly layer = Layer.effect(
    AssetStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return AssetStore.of({
        all: (owner) =>
          Effect.map(
            sql<Row>`SELECT correction_id, exchange, code, from_at, to_at, asset, own, corrected_at FROM asset_correction
              WHERE owner_id = ${owner} ORDER BY correction_id`,
            (rows) => rows.map(correctionOf)
          ),
        put: (owner, { exchange, code, from, to, asset, own, correctedAt }, replaces) =>
          Effect.gen(function* () {
            const [last] = yield* sql<{
              id: number
            }>`SELECT coalesce(max(correction_id), 0) AS id FROM asset_correction WHERE owner_id = ${owner}`
            const id = replaces ?? AssetCorrectionId((last?.id ?? 0) + 1)
            const ownColumns: OwnColumns | null = own === null ? null : { symbol: own.symbol, name: own.name, kind: own.kind }
            yield* sql`INSERT INTO asset_correction (owner_id, correction_id, exchange, code, from_at, to_at, asset, own, corrected_at)
              VALUES (${owner}, ${id}, ${exchange}, ${code}, ${from}, ${to}, ${asset}, ${ownColumns === null ? null : JSON.stringify(ownColumns)}, ${correctedAt})
              ON CONFLICT (owner_id, correction_id) DO UPDATE SET code = excluded.code, asset = excluded.asset, own = excluded.own, corrected_at = excluded.corrected_at`
            return id
          }).pipe(sql.withTransaction),
        remove: (owner, id) =>
          Effect.map(
            sql`DELETE FROM asset_correction WHERE owner_id = ${owner} AND correction_id = ${id} RETURNING correction_id`,
            (rows) => rows.length > 0
          )
      })
    })
  )
}
