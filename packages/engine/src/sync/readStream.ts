/** Brings one stream up to date: all of its lists, each at its own pace. A failure of one list never stops the others. */
import { type Dimension, type Failure, failure } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import type { SqlError } from "effect/sql"
import { runPlan } from "../host/runPlan.ts"
import { PageStore, type StoredTrack } from "../storage/PageStore.ts"
import { allOpen, openLists } from "./openLists.ts"
import { callFailed, lookForNews as lookForNewsOf, readTrack, type StreamRun } from "./readTrack.ts"
import { staleSince } from "./staleSince.ts"

/** Lists of one stream that are read at the same time. Calls that are signed still go one by one. */
const listsAtOnce = 4

/** So many lists in a row that fail in the same way: the rest would, too, and is left to the next run. */
const mostAlike = 3

/** One stream during one run. */
export interface StreamReading {
  readonly run: StreamRun
  /** The lists that the adapter names; `null`: it names none, or has not been asked yet. */
  plan: ReadonlyArray<Dimension> | null
  planned: boolean
  /** Why the lists could not be named. */
  planFailure: Failure | null
  /** Lists that have been read in this run. */
  readonly read: Set<string>
  /** Lists that failed in this run, but for those that are gone. */
  readonly failed: Map<string, Failure>
  /** The failures of the last lists, since one went well. */
  inRow: ReadonlyArray<Failure>
}

export const streamReading = (run: StreamRun): StreamReading => ({
  run,
  plan: null,
  planned: false,
  planFailure: null,
  read: new Set(),
  failed: new Map(),
  inRow: []
})

/** One list of many is gone at the exchange: no failure of the stream. What is stored of it stays. */
export const isGone = ({ dimension, failure: failed }: Pick<StoredTrack, "dimension" | "failure">): boolean =>
  dimension !== "" && failed?.code === "MARKET_GONE"

const nameLists = Effect.fnUntraced(function* (reading: StreamReading) {
  const { run } = reading
  const { spec, adapter } = run
  reading.planned = true
  if (spec.fanOut === null) return
  const plan = adapter.streams[spec.id]?.dimensions
  if (plan === undefined) {
    if (spec.fanOut.from === "seen-in-other-streams") return
    return yield* callFailed(run, failure("ADAPTER_BUG", `${spec.id} consists of many lists, and the adapter does not name them`))
  }
  reading.plan = (yield* runPlan(run.caller, `${spec.id}.dimensions`, plan, "data", run.progress.called(null, 0, null))).value
})

/** Marks a list as failed, or as gone, which is no failure of its stream; gives whether it is gone. */
const noteFailure = Effect.fnUntraced(function* (
  reading: StreamReading,
  dimension: string,
  stored: StoredTrack | undefined,
  failed: Failure
) {
  const { run } = reading
  const pages = yield* PageStore
  const now = yield* Clock.currentTimeMillis
  const gone = isGone({ dimension, failure: failed })
  const failedAt = gone && stored !== undefined && isGone(stored) ? stored.failedAt : now
  yield* pages.markTrack(run.owner, run.connection, run.spec.id, dimension, { failure: failed, failedAt })
  yield* run.progress.list(run.spec.id, dimension, gone ? "complete" : "failed")
  if (!gone) reading.failed.set(dimension, failed)
  return gone
})

/** What the failure of one list means: it is marked, and the others go on, unless it concerns the whole account. */
const guarded = Effect.fnUntraced(function* (
  reading: StreamReading,
  dimension: string,
  stored: StoredTrack | undefined,
  openSince: Effect.Effect<number | null, SqlError.SqlError>
) {
  const { run } = reading
  const [last] = reading.inRow
  if (last !== undefined && reading.inRow.length >= mostAlike && reading.inRow.every(({ code }) => code === last.code)) {
    reading.failed.set(dimension, last)
    return yield* run.progress.list(run.spec.id, dimension, "failed")
  }
  yield* run.progress.list(run.spec.id, dimension, "syncing")
  yield* readTrack({ ...run, dimension }, stored, openSince).pipe(
    Effect.tap(() => {
      reading.inRow = []
      return run.progress.list(run.spec.id, dimension, "complete")
    }),
    Effect.catchTag("CallFailed", (error) =>
      Effect.gen(function* () {
        const gone = yield* noteFailure(reading, dimension, stored, error.failure)
        reading.inRow = gone ? [] : [...reading.inRow, error.failure].slice(-mostAlike)
        if (error.failure.stops === "account") return yield* error
      })
    )
  )
})

