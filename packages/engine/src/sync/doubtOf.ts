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

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The exchange shows some of the posting streams only for some time: an account may have rows from before. */
export const unshownOf = (posting: ReadonlyArray<StreamSpec>, lists: ReadonlyArray<StoredTrack>, now: number): string | null => {
  const cut = posting.flatMap((spec) => {
    const ends = lists
      .filter(({ stream }) => stream === spec.id)
      .flatMap(({ walk }) => readingOf(spec, walk, now).unshown.map(({ to }) => to))
    return ends.length === 0 ? [] : [{ id: spec.id, to: Math.max(...ends) }]
  })
  if (cut.length === 0) return null
  return `the exchange does not show ${cut.map(({ id }) => id).join(", ")} from before ${day(Math.max(...cut.map(({ to }) => to)))}`
}

export const doubtOf = (
  posting: ReadonlyArray<StreamSpec>,
  streams: ReadonlyArray<StoredStream>,
  lists: ReadonlyArray<StoredTrack>,
  now: number
): string | null => {
  // what will not pass comes before what the next run settles
  for (const { id } of posting) {
    const gone = lists.filter((track) => track.stream === id && isGone(track))
    if (gone.length > 0) return `the exchange no longer shows ${id} of ${named(gone)}`
  }
  for (const spec of posting) {
    const tracks = lists.filter(({ stream }) => stream === spec.id)
    if (tracks.some((track) => lookedAtOnce(spec, track, now)))
      return `the exchange showed no more of ${spec.id}, and its end of history is not confirmed yet`
    if (spec.fanOut !== null && (streams.find(({ stream }) => stream === spec.id)?.listedTo ?? null) === null)
      return `${spec.id} may have lists that are not known yet`
  }
  return null
}
