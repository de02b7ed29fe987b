/** Portfolios and which connections they show. The first one shows all of its owner's: nothing is stored for that. */
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { ConnectionId, type OwnerId, PortfolioId } from "../Ids.ts"
import type { PortfolioInfo } from "../portfolio/Portfolios.ts"

/** A connection in a portfolio beside the first one. */
export interface Membership {
  readonly portfolio: PortfolioId
  readonly connection: ConnectionId
}

export class PortfolioStore extends Context.Service<
  PortfolioStore,
  {
    /** The first one, which cannot go, first; then in the order in which they were made. */
    readonly list: (owner: OwnerId) => Effect.Effect<ReadonlyArray<PortfolioInfo>, SqlError.SqlError>
    readonly insert: (owner: OwnerId, name: string) => Effect.Effect<PortfolioId, SqlError.SqlError>
    readonly rename: (owner: OwnerId, portfolio: PortfolioId, name: string) => Effect.Effect<void, SqlError.SqlError>
    /** Its connections are shown in `heir` from then on, unless that is `null`. */
    readonly remove: (
      owner: OwnerId,
      portfolio: PortfolioId,
      heir: PortfolioId | null,
      at: number
    ) => Effect.Effect<void, SqlError.SqlError>
    readonly memberships: (owner: OwnerId) => Effect.Effect<ReadonlyArray<Membership>, SqlError.SqlError>
    /** Shows connections in a portfolio, beside where they are already. */
    readonly add: (
      owner: OwnerId,
      portfolio: PortfolioId,
      connections: ReadonlyArray<ConnectionId>
    ) => Effect.Effect<void, SqlError.SqlError>
    /** Shows a connection in these and in no other. */
    readonly place: (
      owner: OwnerId,
      connection: ConnectionId,
      portfolios: ReadonlyArray<PortfolioId>
    ) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/storage/PortfolioStore") {
  static readonly layer = Layer.effect(
    PortfolioStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const put = (owner: OwnerId, pairs: ReadonlyArray<Membership>) =>
        Effect.forEach(
          pairs,
          ({ portfolio, connection }) =>
            sql`INSERT OR IGNORE INTO portfolio_connection (owner_id, portfolio_id, connection_id) VALUES (${owner}, ${portfolio}, ${connection})`,
          { discard: true }
        )
      return PortfolioStore.of({
        list: (owner) =>
          Effect.map(
            sql<{ portfolio_id: number; name: string }>`SELECT portfolio_id, name FROM portfolio
              WHERE owner_id = ${owner} AND deleted_at IS NULL ORDER BY portfolio_id`,
            (rows) => rows.map((row, index) => ({ id: PortfolioId(row.portfolio_id), name: row.name, isDefault: index === 0 }))
          ),
        insert: (owner, name) =>
          Effect.gen(function* () {
            const [row] = yield* sql<{
              id: number
            }>`SELECT coalesce(max(portfolio_id), 0) + 1 AS id FROM portfolio WHERE owner_id = ${owner}`
            yield* sql`INSERT INTO portfolio (owner_id, portfolio_id, name) VALUES (${owner}, ${row!.id}, ${name})`
            return PortfolioId(row!.id)
          }).pipe(sql.withTransaction),
        rename: (owner, portfolio, name) =>
          Effect.asVoid(sql`UPDATE portfolio SET name = ${name} WHERE owner_id = ${owner} AND portfolio_id = ${portfolio}`),
        remove: (owner, portfolio, heir, at) =>
          Effect.gen(function* () {
            if (heir !== null)
              yield* sql`INSERT OR IGNORE INTO portfolio_connection (owner_id, portfolio_id, connection_id)
                SELECT owner_id, ${heir}, connection_id FROM portfolio_connection WHERE owner_id = ${owner} AND portfolio_id = ${portfolio}`
            yield* sql`DELETE FROM portfolio_connection WHERE owner_id = ${owner} AND portfolio_id = ${portfolio}`
            yield* sql`UPDATE portfolio SET deleted_at = ${at} WHERE owner_id = ${owner} AND portfolio_id = ${portfolio}`
          }).pipe(sql.withTransaction),
        memberships: (owner) =>
          Effect.map(
            sql<{ portfolio_id: number; connection_id: number }>`SELECT portfolio_id, connection_id FROM portfolio_connection
              WHERE owner_id = ${owner} ORDER BY portfolio_id, connection_id`,
            (rows) => rows.map((row) => ({ portfolio: PortfolioId(row.portfolio_id), connection: ConnectionId(row.connection_id) }))
          ),
        add: (owner, portfolio, connections) =>
          put(
            owner,
            connections.map((connection) => ({ portfolio, connection }))
          ).pipe(sql.withTransaction),
        place: (owner, connection, portfolios) =>
          Effect.gen(function* () {
            yield* sql`DELETE FROM portfolio_connection WHERE owner_id = ${owner} AND connection_id = ${connection}`
            yield* put(
              owner,
              portfolios.map((portfolio) => ({ portfolio, connection }))
            )
          }).pipe(sql.withTransaction)
      })
    })
  )
}
