/** Reads events as they are known now, in the contract's order: (at, rank, stream, external id, occurrence, connection). */
import type { Posting } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError, type Statement } from "effect/sql"
import { type ConnectionId, ConnectionId as makeConnectionId, type EventSeq, type OwnerId } from "../Ids.ts"
import type { OpenItem, PrintedSpan, QuarantinedItem, Transaction, TransactionFilter } from "../ledger/Ledger.ts"
import { enrichAll, eventColumns, type EventRow, eventsJoined, type WitnessRow } from "./EventRow.ts"

/** Where a row stands in the order. */
export type Position = readonly [at: number, rank: number, stream: string, externalId: string, occurrence: number, connection: number]

/** Where a witness without partner stands in their list. */
export type OpenPosition = readonly [at: number, stream: string, externalId: string, occurrence: number]
/** Where a quarantined row stands in their list. */
export type QuarantinePosition = readonly [receivedAt: number, stream: string, fingerprint: string]

/** Part of a list, newest first unless it is read backwards. */
export interface ListRange<P> {
  /** Strictly beyond this position in the direction of reading. */
  readonly beyond: P | null
  /** Strictly before this position in the direction of reading. */
  readonly until: P | null
  readonly backwards: boolean
  readonly limit: number
}

/** Whether the JSON of an event's postings names an asset: text inside a JSON string cannot look like this. */
export const mentions = (sql: SqlClient.SqlClient, asset: string): Statement.Fragment =>
  sql`instr(event.postings, ${`"asset":${JSON.stringify(asset)}`}) > 0`

const positionOf = (row: EventRow): Position => [row.at, row.rank, row.stream, row.external_id, row.occurrence, row.connection_id]

export interface EventQuery {
  readonly connections: ReadonlyArray<ConnectionId>
  readonly filter: TransactionFilter
  readonly direction: "ascending" | "descending"
  /** Strictly beyond this position in the direction of reading. */
  readonly beyond: Position | null
  /** Strictly before this position in the direction of reading. */
  readonly until?: Position | null
  readonly limit: number
}

export class EventReader extends Context.Service<
  EventReader,
  {
    readonly read: (
      owner: OwnerId,
      query: EventQuery
    ) => Effect.Effect<ReadonlyArray<{ readonly position: Position; readonly transaction: Transaction }>, SqlError.SqlError>
    readonly count: (
      owner: OwnerId,
      connections: ReadonlyArray<ConnectionId>,
      filter: TransactionFilter
    ) => Effect.Effect<number, SqlError.SqlError>
    readonly one: (owner: OwnerId, connection: ConnectionId, seq: EventSeq) => Effect.Effect<Transaction | null, SqlError.SqlError>
    /** Rows of some instants, and all that share their group. */
    readonly together: (
      owner: OwnerId,
      connection: ConnectionId,
      instants: ReadonlyArray<number>
    ) => Effect.Effect<ReadonlyArray<Transaction>, SqlError.SqlError>
    readonly openItems: (
      owner: OwnerId,
      connection: ConnectionId,
      range: ListRange<OpenPosition>
    ) => Effect.Effect<ReadonlyArray<{ readonly position: OpenPosition; readonly item: OpenItem }>, SqlError.SqlError>
    readonly quarantined: (
      owner: OwnerId,
      connection: ConnectionId,
      range: ListRange<QuarantinePosition>
    ) => Effect.Effect<ReadonlyArray<{ readonly position: QuarantinePosition; readonly item: QuarantinedItem }>, SqlError.SqlError>
  }
