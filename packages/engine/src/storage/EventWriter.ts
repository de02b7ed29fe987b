/**
 * Writes events: new ones, and new versions of those the exchange corrected. Meant to run inside a page's transaction.
 */
import type { LedgerEvent, Posting } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { Batch, type Insert, type Value } from "./Batch.ts"
import * as IdentityIndex from "./IdentityIndex.ts"

export interface NewEvent {
  readonly event: LedgerEvent
  readonly occurrence: number
}

export interface Written {
  readonly added: number
  readonly corrected: number
  readonly unrecognised: number
  /** Postings to add to the sums (those of a replaced version come negated). */
  readonly sumChanges: ReadonlyArray<Posting>
}

/** Indexes of identities that are kept, those of the connections used last: a large one costs a moment to read again. */
const mostIndexes = 8

/** Everything of an event that an exchange could correct, as it is stored. */
interface Content {
  readonly kind: string
  readonly operation: string | null
  readonly at: number
  readonly rank: number
  readonly status: string
  readonly group_id: string | null
  readonly refs: string
  readonly postings: string
  readonly price: string | null
  readonly transfer: string | null
}

interface Stored extends Content {
  readonly seq: number
  readonly external_id: string
  readonly occurrence: number
  readonly version: number
}

interface Change {
  readonly seq: number
  readonly version: number
  readonly event: LedgerEvent
  readonly occurrence: number
  readonly content: Content
  readonly replaces: Stored | null
}

const contentOf = (event: LedgerEvent): Content => ({
  kind: event.kind,
  operation: event.operation,
  at: event.at,
  rank: event.rank ?? -1,
  status: event.status,
  group_id: event.groupId,
  refs: JSON.stringify(event.refs),
  postings: JSON.stringify(event.postings),
  price: event.price === null ? null : JSON.stringify(event.price),
  transfer: event.transfer === null ? null : JSON.stringify(event.transfer)
})

const same = (a: Content, b: Content): boolean =>
  a.postings === b.postings &&
  a.status === b.status &&
  a.at === b.at &&
  a.kind === b.kind &&
  a.operation === b.operation &&
  a.rank === b.rank &&
  a.group_id === b.group_id &&
  a.refs === b.refs &&
  a.price === b.price &&
  a.transfer === b.transfer

const negated = (postings: ReadonlyArray<Posting>): ReadonlyArray<Posting> =>
  postings.map((posting) => ({ ...posting, amount: Decimal.negate(posting.amount) }))

const intoEvent: Insert = {
  table: "event",
  columns:
    "owner_id connection_id seq stream external_id occurrence version is_current posts joined kind operation at rank status group_id refs postings price transfer archive_id pointer replaces".split(
      " "
    )
}

export class EventWriter extends Context.Service<
  EventWriter,
  {
    readonly write: (
      owner: OwnerId,
      connection: ConnectionId,
      page: { readonly stream: string; readonly posts: boolean; readonly archiveId: number; readonly events: ReadonlyArray<NewEvent> }
    ) => Effect.Effect<Written, SqlError.SqlError>
  }
