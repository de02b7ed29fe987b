/** Prices that owners set by hand. */
import type { DecimalText } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { type OwnerId, OwnPriceId } from "../Ids.ts"
import type { OwnPrice } from "../prices/OwnPrices.ts"

interface Row {
  price_id: number
  asset: string
  currency: string
  day: string
  amount: DecimalText
  set_at: number
}

const priceOf = ({ price_id, set_at, ...rest }: Row): OwnPrice => ({ ...rest, id: OwnPriceId(price_id), setAt: set_at })

export class OwnPriceStore extends Context.Service<
  OwnPriceStore,
  {
    /** In the order they were set. */
    readonly all: (owner: OwnerId) => Effect.Effect<ReadonlyArray<OwnPrice>, SqlError.SqlError>
    /** Takes the place of the price of that asset, currency and day, if there is one. */
    readonly put: (owner: OwnerId, price: Omit<OwnPrice, "id">) => Effect.Effect<OwnPrice, SqlError.SqlError>
    /** The price that was removed, if there was one. */
    readonly remove: (owner: OwnerId, id: OwnPriceId) => Effect.Effect<OwnPrice | null, SqlError.SqlError>
  }
>()("@caudal/engine/storage/OwnPriceStore") {
  static readonly layer = Layer.effect(
    OwnPriceStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const columns = sql.literal("price_id, asset, currency, day, amount, set_at")
      return OwnPriceStore.of({
        all: (owner) =>
          Effect.map(sql<Row>`SELECT ${columns} FROM own_price WHERE owner_id = ${owner} ORDER BY price_id`, (rows) => rows.map(priceOf)),
        put: (owner, { asset, currency, day, amount, setAt }) =>
          Effect.gen(function* () {
            const [last] = yield* sql<{ id: number }>`SELECT coalesce(max(price_id), 0) AS id FROM own_price WHERE owner_id = ${owner}`
            const [row] = yield* sql<Row>`INSERT INTO own_price (owner_id, price_id, asset, currency, day, amount, set_at)
              VALUES (${owner}, ${(last?.id ?? 0) + 1}, ${asset}, ${currency}, ${day}, ${amount}, ${setAt})
              ON CONFLICT (owner_id, asset, currency, day) DO UPDATE SET amount = excluded.amount, set_at = excluded.set_at
              RETURNING ${columns}`
            return priceOf(row!)
          }).pipe(sql.withTransaction),
        remove: (owner, id) =>
          Effect.map(sql<Row>`DELETE FROM own_price WHERE owner_id = ${owner} AND price_id = ${id} RETURNING ${columns}`, ([row]) =>
            row === undefined ? null : priceOf(row)
          )
      })
    })
  )
}