/** The stream as a whole: complete once all of its lists are. */
const conclude = Effect.fnUntraced(function* (reading: StreamReading) {
  const { run } = reading
  const pages = yield* PageStore
  const failed = failureOf(reading)
  const state =
    failed === null ? ("complete" as const) : failed.code === "DATA_CHANGED_DURING_PAGING" ? ("suspect" as const) : ("failed" as const)
  const since = failed === null ? null : yield* staleSince(run)
  yield* pages.mark(run.owner, run.connection, run.spec.id, { state, failure: failed, staleSince: since })
  yield* run.progress.stream(run.spec.id, state)
})

/** Why the stream is not complete in this run. */
export const failureOf = ({ planFailure, failed }: StreamReading): Failure | null => planFailure ?? [...failed.values()][0] ?? null

/** The lists that are open now and were not read in this run yet. */
const openNow = Effect.fnUntraced(function* (reading: StreamReading, stored: ReadonlyArray<string>) {
  const pages = yield* PageStore
  const { owner, connection, spec } = reading.run
  const seen = spec.fanOut === null ? new Set<string>() : yield* pages.assetsSeen(owner, connection)
  // lists that nobody could name are not guessed: only those read before are
  const plan = reading.planFailure === null ? reading.plan : []
  return openLists(spec, plan, stored, seen).filter((dimension) => !reading.read.has(dimension))
})

/** What was seen since has opened further lists. */
export const opensMore = (reading: StreamReading) => Effect.map(openNow(reading, []), (lists) => lists.length > 0)

/** Reads the lists that are open and were not read in this run yet; gives how many those were. */
export const readLists = Effect.fnUntraced(function* (reading: StreamReading) {
  const { run } = reading
  const { owner, connection, spec } = run
  const pages = yield* PageStore
  if (!reading.planned) {
    yield* run.progress.stream(spec.id, "syncing")
    yield* pages.mark(owner, connection, spec.id, { state: "syncing" })
    yield* nameLists(reading).pipe(
      Effect.catchTag("CallFailed", (error) => {
        reading.planFailure = error.failure
        return error.failure.stops === "account" ? Effect.andThen(conclude(reading), Effect.fail(error)) : Effect.void
      })
    )
  }
  const stored = new Map((yield* pages.tracks(owner, connection, spec.id)).map((track) => [track.dimension, track]))
  const lists = yield* openNow(reading, [...stored.keys()])
  for (const dimension of lists) {
    reading.read.add(dimension)
    yield* run.progress.list(spec.id, dimension, "waiting")
  }
  if (lists.length > 0 || reading.planFailure !== null || reading.read.size === 0) {
    const openSince = yield* Effect.cached(pages.openSince(owner, connection, spec.id))
    yield* Effect.forEach(lists, (dimension) => guarded(reading, dimension, stored.get(dimension), openSince), {
      concurrency: listsAtOnce,
      discard: true
    }).pipe(Effect.tapErrorTag("CallFailed", () => conclude(reading)))
    yield* conclude(reading)
  }
  return lists.length
})

/** Nothing that is still to be seen can open another list of the stream. */
export const hasAll = ({ run, plan, planFailure, read }: StreamReading): boolean =>
  planFailure === null && allOpen(run.spec, plan, [...read])

/**
 * Looks at the newest rows; gives how many were new or changed. Of many lists only at those in which one of the assets
 * that `moved` is traded, as far as their assets are known (`null`: any may have).
 */
export const lookForNews = (reading: StreamReading, moved: ReadonlySet<string> | null) => {
  const assets = new Map(reading.plan?.map(({ id, assets: codes }) => [id, codes]))
  const codesOf = ({ dimension }: StoredTrack) => (reading.plan === null ? [dimension] : (assets.get(dimension) ?? null))
  const whole = moved === null || reading.run.spec.fanOut === null
  return lookAt(reading, (track) => whole || (codesOf(track)?.some((code) => moved.has(code)) ?? true), 0)
}

/**
 * Looks again at the lists of a kind, and at so many windows of each that came back empty; gives how many rows were new or
 * changed. A list that cannot be seen again has failed, by its own name, and its stream with it.
 */
export const lookAt = Effect.fnUntraced(function* (reading: StreamReading, which: (track: StoredTrack) => boolean, checks: number) {
  const { run } = reading
  const pages = yield* PageStore
  const tracks = yield* pages.tracks(run.owner, run.connection, run.spec.id)
  const changed = yield* Effect.forEach(
    tracks.filter((track) => !isGone(track) && which(track)),
    (track) =>
      lookForNewsOf({ ...run, dimension: track.dimension }, track, checks).pipe(
        Effect.catchTag("CallFailed", (error) =>
          Effect.gen(function* () {
            if (error.failure.stops === "account") return yield* error
            yield* noteFailure(reading, track.dimension, track, error.failure)
            return 0
          })
        )
      ),
    { concurrency: listsAtOnce }
  )
  if (failureOf(reading) !== null) yield* conclude(reading)
  return changed.reduce((sum, one) => sum + one, 0)
})
