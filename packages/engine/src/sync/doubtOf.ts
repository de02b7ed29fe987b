/**
 * Why rows of the posting streams may be missing although nothing is left to read. Such a doubt is settled by the sums:
 * where they agree with the balances nothing is missing, where they do not, the books are unproved rather than wrong.
 */
import type { StreamSpec } from "@caudal/exchange"
import type { StoredStream, StoredTrack } from "../storage/PageStore.ts"
import { readingOf } from "./Reading.ts"
import { isGone } from "./readStream.ts"

const named = (tracks: ReadonlyArray<StoredTrack>): string =>
  tracks
    .slice(0, 3)
    .map(({ dimension }) => dimension)
    .join(", ") + (tracks.length > 3 ? ` and ${tracks.length - 3} more` : "")

/** The end of a list, or windows of it, came back empty, and no other run has agreed yet. */
export const lookedAtOnce = (spec: StreamSpec, { walk }: StoredTrack, now: number): boolean => {
  const reading = readingOf(spec, walk, now)
  return reading.doubtful.length > 0 || (reading.finished && reading.watermark === null)
}

export const doubtOf = (
  posting: ReadonlyArray<StreamSpec>,
  streams: ReadonlyArray<StoredStream>,
  lists: ReadonlyArray<StoredTrack>,
  now: number
): string | null => {
  for (const spec of posting) {
    const tracks = lists.filter(({ stream }) => stream === spec.id)
    const gone = tracks.filter(isGone)
    if (gone.length > 0) return `the exchange no longer shows ${spec.id} of ${named(gone)}`
    if (tracks.some((track) => lookedAtOnce(spec, track, now)))
      return `the exchange showed no more of ${spec.id}, and its end of history is not confirmed yet`
    if (spec.fanOut !== null && (streams.find(({ stream }) => stream === spec.id)?.listedTo ?? null) === null)
      return `${spec.id} may have lists that are not known yet`
  }
  return null
}
