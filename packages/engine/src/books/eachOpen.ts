/** Every witness of a connection that found no partner, oldest first, a batch at a time. */
import { Effect } from "effect"
import type { EventStatus } from "@caudal/exchange"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { BookStore, type GroupRow, type Place } from "../storage/BookStore.ts"

const batch = 2_000

export const eachOpen = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: ConnectionId,
  status: EventStatus,
  use: (row: GroupRow) => void
) {
  const store = yield* BookStore
  let after: Place | null = null
  do {
    const page: { readonly rows: ReadonlyArray<GroupRow>; readonly next: Place | null } = yield* store.open(
      owner,
      connection,
      status,
      after,
      batch
    )
    for (const row of page.rows) use(row)
    after = page.next
  } while (after !== null)
})
