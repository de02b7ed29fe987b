/** Reads what changed among events since one of them: each that comes or is corrected has a number of its own. */
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { ConnectionId as makeConnectionId, type ConnectionId, type OwnerId } from "../Ids.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import { enrichAll, eventColumns, type EventRow, eventsJoined } from "./EventRow.ts"

/** How far a connection's rows have been written, and how its books are built. */
export interface Mark {
  readonly connection: ConnectionId
  /** Number of its last event; 0: there is none. */
  readonly last: number
  /** Another text once other streams build the books, or the account has another name. */
  readonly books: string
}

/** What rows that belong together were, and are. Both in the order of the ledger. */
export interface RowChanges {
  readonly before: ReadonlyArray<Transaction>
  readonly after: ReadonlyArray<Transaction>
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export class ChangeReader extends Context.Service<
  ChangeReader,
  {
    /** What is another with every change, by connection. */
    readonly marks: (owner: OwnerId, connections: ReadonlyArray<ConnectionId>) => Effect.Effect<ReadonlyArray<Mark>, SqlError.SqlError>
    /**
     * All rows that belong together with one that came or was corrected since the event of a number, as they were then and as
     * they are now; `null`: more than `most` events came, or several times as many belong to them.
     */
    readonly changes: (
      owner: OwnerId,
      connection: ConnectionId,
      since: number,
      most: number
    ) => Effect.Effect<RowChanges | null, SqlError.SqlError>
    /** When the first row of a connection was. */
    readonly firstAt: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<number | null, SqlError.SqlError>
  }
>()("@caudal/engine/storage/ChangeReader") {
  static readonly layer = Layer.effect(
    ChangeReader,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const columns = sql.literal(eventColumns)
      const joined = sql.literal(eventsJoined)
      return ChangeReader.of({
        marks: (owner, connections) =>
          connections.length === 0
            ? Effect.succeed([])
            : Effect.map(
                sql<{
                  connection_id: number
                  account_key: string
                  composition: string
                  last: number | null
                }>`SELECT connection_id, account_key,
                  composition,
                  (SELECT max(seq) FROM event WHERE event.owner_id = connection.owner_id AND event.connection_id = connection.connection_id) AS last
                  FROM connection WHERE owner_id = ${owner} AND connection_id IN ${sql.in(connections)} ORDER BY connection_id`,
                (rows) =>
                  rows.map((row): Mark => ({
                    connection: makeConnectionId(row.connection_id),
                    last: row.last ?? 0,
                    books: `${row.composition} ${row.account_key}`
                  }))
              ),
        changes: Effect.fnUntraced(function* (owner, connection, since, most) {
          const fresh = yield* sql<{
            seq: number
            replaces: number | null
            group_id: string | null
          }>`SELECT seq, replaces, group_id FROM event
            WHERE owner_id = ${owner} AND connection_id = ${connection} AND seq > ${since} ORDER BY seq LIMIT ${most + 1}`
          if (fresh.length > most) return null
          const replaced = fresh.flatMap(({ replaces }) => (replaces === null || replaces > since ? [] : [replaces]))
          const left =
            replaced.length === 0
              ? []
              : yield* sql<{ group_id: string | null }>`SELECT group_id FROM event
                  WHERE owner_id = ${owner} AND connection_id = ${connection} AND seq IN ${sql.in(replaced)}`
          const groups = [...new Set([...fresh, ...left].flatMap(({ group_id }) => (group_id === null ? [] : [group_id])))]
          const together =
            groups.length === 0
              ? []
              : yield* sql<{ seq: number }>`SELECT seq FROM event
                  WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1 AND group_id IN ${sql.in(groups)}`
          const seqs = [...new Set([...replaced, ...fresh.map(({ seq }) => seq), ...together.map(({ seq }) => seq)])]
          if (seqs.length > 4 * most) return null
          const rows =
            seqs.length === 0
              ? []
              : yield* sql<
                  EventRow & { readonly is_current: number; readonly posts: number }
                >`SELECT ${columns}, event.is_current, event.posts
                  FROM ${joined} WHERE event.owner_id = ${owner} AND event.connection_id = ${connection} AND event.seq IN ${sql.in(seqs)}
                  ORDER BY event.at, event.rank, event.stream, event.external_id, event.occurrence`
          const gone = new Set(replaced)
          const of = (which: (row: { readonly seq: number; readonly is_current: number }) => boolean): ReadonlyArray<Transaction> => {
            const then = rows.filter(which)
            return enrichAll(
              then.filter(({ posts }) => posts === 1),
              then
                .filter((row) => row.posts === 0 && row.group_id !== null)
                .map((row) => ({ ...row, group_id: row.group_id! }))
                .sort((a, b) => byText(a.stream, b.stream) || byText(a.external_id, b.external_id))
            )
          }
          return {
            before: of(({ seq, is_current }) => gone.has(seq) || (seq <= since && is_current === 1)),
            after: of(({ is_current }) => is_current === 1)
          }
        }),
        firstAt: (owner, connection) =>
          Effect.map(
            sql<{ at: number | null }>`SELECT min(at) AS at FROM event
              WHERE owner_id = ${owner} AND is_current = 1 AND posts = 1 AND connection_id = ${connection}`,
            ([row]) => row?.at ?? null
          )
      })
    })
  )
}
