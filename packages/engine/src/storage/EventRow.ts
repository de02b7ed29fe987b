/** Events as they are stored, and as they are read: with what their witnesses add. */
import type { EventKind, EventStatus, Posting, Price, Ref, Transfer } from "@caudal/exchange"
import { ConnectionId, EventSeq } from "../Ids.ts"
import type { Transaction } from "../ledger/Ledger.ts"

export interface EventRow {
  connection_id: number
  seq: number
  exchange: string
  account_key: string
  stream: string
  external_id: string
  occurrence: number
  version: number
  kind: EventKind
  operation: string | null
  at: number
  rank: number
  status: EventStatus
  group_id: string | null
  refs: string
  postings: string
  price: string | null
  transfer: string | null
}

export interface WitnessRow {
  connection_id: number
  stream: string
  external_id: string
  kind: EventKind
  group_id: string
  price: string | null
  transfer: string | null
}

/** What a query of {@link EventRow} selects, and from what. */
export const eventColumns = `event.connection_id, event.seq, connection.exchange, connection.account_key, event.stream, event.external_id, event.occurrence,
  event.version, event.kind, event.operation, event.at, event.rank, event.status, event.group_id, event.refs, event.postings, event.price, event.transfer`
export const eventsJoined = `event JOIN connection ON connection.owner_id = event.owner_id AND connection.connection_id = event.connection_id`

const json = <A>(text: string | null): A | null => (text === null ? null : (JSON.parse(text) as A))

/** Fields that the event leaves open are filled from its witnesses; what it says itself stands. */
const mergeTransfer = (own: Transfer | null, other: Transfer | null): Transfer | null =>
  own === null || other === null
    ? (own ?? other)
    : {
        network: own.network ?? other.network,
        txid: own.txid ?? other.txid,
        address: own.address ?? other.address,
        tag: own.tag ?? other.tag,
        rail: own.rail ?? other.rail,
        reference: own.reference ?? other.reference
      }

const enrich = (row: EventRow, witnesses: ReadonlyArray<WitnessRow>): Transaction => ({
  connectionId: ConnectionId(row.connection_id),
  seq: EventSeq(row.seq),
  exchange: row.exchange,
  accountKey: row.account_key,
  stream: row.stream,
  externalId: row.external_id,
  occurrence: row.occurrence,
  version: row.version,
  kind: row.kind,
  operation: row.operation,
  at: row.at,
  rank: row.rank < 0 ? null : row.rank,
  status: row.status,
  groupId: row.group_id,
  refs: JSON.parse(row.refs) as ReadonlyArray<Ref>,
  postings: JSON.parse(row.postings) as ReadonlyArray<Posting>,
  price: json<Price>(row.price) ?? witnesses.reduce<Price | null>((price, witness) => price ?? json<Price>(witness.price), null),
  transfer: witnesses.reduce(
    (transfer, witness) => mergeTransfer(transfer, json<Transfer>(witness.transfer)),
    json<Transfer>(row.transfer)
  ),
  witnesses: witnesses.map((witness) => ({ stream: witness.stream, externalId: witness.external_id }))
})

/** Witnesses of a row share its connection, kind and group. */
export const enrichAll = (rows: ReadonlyArray<EventRow>, witnesses: ReadonlyArray<WitnessRow>): ReadonlyArray<Transaction> => {
  const byGroup = Map.groupBy(witnesses, ({ connection_id, kind, group_id }) => `${connection_id} ${kind} ${group_id}`)
  return rows.map((row) => enrich(row, byGroup.get(`${row.connection_id} ${row.kind} ${row.group_id}`) ?? []))
}
