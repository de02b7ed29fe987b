/**
 * Connections to one account that could not be told apart when they were connected: a key that may not read whose it is, of
 * an account in which nothing had happened yet. Once there are rows or balances they give it away.
 */
import { Effect } from "effect"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { BookStore } from "../storage/BookStore.ts"
import type { StoredConnection } from "../storage/ConnectionStore.ts"
import { EventReader } from "../storage/EventReader.ts"
import { held } from "./held.ts"
import { isUnknown } from "./unknownAccount.ts"

/** So many rows in a row are not alike by chance, whether their ids are the exchange's or made from their content. */
const enough = 3
/** More than an account has in one instant, unless it is the same account's. */
const mostAtOnce = 100

const newestOf = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId) {
  const reader = yield* EventReader
  const query = { connections: [connection], filter: {}, direction: "descending", beyond: null, limit: enough } as const
  return (yield* reader.read(owner, query)).map(({ transaction }) => transaction)
})

type Newest = Effect.Success<ReturnType<typeof newestOf>>

const hasAll = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId, rows: Newest) {
  const reader = yield* EventReader
  for (const { at, stream, externalId, occurrence } of rows) {
    const filter = { from: at, to: at + 1 }
    const there = yield* reader.read(owner, { connections: [connection], filter, direction: "ascending", beyond: null, limit: mostAtOnce })
    const same = there.some(
      ({ transaction: other }) => other.stream === stream && other.externalId === externalId && other.occurrence === occurrence
    )
    if (!same) return false
  }
  return true
})

const balancesOf = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId) {
  const [report] = yield* (yield* BookStore).reports(owner, connection, 1)
  return held(report?.balances ?? [])
})

/** The one that was synced last has the newest rows, so those of the other one are looked for in it, whichever that is. */
const showSame = Effect.fnUntraced(function* (owner: OwnerId, one: ConnectionId, other: ConnectionId) {
  const [mine, theirs] = [yield* newestOf(owner, one), yield* newestOf(owner, other)]
  const few = mine.length < enough || theirs.length < enough
  if (mine.length > 0 && theirs.length > 0 && !(yield* hasAll(owner, other, mine)) && !(yield* hasAll(owner, one, theirs))) return false
  if (!few) return true
  const balances = yield* balancesOf(owner, one)
  return balances !== "" && balances === (yield* balancesOf(owner, other))
})

/** Which is counted: one that is still connected, whose account is told, that was there first. */
const rank = (connection: StoredConnection): number => (connection.status === "disconnected" ? 2 : 0) + (isUnknown(connection) ? 1 : 0)

/** Connections of one owner that show what another of them shows, with that other one. */
export const duplicatesAmong = Effect.fnUntraced(function* (owner: OwnerId, connections: ReadonlyArray<StoredConnection>) {
  const duplicates = new Map<ConnectionId, ConnectionId>()
  for (const group of Map.groupBy(connections, ({ exchange }) => exchange).values()) {
    if (group.length < 2 || !group.some(isUnknown)) continue
    const counted: Array<StoredConnection> = []
    for (const connection of group.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id)) {
      for (const other of counted) {
        if (!isUnknown(connection) && !isUnknown(other)) continue
        if (!(yield* showSame(owner, connection.id, other.id))) continue
        duplicates.set(connection.id, other.id)
        break
      }
      if (!duplicates.has(connection.id)) counted.push(connection)
    }
  }
  return duplicates
})
