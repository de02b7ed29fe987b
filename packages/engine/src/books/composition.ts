/** Which streams build the books. Exactly one composition posts at a time. */
import type { Adapter, Composition } from "@caudal/exchange"
import type { StoredStream } from "../storage/PageStore.ts"

export const compositionOf = (adapter: Adapter, id: string): Composition =>
  adapter.manifest.books.find((one) => one.id === id) ?? adapter.manifest.books[0]!

/** The exchange refuses the stream and never gave a row of it: nothing would be lost by building the books without it. */
const refused = (stream: StoredStream | undefined): boolean =>
  stream !== undefined && stream.rows === 0 && (stream.failure?.code === "PERMISSION_MISSING" || stream.failure?.code === "MARKET_GONE")

/**
 * The first composition in the manifest's order of preference none of whose posting streams is refused, once all of them
 * have been read to the account's start; the current one until then. So a stream that is granted later takes the books
 * over again, and a failure that may pass never does.
 */
export const choose = (adapter: Adapter, current: Composition, streams: ReadonlyArray<StoredStream>): Composition => {
  const byId = new Map(streams.map((stream) => [stream.stream, stream]))
  const best = adapter.manifest.books.find(({ posts }) => !posts.some((id) => refused(byId.get(id))))
  return best !== undefined && best.posts.every((id) => byId.get(id)?.state === "complete") ? best : current
}

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
