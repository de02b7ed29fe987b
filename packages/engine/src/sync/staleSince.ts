/** Since when rows of a stream may be missing, where it cannot be read. */
import type { StreamSpec } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { PageStore } from "../storage/PageStore.ts"
import { readingOf } from "./Reading.ts"

/** Up to when the newest rows of all of its lists are read; now, where none are: from then on they may be missing. */
export const staleSince = Effect.fnUntraced(function* ({
  owner,
  connection,
  spec
}: {
  readonly owner: OwnerId
  readonly connection: ConnectionId
  readonly spec: StreamSpec
}) {
  const pages = yield* PageStore
  const now = yield* Clock.currentTimeMillis
  const tracks = yield* pages.tracks(owner, connection, spec.id)
  const read = tracks.map((track) => readingOf(spec, track.walk, now).freshTo).filter((one) => one !== null)
  return Math.min(now, ...read)
})
