/** What proofs are made of: sums of postings, balance reports, witnesses without partner, issued certificates. */
import type { BalanceSnapshot, EventKind, EventStatus, Posting, WalletBalance } from "@caudal/exchange"
import { Decimal, type DecimalText } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { Certificate, CertificateGrounds } from "../books/Books.ts"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { mentions } from "./EventReader.ts"

export interface PostingSum {
  readonly wallet: string
  readonly asset: string
  readonly amount: DecimalText
}

export interface BalanceReport {
  readonly at: number
  /** The last time that the exchange reported exactly this. */
  readonly confirmedAt: number
  /** No row arrived while it was taken. */
  readonly settled: boolean
  readonly complete: boolean
  readonly balances: ReadonlyArray<WalletBalance>
}

export interface GroupRow {
  readonly stream: string
  readonly externalId: string
  readonly posts: boolean
  readonly kind: EventKind
  readonly at: number
  readonly status: EventStatus
  readonly groupId: string
  readonly postings: ReadonlyArray<Posting>
}

/** Where a row stands by time, for reading on from there. */
export interface Place {
  readonly at: number
  readonly seq: number
}

interface EventRow {
  seq: number
  stream: string
  external_id: string
  posts: number
  kind: EventKind
  at: number
  status: EventStatus
  group_id: string
  postings: string
}

const groupRow = (row: EventRow): GroupRow => ({
  stream: row.stream,
  externalId: row.external_id,
  posts: row.posts === 1,
  kind: row.kind,
  at: row.at,
  status: row.status,
  groupId: row.group_id,
  postings: JSON.parse(row.postings) as ReadonlyArray<Posting>
})

/** Literal, so that the index of pending rows is used. A posting row that is settled is in the sums. */
const openAs = (sql: SqlClient.SqlClient, status: EventStatus) =>
  status === "pending" ? sql`status = 'pending' AND (posts = 1 OR joined = 0)` : sql`posts = 0 AND joined = 0 AND status = ${status}`

export class BookStore extends Context.Service<
  BookStore,
  {
    readonly sums: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ReadonlyArray<PostingSum>, SqlError.SqlError>
    /** Gives whether it says anything that the one before did not. */
    readonly putReport: (
      owner: OwnerId,
      connection: ConnectionId,
      at: number,
      settled: boolean,
      snapshot: BalanceSnapshot
    ) => Effect.Effect<boolean, SqlError.SqlError>
    /** Newest first; those before an instant, if one is given. */
    readonly reports: (
      owner: OwnerId,
      connection: ConnectionId,
      limit: number,
      before?: number | null
    ) => Effect.Effect<ReadonlyArray<BalanceReport>, SqlError.SqlError>
    /** Rows of unknown operations, by operation as printed, most first. */
    readonly unrecognised: (
      owner: OwnerId,
      connection: ConnectionId
    ) => Effect.Effect<ReadonlyArray<{ readonly operation: string | null; readonly count: number }>, SqlError.SqlError>
    /** Instant of the oldest event that posts. */
    readonly firstPostingAt: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<number | null, SqlError.SqlError>
    /** The posting rows right before and after an instant. */
    readonly neighbours: (
      owner: OwnerId,
      connection: ConnectionId,
      from: number,
      to: number
    ) => Effect.Effect<{ readonly before: number | null; readonly after: number | null }, SqlError.SqlError>
    /**
     * Settled witnesses without a posting partner, or all that is in flight: pending rows that post, and pending witnesses
     * without such a partner. Oldest first, a batch at a time; `next` is null with the last.
     */
    readonly open: (
      owner: OwnerId,
      connection: ConnectionId,
      status: EventStatus,
      after: Place | null,
      limit: number
    ) => Effect.Effect<{ readonly rows: ReadonlyArray<GroupRow>; readonly next: Place | null }, SqlError.SqlError>
    /** Joined groups (posting and witness rows) in order of group, a batch at a time. */
    readonly joinedGroups: (
      owner: OwnerId,
      connection: ConnectionId,
      afterGroup: string,
      limit: number
    ) => Effect.Effect<ReadonlyArray<GroupRow>, SqlError.SqlError>
    /** Whether a stream has rows that none of the others tells of. */
    readonly tellsAlone: (
      owner: OwnerId,
      connection: ConnectionId,
      stream: string,
      others: ReadonlyArray<string>
    ) => Effect.Effect<boolean, SqlError.SqlError>
    /** Settled postings of one asset, newest first, a batch at a time. */
    readonly postingsBefore: (
      owner: OwnerId,
      connection: ConnectionId,
      asset: string,
      before: Place | null,
      limit: number
    ) => Effect.Effect<ReadonlyArray<Place & { readonly postings: ReadonlyArray<Posting> }>, SqlError.SqlError>
    readonly certificate: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<Certificate | null, SqlError.SqlError>
    /** What the last certificate was issued on; `null` where none was. */
    readonly grounds: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<CertificateGrounds | null, SqlError.SqlError>
    /** How much the owner has said of the connection's openings. */
    readonly heard: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<number, SqlError.SqlError>
    /** `false`, and nothing is stored, if the owner has said more than was `heard`. */
    readonly putCertificate: (
      owner: OwnerId,
      certificate: Certificate,
      grounds: CertificateGrounds,
      heard: number
    ) => Effect.Effect<boolean, SqlError.SqlError>
  }