>()("@caudal/engine/storage/EventReader") {
  static readonly layer = Layer.effect(
    EventReader,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient

      const printedIn = ({ code, connections, from, to }: PrintedSpan): Statement.Fragment =>
        sql.and([
          mentions(sql, code),
          sql`event.connection_id IN ${sql.in(connections)}`,
          ...(from === null ? [] : [sql`event.at >= ${from}`]),
          ...(to === null ? [] : [sql`event.at < ${to}`])
        ])

      const clauses = (owner: OwnerId, connections: ReadonlyArray<ConnectionId>, filter: TransactionFilter): Array<Statement.Fragment> => {
        const all: Array<Statement.Fragment> = [
          sql`event.owner_id = ${owner}`,
          sql`event.is_current = 1`,
          sql`event.posts = 1`,
          sql`event.connection_id IN ${sql.in(connections)}`
        ]
        if (filter.kinds !== undefined) all.push(sql`event.kind IN ${sql.in(filter.kinds)}`)
        if (filter.from !== undefined) all.push(sql`event.at >= ${filter.from}`)
        if (filter.to !== undefined) all.push(sql`event.at < ${filter.to}`)
        if (filter.exchanges !== undefined) all.push(sql`connection.exchange IN ${sql.in(filter.exchanges)}`)
        if (filter.connections !== undefined) all.push(sql`event.connection_id IN ${sql.in(filter.connections)}`)
        if (filter.printed !== undefined) {
          all.push(filter.printed.length === 0 ? sql`1 = 0` : sql.or(filter.printed.map(printedIn)))
        }
        if (filter.text !== undefined && filter.text !== "") {
          const text = filter.text.toLowerCase()
          const says = (value: Statement.Fragment, part: string) =>
            sql`lower(${value}) LIKE ${`%${part.replace(/[\\%_]/g, "\\$&")}%`} ESCAPE '\\'`
          const plain = (column: Statement.Fragment) => says(column, text)
          // the column as a whole only rules out; what counts are its values, not its names and punctuation
          const json = (column: Statement.Fragment) => sql`(${says(column, JSON.stringify(text).slice(1, -1))} AND EXISTS (
            SELECT 1 FROM json_tree(${column}) AS part WHERE part.type = 'text' AND part.key <> 'type' AND ${says(sql.literal("part.value"), text)}))`
          const own = (alias: string) => {
            const column = (name: string) => sql`${sql(alias)}.${sql(name)}`
            return sql.or([plain(column("external_id")), plain(column("operation")), json(column("refs")), json(column("transfer"))])
          }
          all.push(sql`(${own("event")} OR EXISTS (SELECT 1 FROM event AS witness WHERE witness.owner_id = event.owner_id AND witness.connection_id = event.connection_id
            AND witness.group_id = event.group_id AND witness.is_current = 1 AND witness.posts = 0 AND ${own("witness")}))`)
        }
        return all
      }

      /** The rest of a query that reads a part of a list, newest first. */
      const within = (names: ReadonlyArray<string>, { beyond, until, backwards, limit }: ListRange<ReadonlyArray<number | string>>) => {
        const place = sql.literal(`(${names.join(", ")})`)
        const [past, short, way] = backwards ? [">", "<", "ASC"] : ["<", ">", "DESC"]
        const side = (sign: string, at: ReadonlyArray<number | string> | null) =>
          at === null ? sql`` : sql`AND ${place} ${sql.literal(sign)} ${sql.in(at)}`
        return sql`${side(past!, beyond)} ${side(short!, until)} ORDER BY ${sql.literal(names.map((name) => `${name} ${way}`).join(", "))} LIMIT ${limit}`
      }

      const columns = sql.literal(eventColumns)
      const joined = sql.literal(eventsJoined)
      /** As one parameter: there may be more of them than a statement takes. */
      const among = (values: ReadonlyArray<number | string>) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`

      const withWitnesses = Effect.fnUntraced(function* (owner: OwnerId, rows: ReadonlyArray<EventRow>) {
        const groups = [...new Set(rows.flatMap((row) => (row.group_id === null ? [] : [row.group_id])))]
        const connections = [...new Set(rows.map((row) => row.connection_id))]
        const witnesses =
          groups.length === 0
            ? []
            : yield* sql<WitnessRow>`SELECT connection_id, stream, external_id, kind, group_id, price, transfer FROM event
                WHERE owner_id = ${owner} AND connection_id IN ${sql.in(connections)} AND is_current = 1 AND posts = 0 AND group_id IN ${among(groups)}
                ORDER BY stream, external_id`
        const transactions = enrichAll(rows, witnesses)
        return rows.map((row, i) => ({ position: positionOf(row), transaction: transactions[i]! }))
      })

      return EventReader.of({
        read: Effect.fnUntraced(function* (owner, { connections, filter, direction, beyond, until = null, limit }) {
          if (connections.length === 0) return []
          const where = clauses(owner, connections, filter)
          const tuple = sql.literal("(event.at, event.rank, event.stream, event.external_id, event.occurrence, event.connection_id)")
          const [past, short] = direction === "ascending" ? [">", "<"] : ["<", ">"]
          if (beyond !== null) where.push(sql`${tuple} ${sql.literal(past!)} ${sql.in(beyond)}`)
          if (until !== null) where.push(sql`${tuple} ${sql.literal(short!)} ${sql.in(until)}`)
          const way = direction === "ascending" ? "ASC" : "DESC"
          const order = sql.literal(
            ["at", "rank", "stream", "external_id", "occurrence", "connection_id"].map((column) => `event.${column} ${way}`).join(", ")
          )
          const rows = yield* sql<EventRow>`SELECT ${columns} FROM ${joined} WHERE ${sql.and(where)} ORDER BY ${order} LIMIT ${limit}`
          return yield* withWitnesses(owner, rows)
        }),
        count: (owner, connections, filter) =>
          connections.length === 0
            ? Effect.succeed(0)
            : Effect.map(
                sql<{ n: number }>`SELECT count(*) AS n FROM ${joined} WHERE ${sql.and(clauses(owner, connections, filter))}`,
                ([row]) => row?.n ?? 0
              ),
        one: Effect.fnUntraced(function* (owner, connection, seq) {
          const rows = yield* sql<EventRow>`SELECT ${columns} FROM ${joined}
            WHERE event.owner_id = ${owner} AND event.connection_id = ${connection} AND event.seq = ${seq} AND event.posts = 1`
          return (yield* withWitnesses(owner, rows))[0]?.transaction ?? null
        }),
        together: Effect.fnUntraced(function* (owner, connection, instants) {
          const own = (alias: string) => {
            const of = sql(alias)
            return sql`${of}.owner_id = ${owner} AND ${of}.connection_id = ${connection} AND ${of}.is_current = 1 AND ${of}.posts = 1`
          }
          const rows =
            yield* sql<EventRow>`WITH moment AS (SELECT seq, group_id FROM event WHERE ${own("event")} AND at IN ${among(instants)})
            SELECT ${columns} FROM ${joined} WHERE ${own("event")} AND event.seq IN (
              SELECT seq FROM moment UNION SELECT other.seq FROM moment JOIN event AS other ON other.group_id = moment.group_id AND ${own("other")})
            ORDER BY event.at, event.rank, event.stream, event.external_id, event.occurrence`
          return (yield* withWitnesses(owner, rows)).map(({ transaction }) => transaction)
        }),
        openItems: (owner, connection, range) =>
          Effect.map(
            sql<EventRow>`SELECT ${columns} FROM ${joined} WHERE event.owner_id = ${owner} AND event.connection_id = ${connection}
              AND event.is_current = 1 AND event.posts = 0 AND event.joined = 0 AND event.status <> 'failed'
              ${within(["event.at", "event.stream", "event.external_id", "event.occurrence"], range)}`,
            (rows) =>
              rows.map((row) => ({
                position: [row.at, row.stream, row.external_id, row.occurrence],
                item: {
                  connectionId: makeConnectionId(row.connection_id),
                  stream: row.stream,
                  externalId: row.external_id,
                  kind: row.kind,
                  at: row.at,
                  status: row.status,
                  groupId: row.group_id,
                  postings: JSON.parse(row.postings) as ReadonlyArray<Posting>
                }
              }))
          ),
        quarantined: (owner, connection, range) =>
          Effect.map(
            sql<{ connection_id: number; stream: string; fingerprint: string; pointer: string; reason: string; received_at: number }>`
              SELECT connection_id, stream, fingerprint, pointer, reason, received_at FROM quarantine
              WHERE owner_id = ${owner} AND connection_id = ${connection} ${within(["received_at", "stream", "fingerprint"], range)}`,
            (rows) =>
              rows.map((row) => ({
                position: [row.received_at, row.stream, row.fingerprint],
                item: {
                  connectionId: makeConnectionId(row.connection_id),
                  stream: row.stream,
                  pointer: row.pointer,
                  reason: row.reason,
                  receivedAt: row.received_at
                }
              }))
          )
      })
    })
  )
}
