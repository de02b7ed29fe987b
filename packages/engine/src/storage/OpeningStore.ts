/** The owners' openings, version by version: nothing that was said is ever overwritten. */
import type { DecimalText } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { Assertion, Cost, Opening } from "../books/Openings.ts"
import { ConnectionId, OpeningId, type OwnerId } from "../Ids.ts"

interface Row {
  opening_id: number
  version: number
  connection_id: number
  wallet: string
  asset: string
  at: number
  quantity: DecimalText
  cost: string | null
  acquired_at: number | null
  note: string | null
  withdrawn: number
  asserted_at: number
}

const openingOf = (row: Row): Opening => ({
  id: OpeningId(row.opening_id),
  connectionId: ConnectionId(row.connection_id),
  wallet: row.wallet,
  asset: row.asset,
  at: row.at,
  quantity: row.quantity,
  cost: row.cost === null ? null : (JSON.parse(row.cost) as Cost),
  acquiredAt: row.acquired_at,
  note: row.note,
  version: row.version,
  assertedAt: row.asserted_at,
  withdrawn: row.withdrawn === 1
})

export class OpeningStore extends Context.Service<
  OpeningStore,
  {
    /** The last version of each, by wallet and asset. */
    readonly all: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ReadonlyArray<Opening>, SqlError.SqlError>
    /** Newest first; empty where there is none. */
    readonly versions: (owner: OwnerId, id: OpeningId) => Effect.Effect<ReadonlyArray<Opening>, SqlError.SqlError>
    /** As the next version of the opening of its wallet and asset, or as the first of a new one. */
    readonly put: (
      owner: OwnerId,
      connection: ConnectionId,
      assertion: Assertion & Pick<Opening, "assertedAt" | "withdrawn">
    ) => Effect.Effect<Opening, SqlError.SqlError>
  }
>()("@caudal/engine/storage/OpeningStore") {
  static readonly layer = Layer.effect(
    OpeningStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const versions = (owner: OwnerId, id: OpeningId) =>
        Effect.map(sql<Row>`SELECT * FROM opening WHERE owner_id = ${owner} AND opening_id = ${id} ORDER BY version DESC`, (rows) =>
          rows.map(openingOf)
        )
      return OpeningStore.of({
        all: (owner, connection) =>
          Effect.map(
            sql<Row>`SELECT * FROM opening AS said WHERE owner_id = ${owner} AND connection_id = ${connection}
              AND version = (SELECT max(version) FROM opening WHERE owner_id = said.owner_id AND opening_id = said.opening_id)
              ORDER BY wallet, asset`,
            (rows) => rows.map(openingOf)
          ),
        versions,
        put: (owner, connection, { wallet, asset, at, quantity, cost, acquiredAt, note, assertedAt, withdrawn }) =>
          Effect.gen(function* () {
            const [known] = yield* sql<{ id: number; version: number }>`SELECT opening_id AS id, max(version) AS version FROM opening
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND wallet = ${wallet} AND asset = ${asset} GROUP BY opening_id`
            const [last] = yield* sql<{ id: number }>`SELECT coalesce(max(opening_id), 0) AS id FROM opening WHERE owner_id = ${owner}`
            const id = OpeningId(known?.id ?? (last?.id ?? 0) + 1)
            yield* sql`INSERT INTO opening (owner_id, opening_id, version, connection_id, wallet, asset, at, quantity, cost, acquired_at, note, withdrawn, asserted_at)
              VALUES (${owner}, ${id}, ${(known?.version ?? 0) + 1}, ${connection}, ${wallet}, ${asset}, ${at}, ${quantity},
                ${cost === null ? null : JSON.stringify(cost)}, ${acquiredAt}, ${note}, ${withdrawn ? 1 : 0}, ${assertedAt})`
            return (yield* versions(owner, id))[0]!
          }).pipe(sql.withTransaction)
      })
    })
  )
}
