/** What a run has done and has still to do, for people who wait. */
import type { StreamState, SyncProgress } from "./Connections.ts"
import type { ConnectionId } from "../Ids.ts"
import { Clock, Effect, SubscriptionRef } from "effect"
import type { Walk } from "./Walk.ts"

interface StreamWork {
  readonly stream: string
  readonly state: StreamState
  readonly callsDone: number
  readonly walk: Walk | null
}

export interface Progress {
  readonly ref: SubscriptionRef.SubscriptionRef<SyncProgress>
  readonly begin: (streams: ReadonlyArray<string>, callsOfLastRun: number | null, callPaceMs: number) => Effect.Effect<void>
  readonly phase: (phase: SyncProgress["phase"]) => Effect.Effect<void>
  readonly called: (stream: string | null, rows: number, walk: Walk | null) => Effect.Effect<void>
  readonly stream: (stream: string, state: StreamState) => Effect.Effect<void>
  readonly waiting: (until: number | null) => Effect.Effect<void>
  readonly end: Effect.Effect<number>
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

/** Calls of one stream in all: by how much of its time span has been read, where the exchange showed the oldest row. */
const callsOf = ({ callsDone, walk }: StreamWork): number | null => {
  if (walk === null) return null
  if (walk.exhausted) return callsDone
  const { tail, oldestAt } = walk
  if (oldestAt === null || tail === null || tail.reached === null || tail.newest === null || tail.reached >= tail.newest) return null
  const share = (tail.newest - tail.reached) / (tail.newest - Math.min(oldestAt, tail.reached))
  return Math.ceil(callsDone / Math.max(share, 1e-6))
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
      const parts = [...works.values()].map(callsOf)
      const known = parts.every((part) => part !== null)
      const history = known ? parts.reduce((sum, part) => sum + part, 0) + closingCalls : null
      const estimate = lastRun ?? history
      const callsEstimated = estimate === null ? null : Math.max(estimate, progress.callsDone)
      const perCall = progress.callsDone === 0 ? paceMs : Math.max(paceMs, (now - startedAt) / progress.callsDone)
      const streams = [...works.values()].map(({ stream, state, callsDone }) => ({ stream, state, callsDone }))
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
        works = new Map(streams.map((stream) => [stream, { stream, state: "waiting", callsDone: 0, walk: null }]))
        lastRun = callsOfLastRun
        paceMs = callPaceMs
        startedAt = yield* Clock.currentTimeMillis
        yield* update(() => withEstimate({ ...idle(connectionId), running: true, phase: "history" }, startedAt))
      }),
      phase: (phase) => update((progress) => ({ ...progress, phase })),
      called: Effect.fnUntraced(function* (stream, rows, walk) {
        const work = stream === null ? undefined : works.get(stream)
        if (work !== undefined) works.set(work.stream, { ...work, callsDone: work.callsDone + 1, walk })
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
      waiting: (until) => update((progress) => ({ ...progress, pausedUntil: until })),
      end: Effect.gen(function* () {
        const { callsDone } = yield* SubscriptionRef.get(ref)
        yield* update((progress) => ({
          ...progress,
          running: false,
          phase: "idle",
          callsEstimated: progress.callsDone,
          eta: null,
          pausedUntil: null
        }))
        return callsDone
      })
    }
  })