>()("@caudal/engine/storage/BookStore") {
  static readonly layer = Layer.effect(
    BookStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return BookStore.of({
        sums: (owner, connection) =>
          sql<PostingSum>`SELECT wallet, asset, amount FROM posting_sum WHERE owner_id = ${owner} AND connection_id = ${connection} ORDER BY wallet, asset`,
        putReport: (owner, connection, told, settled, snapshot) =>
          Effect.gen(function* () {
            const balances = JSON.stringify(snapshot.balances)
            const [last] = yield* sql<{ at: number; balances: string; settled: number }>`SELECT at, balances, settled FROM balance_report
              WHERE owner_id = ${owner} AND connection_id = ${connection} ORDER BY at DESC LIMIT 1`
            if (last !== undefined && last.balances === balances && (last.settled === 1) === settled) {
              yield* sql`UPDATE balance_report SET confirmed_at = max(confirmed_at, ${told}) WHERE owner_id = ${owner} AND connection_id = ${connection} AND at = ${last.at}`
              return false
            }
            // exchanges tell their time in whole seconds: a second report within one is dated after the first, and both stay
            const [same] = yield* sql<{ at: number | null }>`SELECT max(at) AS at FROM balance_report
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND at BETWEEN ${told} AND ${told + 999}`
            const at = same?.at == null ? told : same.at + 1
            const held = new Set(snapshot.balances.filter(({ total }) => !Decimal.isZero(total)).map(({ asset }) => asset))
            for (const asset of held)
              yield* sql`INSERT INTO seen_asset (owner_id, connection_id, asset) VALUES (${owner}, ${connection}, ${asset}) ON CONFLICT DO NOTHING`
            yield* sql`INSERT INTO balance_report (owner_id, connection_id, at, confirmed_at, settled, complete, balances)
              VALUES (${owner}, ${connection}, ${at}, ${at}, ${settled ? 1 : 0}, ${snapshot.complete ? 1 : 0}, ${balances})`
            return true
          }).pipe(sql.withTransaction),
        reports: (owner, connection, limit, before = null) =>
          Effect.map(
            sql<{ at: number; confirmed_at: number; settled: number; complete: number; balances: string }>`
              SELECT at, confirmed_at, settled, complete, balances FROM balance_report
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND at < ${before ?? Number.MAX_SAFE_INTEGER} ORDER BY at DESC LIMIT ${limit}`,
            (rows) =>
              rows.map((row) => ({
                at: row.at,
                confirmedAt: row.confirmed_at,
                settled: row.settled === 1,
                complete: row.complete === 1,
                balances: JSON.parse(row.balances) as ReadonlyArray<WalletBalance>
              }))
          ),
        unrecognised: (owner, connection) =>
          sql<{ operation: string | null; count: number }>`SELECT operation, count(*) AS count FROM event
            WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1 AND kind = 'unrecognised'
            GROUP BY operation ORDER BY count DESC, operation`,
        firstPostingAt: (owner, connection) =>
          Effect.map(
            sql<{ at: number | null }>`SELECT min(at) AS at FROM event
              WHERE owner_id = ${owner} AND is_current = 1 AND posts = 1 AND connection_id = ${connection}`,
            ([row]) => row?.at ?? null
          ),
        neighbours: (owner, connection, from, to) =>
          Effect.map(
            sql<{ before: number | null; after: number | null }>`SELECT
              (SELECT max(at) FROM event WHERE owner_id = ${owner} AND is_current = 1 AND posts = 1 AND connection_id = ${connection} AND at < ${from}) AS before,
              (SELECT min(at) FROM event WHERE owner_id = ${owner} AND is_current = 1 AND posts = 1 AND connection_id = ${connection} AND at > ${to}) AS after`,
            ([row]) => ({ before: row?.before ?? null, after: row?.after ?? null })
          ),
        open: (owner, connection, status, after, limit) =>
          Effect.map(
            sql<EventRow>`SELECT seq, stream, external_id, posts, kind, at, status, coalesce(group_id, '') AS group_id, postings FROM event
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1 AND ${openAs(sql, status)}
                AND (at, seq) > (${after?.at ?? 0}, ${after?.seq ?? 0})
              ORDER BY at, seq LIMIT ${limit}`,
            (rows) => {
              const last = rows.length < limit ? undefined : rows.at(-1)
              return { rows: rows.map(groupRow), next: last === undefined ? null : { at: last.at, seq: last.seq } }
            }
          ),
        joinedGroups: (owner, connection, afterGroup, limit) =>
          Effect.map(
            sql<EventRow>`SELECT seq, stream, external_id, posts, kind, at, status, group_id, postings FROM event
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1 AND joined = 1 AND group_id > ${afterGroup}
              ORDER BY group_id LIMIT ${limit}`,
            (rows) => rows.map(groupRow)
          ),
        tellsAlone: (owner, connection, stream, others) =>
          Effect.map(
            sql`SELECT 1 FROM event WHERE owner_id = ${owner} AND connection_id = ${connection} AND stream = ${stream}
              AND is_current = 1 AND status = 'settled' AND postings <> '[]' AND NOT EXISTS (
                SELECT 1 FROM event AS other WHERE other.owner_id = ${owner} AND other.connection_id = ${connection}
                  AND other.group_id = event.group_id AND other.is_current = 1 AND other.stream IN ${sql.in(others)})
              LIMIT 1`,
            (rows) => rows.length > 0
          ),
        postingsBefore: (owner, connection, asset, before, limit) =>
          Effect.map(
            sql<{ at: number; seq: number; postings: string }>`SELECT at, seq, postings FROM event
              WHERE owner_id = ${owner} AND is_current = 1 AND posts = 1 AND connection_id = ${connection} AND status = 'settled'
                AND at <= ${before?.at ?? Number.MAX_SAFE_INTEGER} AND (at, seq) < (${before?.at ?? Number.MAX_SAFE_INTEGER}, ${before?.seq ?? 0})
                AND ${mentions(sql, asset)}
              ORDER BY at DESC, seq DESC LIMIT ${limit}`,
            (rows) => rows.map(({ at, seq, postings }) => ({ at, seq, postings: JSON.parse(postings) as ReadonlyArray<Posting> }))
          ),
        certificate: (owner, connection) =>
          Effect.map(
            sql<{ body: string }>`SELECT body FROM certificate WHERE owner_id = ${owner} AND connection_id = ${connection}`,
            ([row]) => (row === undefined ? null : (JSON.parse(row.body) as Certificate))
          ),
        grounds: (owner, connection) =>
          Effect.map(
            sql<{ grounds: string | null }>`SELECT grounds FROM certificate WHERE owner_id = ${owner} AND connection_id = ${connection}`,
            ([row]) => (row?.grounds == null ? null : (JSON.parse(row.grounds) as CertificateGrounds))
          ),
        heard: (owner, connection) =>
          Effect.map(
            sql<{ n: number }>`SELECT count(*) AS n FROM opening WHERE owner_id = ${owner} AND connection_id = ${connection}`,
            ([row]) => row?.n ?? 0
          ),
        putCertificate: (owner, certificate, grounds, heard) =>
          Effect.map(
            sql`INSERT INTO certificate (owner_id, connection_id, issued_at, body, grounds)
              SELECT ${owner}, ${certificate.connectionId}, ${certificate.issuedAt}, ${JSON.stringify(certificate)}, ${JSON.stringify(grounds)}
              WHERE (SELECT count(*) FROM opening WHERE owner_id = ${owner} AND connection_id = ${certificate.connectionId}) = ${heard}
              ON CONFLICT (owner_id, connection_id) DO UPDATE SET issued_at = excluded.issued_at, body = excluded.body, grounds = excluded.grounds
              RETURNING issued_at`,
            (rows) => rows.length > 0
          )
      })
    })
  )
}
