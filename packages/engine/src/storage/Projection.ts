/** Builds the books anew from another set of posting streams, as one transaction. No event is changed or lost by it. */
import { type Composition, Decimal, type DecimalText, type Posting } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"

const batch = 2_000

export class Projection extends Context.Service<
  Projection,
  {
    readonly project: (owner: OwnerId, connection: ConnectionId, composition: Composition) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/storage/Projection") {
  static readonly layer = Layer.effect(
    Projection,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient

      const foldSums = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId) {
        const sums = new Map<string, { wallet: string; asset: string; amount: DecimalText }>()
        let after = 0
        while (true) {
          const rows = yield* sql<{ seq: number; postings: string }>`SELECT seq, postings FROM event
            WHERE owner_id = ${owner} AND connection_id = ${connection} AND seq > ${after} AND is_current = 1 AND posts = 1 AND status = 'settled'
            ORDER BY seq LIMIT ${batch}`
          for (const row of rows) {
            for (const { wallet, asset, amount } of JSON.parse(row.postings) as ReadonlyArray<Posting>) {
              const before = sums.get(`${wallet}\0${asset}`)?.amount ?? Decimal.zero
              sums.set(`${wallet}\0${asset}`, { wallet, asset, amount: Decimal.add(before, amount) })
            }
          }
          if (rows.length < batch) return [...sums.values()]
          after = rows.at(-1)!.seq
        }
      })

      const project = (owner: OwnerId, connection: ConnectionId, composition: Composition) =>
        Effect.gen(function* () {
          yield* sql`UPDATE connection SET composition = ${composition.id} WHERE owner_id = ${owner} AND connection_id = ${connection}`
          yield* sql`UPDATE event SET joined = 0, posts = CASE WHEN stream IN ${sql.in(composition.posts)} THEN 1 ELSE 0 END
            WHERE owner_id = ${owner} AND connection_id = ${connection}`
          yield* sql`UPDATE event SET joined = 1
            WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1 AND group_id IS NOT NULL
              AND EXISTS (SELECT 1 FROM event AS other
                WHERE other.owner_id = event.owner_id AND other.connection_id = event.connection_id AND other.group_id = event.group_id
                  AND other.is_current = 1 AND other.posts <> event.posts)`
          yield* sql`DELETE FROM posting_sum WHERE owner_id = ${owner} AND connection_id = ${connection}`
          for (const { wallet, asset, amount } of yield* foldSums(owner, connection)) {
            yield* sql`INSERT INTO posting_sum (owner_id, connection_id, wallet, asset, amount)
              VALUES (${owner}, ${connection}, ${wallet}, ${asset}, ${amount})`
          }
        }).pipe(sql.withTransaction)

      return Projection.of({ project })
    })
  )
}
