/** Reads every list of every stream, and goes on until nothing opens another. */
import { Clock, Effect } from "effect"
import { sumsAgree } from "../books/sumsAgree.ts"
import { PageStore } from "../storage/PageStore.ts"
import { lookedAtOnce } from "./doubtOf.ts"
import { readingOf } from "./Reading.ts"
import { failureOf, hasAll, isGone, lookAt, opensMore as opensMoreOf, readLists, type StreamReading } from "./readStream.ts"

/** Reads every stream, then the lists that what was read has opened, until nothing opens another. */
export const readAll = Effect.fnUntraced(function* (streams: ReadonlyArray<StreamReading>) {
  yield* Effect.forEach(streams, readLists, { concurrency: "unbounded", discard: true })
  const fanned = streams.filter(({ run }) => run.spec.fanOut !== null)
  while ((yield* Effect.forEach(fanned, readLists, { concurrency: "unbounded" })).some((lists) => lists > 0));
  yield* noteListed(streams)
})

/** Up to when it is known which lists a fanned-out stream consists of: as far as everything is known that could open another. */
const noteListed = Effect.fnUntraced(function* (streams: ReadonlyArray<StreamReading>) {
  const fanned = streams.filter(({ run }) => run.spec.fanOut !== null)
  if (fanned.length === 0) return
  const pages = yield* PageStore
  const now = yield* Clock.currentTimeMillis
  const [any] = fanned
  const { owner, connection } = any!.run
  const specs = new Map(streams.map(({ run }) => [run.spec.id, run.spec]))
  const lists = (yield* pages.tracks(owner, connection)).filter((track) => specs.has(track.stream) && !isGone(track))
  const watermarks = lists.map((track) => readingOf(specs.get(track.stream)!, track.walk, now).watermark)
  const whole = streams.every((stream) => failureOf(stream) === null) && watermarks.every((one) => one !== null)
  for (const stream of fanned) {
    const to = hasAll(stream) ? now : whole ? Math.min(now, ...watermarks) : null
    if (to !== null && failureOf(stream) === null)
      yield* pages.mark(owner, connection, stream.run.spec.id, { state: "complete", failure: null, staleSince: null, listedTo: to })
  }
})

/**
 * The sums do not agree, and some lists came back empty where nobody has looked twice: looks there, before the books are
 * called wrong. Gives whether it looked.
 */
export const findMissing = Effect.fnUntraced(function* (streams: ReadonlyArray<StreamReading>, posting: ReadonlyArray<StreamReading>) {
  const [any] = posting
  if (any === undefined) return false
  const { owner, connection } = any.run
  const pages = yield* PageStore
  const now = yield* Clock.currentTimeMillis
  const lists = yield* pages.tracks(owner, connection)
  const once = posting.filter(({ run }) =>
    lists.some((track) => track.stream === run.spec.id && !isGone(track) && lookedAtOnce(run.spec, track, now))
  )
  if (once.length === 0 || (yield* sumsAgree(owner, connection))) return false
  yield* Effect.forEach(once, (stream) => lookAt(stream, (track) => lookedAtOnce(stream.run.spec, track, now), Number.MAX_SAFE_INTEGER), {
    discard: true
  })
  yield* noteListed(streams)
  return true
})

export const opensMore = (streams: ReadonlyArray<StreamReading>) =>
  Effect.map(
    Effect.forEach(
      streams.filter(({ run }) => run.spec.fanOut !== null),
      opensMoreOf
    ),
    (answers) => answers.some((more) => more)
  )