>()("@caudal/engine/storage/EventWriter") {
  static readonly layer = Layer.effect(
    EventWriter,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const batch = yield* Batch
      const indexes = new Map<string, IdentityIndex.IdentityIndex>()

      /** Only one process writes (it holds the folder's lock). A transaction that is rolled back leaves numbers that are never found. */
      const indexOf = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId) {
        const key = `${owner}:${connection}`
        let index = indexes.get(key)
        if (index === undefined) {
          const blocks = yield* sql<{ first_seq: number; hashes: Uint8Array }>`SELECT first_seq, hashes FROM event_identity
            WHERE owner_id = ${owner} AND connection_id = ${connection} ORDER BY first_seq`
          index = IdentityIndex.make()
          for (const { first_seq, hashes } of blocks) IdentityIndex.addBlock(index, first_seq, hashes)
        }
        indexes.delete(key)
        indexes.set(key, index) // used last
        if (indexes.size > mostIndexes) indexes.delete(indexes.keys().next().value!)
        return index
      })

      /** The current versions of what may be stored of a page already, by identity. */
      const known = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId, stream: string, seqs: ReadonlyArray<number>) {
        const found = new Map<string, Stored>()
        if (seqs.length === 0) return found
        const rows =
          yield* sql<Stored>`SELECT seq, external_id, occurrence, version, kind, operation, at, rank, status, group_id, refs, postings, price, transfer
          FROM event WHERE owner_id = ${owner} AND connection_id = ${connection} AND seq IN ${sql.in(seqs)} AND is_current = 1 AND stream = ${stream}`
        for (const row of rows) found.set(`${row.occurrence}:${row.external_id}`, row)
        return found
      })

      /** A posting and a witness of one group join, whichever came first. Gives the groups that have a row of the other role, and joins those rows. */
      const joinOthers = Effect.fnUntraced(function* (
        owner: OwnerId,
        connection: ConnectionId,
        posts: boolean,
        groups: ReadonlyArray<string>
      ) {
        if (groups.length === 0) return new Set<string>()
        const others = yield* sql<{ group_id: string; seq: number; joined: number }>`SELECT group_id, seq, joined FROM event
          WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1 AND group_id IN ${sql.in(groups)} AND posts = ${posts ? 0 : 1}`
        yield* batch.each(
          `UPDATE event SET joined = 1 WHERE owner_id = ? AND connection_id = ? AND seq = ?`,
          others.filter((row) => row.joined === 0).map((row) => [owner, connection, row.seq])
        )
        return new Set(others.map((row) => row.group_id))
      })

      /** Rows of groups that a correction left are alone again, unless another row of the other role is there. */
      const part = (owner: OwnerId, connection: ConnectionId, groups: ReadonlyArray<string>) =>
        groups.length === 0
          ? Effect.void
          : sql`UPDATE event SET joined = 0
              WHERE owner_id = ${owner} AND connection_id = ${connection} AND is_current = 1 AND joined = 1 AND group_id IN ${sql.in(groups)}
                AND NOT EXISTS (SELECT 1 FROM event AS other
                  WHERE other.owner_id = event.owner_id AND other.connection_id = event.connection_id AND other.group_id = event.group_id
                    AND other.is_current = 1 AND other.posts <> event.posts)`

      return EventWriter.of({
        write: Effect.fnUntraced(function* (owner, connection, { stream, posts, archiveId, events }) {
          const index = yield* indexOf(owner, connection)
          const hashes = events.map(({ event, occurrence }) => IdentityIndex.hashOf(stream, event.source.externalId, occurrence))
          const candidates: Array<number> = []
          for (const hash of hashes) index.find(hash, candidates)
          const stored = yield* known(owner, connection, stream, [...new Set(candidates)])

          const firstSeq = index.last() + 1
          let seq = index.last()
          let corrected = 0
          let unrecognised = 0
          const sumChanges: Array<Posting> = []
          const changes: Array<Change> = []
          const changedHashes: Array<number> = []
          const groups = new Set<string>()
          const left = new Set<string>()
          for (const [i, { event, occurrence }] of events.entries()) {
            const { externalId } = event.source
            const key = `${occurrence}:${externalId}`
            const content = contentOf(event)
            const before = stored.get(key) ?? null
            if (before !== null && same(before, content)) continue
            if (before !== null) {
              corrected++
              if (before.status === "settled") sumChanges.push(...negated(JSON.parse(before.postings) as ReadonlyArray<Posting>))
              if (before.kind === "unrecognised") unrecognised--
              if (before.group_id !== null && before.group_id !== event.groupId) left.add(before.group_id)
            }
            if (event.status === "settled") sumChanges.push(...event.postings)
            if (event.kind === "unrecognised") unrecognised++
            if (event.groupId !== null) groups.add(event.groupId)
            const version = (before?.version ?? 0) + 1
            changes.push({ seq: ++seq, version, event, occurrence, content, replaces: before })
            changedHashes.push(hashes[i]!)
            // the same row twice on one page is one row: the first becomes what the second is compared with
            stored.set(key, { ...content, seq, external_id: externalId, occurrence, version })
          }
          if (changes.length === 0) return { added: 0, corrected: 0, unrecognised: 0, sumChanges: [] }

          const joined = yield* joinOthers(owner, connection, posts, [...groups])
          const rows: Array<ReadonlyArray<Value>> = []
          for (const change of changes) {
            const { content, event, replaces } = change
            if (replaces !== null) {
              // a correction of a row that this very page brought must find it stored
              yield* batch.insert(intoEvent, rows.splice(0))
              yield* sql`UPDATE event SET is_current = 0 WHERE owner_id = ${owner} AND connection_id = ${connection} AND seq = ${replaces.seq}`
            }
            rows.push([
              owner,
              connection,
              change.seq,
              stream,
              event.source.externalId,
              change.occurrence,
              change.version,
              1,
              posts ? 1 : 0,
              content.group_id !== null && joined.has(content.group_id) ? 1 : 0,
              content.kind,
              content.operation,
              content.at,
              content.rank,
              content.status,
              content.group_id,
              content.refs,
              content.postings,
              content.price,
              content.transfer,
              archiveId,
              event.pointer,
              replaces?.seq ?? null
            ])
          }
          yield* batch.insert(intoEvent, rows)
          yield* part(owner, connection, [...left])
          yield* sql`INSERT INTO event_identity (owner_id, connection_id, first_seq, hashes)
            VALUES (${owner}, ${connection}, ${firstSeq}, ${IdentityIndex.encodeBlock(changedHashes)})`
          for (const [i, hash] of changedHashes.entries()) index.add(hash, firstSeq + i)
          return { added: changes.length - corrected, corrected, unrecognised, sumChanges }
        })
      })
    })
  )
}
