/** What a run has done and has still to do, for people who wait. */
import type { StreamSpec } from "@caudal/exchange"
import type { StreamState, SyncProgress } from "./Connections.ts"
import type { ConnectionId } from "../Ids.ts"
import { Clock, Effect, SubscriptionRef } from "effect"
import type { Reading } from "./Reading.ts"

/** One list that a stream consists of. */
interface ListWork {
  readonly state: StreamState
  readonly callsDone: number
  readonly reading: Reading | null
}

interface StreamWork {
  readonly stream: string
  readonly state: StreamState
  readonly callsDone: number
  readonly lists: Map<string, ListWork>
}

interface List {
  readonly spec: Pick<StreamSpec, "id">
  readonly dimension: string
}

export interface Progress {
  readonly ref: SubscriptionRef.SubscriptionRef<SyncProgress>
  readonly begin: (streams: ReadonlyArray<string>, callsOfLastRun: number | null, callPaceMs: number) => Effect.Effect<void>
  readonly phase: (phase: SyncProgress["phase"]) => Effect.Effect<void>
  /** A call is over. `reading`: where its list stands now; `null` leaves that as it was. */
  readonly called: (list: List | null, rows: number, reading: Reading | null) => Effect.Effect<void>
  readonly stream: (stream: string, state: StreamState) => Effect.Effect<void>
  readonly list: (stream: string, dimension: string, state: StreamState) => Effect.Effect<void>
  readonly waiting: (until: number | null) => Effect.Effect<void>
  /** `finished`: it came to its end. One that was stopped keeps its estimate, and what it was reading waits again. */
  readonly end: (finished: boolean) => Effect.Effect<void>
}

const idle = (connectionId: ConnectionId): SyncProgress => ({
  connectionId,
  running: false,
  phase: "idle",
  callsDone: 0,
  callsEstimated: null,
  eta: null,
  pausedUntil: null,
  rowsStored: 0,
  streams: []
})

const isOver = ({ state }: ListWork): boolean => state !== "waiting" && state !== "syncing"

/** Calls of one stream in all, as far as its lists can tell. Those that have not begun are taken to be like those that are over. */
const callsOf = ({ lists }: StreamWork, now: number): number | null => {
  if (lists.size === 0) return null
  const works = [...lists.values()]
  const over = works.filter(isOver)
  const typical = over.length === 0 ? null : Math.ceil(over.reduce((sum, { callsDone }) => sum + callsDone, 0) / over.length)
  let sum = 0
  for (const work of works) {
    const left = isOver(work) ? 0 : (work.reading?.callsLeft(work.callsDone, now) ?? (work.callsDone === 0 ? typical : null))
    if (left === null) return null
    sum += work.callsDone + left
  }
  return sum
}

/** Balances, the looks around them, and the tickers. */
const closingCalls = 4

export const make = (connectionId: ConnectionId): Effect.Effect<Progress> =>
  Effect.gen(function* () {
    const ref = yield* SubscriptionRef.make(idle(connectionId))
    let works = new Map<string, StreamWork>()
    let lastRun: number | null = null
    let paceMs = 0
    let startedAt = 0

    const update = (change: (progress: SyncProgress) => SyncProgress) => SubscriptionRef.update(ref, change)

    const withEstimate = (progress: SyncProgress, now: number): SyncProgress => {
      const parts = [...works.values()].map((work) => callsOf(work, now))
      const known = parts.every((part) => part !== null)
      const history = known ? parts.reduce((sum, part) => sum + part, 0) + closingCalls : null
      // a run that has outgrown the last one is not like it: only what its lists tell counts
      const like = lastRun !== null && lastRun > progress.callsDone ? lastRun : null
      const callsEstimated = like === null && history === null ? null : Math.max(like ?? 0, history ?? 0, progress.callsDone)
      const perCall = progress.callsDone === 0 ? paceMs : Math.max(paceMs, (now - startedAt) / progress.callsDone)
      const streams = [...works.values()].map(({ stream, state, callsDone, lists }) => ({
        stream,
        state,
        callsDone,
        lists: { done: [...lists.values()].filter(isOver).length, total: lists.size }
      }))
      return {
        ...progress,
        callsEstimated,
        eta: callsEstimated === null ? null : Math.round(now + (callsEstimated - progress.callsDone) * perCall),
        streams
      }
    }

    return {
      ref,
      begin: Effect.fnUntraced(function* (streams, callsOfLastRun, callPaceMs) {
        works = new Map(streams.map((stream) => [stream, { stream, state: "waiting", callsDone: 0, lists: new Map() }]))
        lastRun = callsOfLastRun
        paceMs = callPaceMs
        startedAt = yield* Clock.currentTimeMillis
        yield* update(() => withEstimate({ ...idle(connectionId), running: true, phase: "history" }, startedAt))
      }),
      phase: (phase) => update((progress) => ({ ...progress, phase })),
      called: Effect.fnUntraced(function* (list, rows, reading) {
        const work = list === null ? undefined : works.get(list.spec.id)
        if (list !== null && work !== undefined) {
          const before = work.lists.get(list.dimension) ?? { state: "syncing", callsDone: 0, reading: null }
          const after = { ...before, callsDone: before.callsDone + 1, reading: reading ?? before.reading }
          work.lists.set(list.dimension, after)
          works.set(work.stream, { ...work, callsDone: work.callsDone + 1 })
        }
        const now = yield* Clock.currentTimeMillis
        yield* update((progress) =>
          withEstimate({ ...progress, callsDone: progress.callsDone + 1, rowsStored: progress.rowsStored + rows }, now)
        )
      }),
      stream: Effect.fnUntraced(function* (stream, state) {
        const work = works.get(stream)
        if (work === undefined || work.state === state) return
        works.set(stream, { ...work, state })
        const now = yield* Clock.currentTimeMillis
        yield* update((progress) => withEstimate(progress, now))
      }),
      list: Effect.fnUntraced(function* (stream, dimension, state) {
        const work = works.get(stream)
        if (work === undefined) return
        const before = work.lists.get(dimension) ?? { callsDone: 0, reading: null }
        work.lists.set(dimension, { ...before, state })
        const now = yield* Clock.currentTimeMillis
        yield* update((progress) => withEstimate(progress, now))
      }),
      waiting: (until) => update((progress) => ({ ...progress, pausedUntil: until })),
      end: (finished) =>
        update((progress) => ({
          ...progress,
          running: false,
          phase: "idle",
          callsEstimated: finished ? progress.callsDone : progress.callsEstimated,
          eta: null,
          pausedUntil: null,
          streams: progress.streams.map((one) => (one.state === "syncing" ? { ...one, state: "waiting" as const } : one))
        }))
    }
  })
