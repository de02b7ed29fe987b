/** Which streams build the books. Exactly one composition posts at a time. */
import type { Adapter, Composition } from "@caudal/exchange"
import { Effect } from "effect"
import { BookStore } from "../storage/BookStore.ts"
import type { StoredConnection } from "../storage/ConnectionStore.ts"
import type { StoredStream } from "../storage/PageStore.ts"

export const compositionOf = (adapter: Adapter, id: string): Composition =>
  adapter.manifest.books.find((one) => one.id === id) ?? adapter.manifest.books[0]!

const isRefused = ({ failure }: StoredStream): boolean => failure?.code === "PERMISSION_MISSING" || failure?.code === "MARKET_GONE"

/**
 * The first composition in the manifest's order of preference none of whose posting streams is refused, once all of them
 * have been read to the account's start; the current one until then. So a stream that is granted later takes the books
 * over again, and a failure that may pass never does. A stream that is refused after it gave rows gives the books up only
 * where nothing is lost: where the streams that would post instead tell of each of its rows.
 */
export const choose = Effect.fnUntraced(function* (
  adapter: Adapter,
  current: Composition,
  { owner, id }: StoredConnection,
  streams: ReadonlyArray<StoredStream>
) {
  const books = yield* BookStore
  const byId = new Map(streams.map((stream) => [stream.stream, stream]))
  const refusedOf = ({ posts }: Composition) => posts.flatMap((post) => byId.get(post) ?? []).filter((stream) => isRefused(stream))
  const best = adapter.manifest.books.find((one) => refusedOf(one).length === 0)
  if (best === undefined || !best.posts.every((post) => byId.get(post)?.state === "complete")) return current
  for (const preferred of adapter.manifest.books.slice(0, adapter.manifest.books.indexOf(best))) {
    for (const { stream, rows } of refusedOf(preferred)) {
      if (rows > 0 && (yield* books.tellsAlone(owner, id, stream, best.posts))) return current
    }
  }
  return best
})

/** What books that are not built as the exchange's manifest likes best cannot show, and why; `null` for those that are. */
export const unseenBy = (adapter: Adapter, current: Composition, streams: ReadonlyArray<StoredStream>): string | null => {
  const missing = adapter.manifest.books[0]!.posts.filter((id) => !current.posts.includes(id))
  if (missing.length === 0) return null
  const named = missing.map((id) => {
    const code = streams.find(({ stream }) => stream === id)?.failure?.code
    return code === undefined ? id : `${id} (${code})`
  })
  return `the books are built without ${named.join(", ")}, and rows that only it shows are missing`
}
