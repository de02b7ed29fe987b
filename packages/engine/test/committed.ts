import type { ConnectionId, OwnerId } from "../src/Ids.ts"
import type { NewEvent } from "../src/storage/EventWriter.ts"

/** A page as a sync commits it; only the ledger posts. */
export const committed = (
  owner: OwnerId,
  connection: ConnectionId,
  stream: string,
  events: ReadonlyArray<NewEvent>,
  state: "syncing" | "complete"
) => ({
  owner,
  connection,
  stream,
  dimension: "",
  posts: stream === "ledger",
  endpoint: stream,
  request: "{}",
  receivedAt: 1,
  hash: "",
  seal: () => new Uint8Array(),
  events,
  quarantined: [],
  walk: "",
  state
})
