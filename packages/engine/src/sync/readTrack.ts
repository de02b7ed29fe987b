/** Brings one list of one stream up to date, page by page. A page is stored before the next is asked for. */
import { type Adapter, type Failure, failure, type Page, type StreamRequest, type StreamSpec } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import type { SqlError } from "effect/sql"
import { pack } from "../host/Archive.ts"
import { CallFailed, type Caller, Host, type Keep, type Received } from "../host/Host.ts"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { PageStore, type StoredTrack } from "../storage/PageStore.ts"
import { Vault } from "../vault/Vault.ts"
import type { StreamState } from "./Connections.ts"
import { fingerprintOf } from "./fingerprint.ts"
import type { Progress } from "./Progress.ts"
import { type Place, type Reading, readingOf } from "./Reading.ts"

export interface StreamRun {
  readonly owner: OwnerId
  readonly connection: ConnectionId
  readonly adapter: Adapter
  readonly spec: StreamSpec
  readonly posts: boolean
  readonly caller: Caller
  readonly progress: Progress
  /** How many empty answers of each list are asked for again. */
  readonly checks: number
}

export interface TrackRun extends StreamRun {
  /** `""` where the stream is one list. */
  readonly dimension: string
}

interface Look {
  readonly received: Received
  readonly page: Page
  readonly request: StreamRequest
}

export const callFailed = (run: StreamRun, failed: Failure) =>
  new CallFailed({ exchange: run.adapter.manifest.id, endpoint: run.spec.endpoint, failure: failed })

/** Runs a function of the adapter, which must not throw. */
const pure = <A>(run: StreamRun, what: string, call: () => A) =>
  Effect.try({ try: call, catch: () => callFailed(run, failure("ADAPTER_BUG", `the adapter's ${what} of ${run.spec.id} threw`)) })

/** An adapter is somebody else's code: what it gives must be what its type says before anything is stored of it. */
const checked = (page: Page): Page => {
  const sound =
    Array.isArray(page.events) &&
    Array.isArray(page.quarantined) &&
    (page.next === null || typeof page.next === "string") &&
    page.events.every(
      ({ at, source, postings }) => Number.isSafeInteger(at) && typeof source.externalId === "string" && Array.isArray(postings)
    )
  if (!sound) throw new TypeError("no page")
  return page
}

const streamOf = (run: StreamRun) => {
  const stream = run.adapter.streams[run.spec.id]
  return stream === undefined
    ? Effect.fail(callFailed(run, failure("ADAPTER_BUG", `the manifest lists ${run.spec.id}, the adapter does not have it`)))
    : Effect.succeed(stream)
}

const ask = Effect.fnUntraced(function* (
  run: TrackRun,
  { cursor, window }: Place
): Effect.fn.Return<Look, Effect.Error<ReturnType<Host["Service"]["call"]>>, Host> {
  const host = yield* Host
  const request: StreamRequest = { cursor, window, dimension: run.dimension === "" ? null : run.dimension }
  const stream = yield* streamOf(run)
  // a page is archived with its rows; only what fails is kept by itself
  const keep: Keep = (reply) =>
    reply.failure === null || run.caller.keep === undefined ? Effect.void : run.caller.keep({ ...reply, request: JSON.stringify(request) })
  const received = yield* host.call({ ...run.caller, keep }, yield* pure(run, "request", () => stream.request(request)))
  const page = yield* pure(run, "parser", () => checked(stream.parse(received.reply, request))).pipe(
    Effect.tapError((error) => keepUnused(run, { received, request }, error))
  )
  return { received, page, request }
})

/** A reply that was no failure by itself, and of which nothing could be used, is kept with the reason. */
const keepUnused = ({ spec, caller }: StreamRun, { received, request }: Pick<Look, "received" | "request">, error: CallFailed) =>
  caller.keep === undefined
    ? Effect.void
    : caller.keep({
        endpoint: spec.endpoint,
        request: JSON.stringify(request),
        status: received.reply.status,
        text: received.reply.text,
        receivedAt: received.at,
        failure: error.failure
      })

const isEmpty = (page: Page): boolean => page.events.length === 0 && page.quarantined.length === 0

/**
 * Exchanges have been seen to answer with a list that is empty by mistake: a passing one is survived by asking again at
 * once. What lasts over both answers is not believed before another run has seen it, too.
 */
const askTwiceIfEmpty = Effect.fnUntraced(function* (run: TrackRun, reading: Reading, place: Place) {
  const first = yield* ask(run, place)
  if (!isEmpty(first.page) || !reading.needsSecondLook) return first
  yield* run.progress.called(run, 0, null)
  return yield* ask(run, place)
})

const store = Effect.fnUntraced(function* (
  run: TrackRun,
  { received, page, request }: Look,
  reading: Reading,
  occurrences: ReadonlyArray<number>
) {
  const pages = yield* PageStore
  const vault = yield* Vault
  const sealer = yield* vault.sealer(run.owner)
  const { hash, packed } = pack(received.reply.text)
  // over many lists only `readStream` can say that a stream is complete
  const state: StreamState | null = run.spec.fanOut !== null ? null : reading.finished ? "complete" : "syncing"
  return yield* pages.commit({
    owner: run.owner,
    connection: run.connection,
    stream: run.spec.id,
    dimension: run.dimension,
    posts: run.posts,
    endpoint: run.spec.endpoint,
    request: JSON.stringify(request),
    receivedAt: received.at,
    hash,
    seal: (archiveId) => sealer.seal(["archive", run.connection, archiveId], packed),
    events: page.events.map((event, index) => ({ event, occurrence: occurrences[index] ?? 0 })),
    quarantined: page.quarantined.map((row) => ({
      ...row,
      fingerprint: fingerprintOf(received.reply.json, row.pointer)
    })),
    walk: JSON.stringify(reading.walk),
    state
  })
})

/**
 * Where the exchange can show its oldest row at once, a first sync can say how long it will take, and needs no other run to
 * know that it has come to the end. Not worth failing for.
 */
const askOldest = Effect.fnUntraced(function* (run: TrackRun, reading: Reading) {
  const host = yield* Host
  const stream = run.adapter.streams[run.spec.id]
  const { withOldest } = reading
  if (stream?.oldest === undefined || withOldest === null) return reading
  const received = yield* host.call(run.caller, stream.oldest).pipe(
    Effect.catchIf(
      (error) => error._tag === "CallFailed" && error.failure.stops !== "account",
      () => Effect.succeed(null)
    )
  )
  yield* run.progress.called(null, 0, null)
  if (received === null) return reading
  const first: StreamRequest = { cursor: null, window: null, dimension: null }
  const oldest = yield* pure(run, "parser", () => stream.parse(received.reply, first).events[0]).pipe(Effect.orElseSucceed(() => undefined))
  return oldest === undefined ? reading : withOldest(oldest.at)
})

const contradicted = (run: TrackRun, how: "vanished" | "cut-off", rows: number) =>
  callFailed(
    run,
    failure(
      "DATA_CHANGED_DURING_PAGING",
      `The exchange showed ${how === "vanished" ? `an empty list where ${rows} rows were before` : "a list that ends before its oldest row"}. What is stored is kept; the next sync looks again.`,
      { who: "exchange", retry: "next-run" }
    )
  )

const unusable = (run: TrackRun, problem: "cursor-loop" | "no-cursor") =>
  callFailed(
    run,
    failure(
      "CURSOR_INVALID",
      problem === "cursor-loop" ? "The list leads back to where it came from." : "The page gives no place to go on from.",
      { who: "adapter" }
    )
  )

const refused = (run: TrackRun, look: Look, error: CallFailed) => Effect.andThen(keepUnused(run, look, error), Effect.fail(error))

/** Reads on until nothing is left to ask. */
const readOn = Effect.fnUntraced(function* (run: TrackRun, from: Reading, rowsBefore: number) {
  let reading = from
  let changed = 0
  let restarted = false
  for (let place = reading.next; place !== null; place = reading.next) {
    const { cursor } = place
    const look = yield* askTwiceIfEmpty(run, reading, place).pipe(
      Effect.map((value): Look | "invalid" => value),
      Effect.catchIf(
        (error) => error._tag === "CallFailed" && error.failure.code === "CURSOR_INVALID" && cursor !== null && !restarted,
        () => Effect.succeed("invalid" as const)
      )
    )
    if (look === "invalid") {
      restarted = true
      reading = reading.restart()
      continue
    }
    const contradiction = reading.contradiction(look.page, rowsBefore)
    if (contradiction !== null) return yield* refused(run, look, contradicted(run, contradiction, rowsBefore))
    const step = reading.advance(look.page, look.received.at)
    if (step.problem !== null) {
      // what it shows is stored all the same
      if (!isEmpty(look.page)) yield* store(run, look, reading, step.occurrences)
      return yield* refused(run, look, unusable(run, step.problem))
    }
    reading = step.reading
    const { added, corrected } = yield* store(run, look, reading, step.occurrences)
    changed += added + corrected
    yield* run.progress.called(run, added, reading)
  }
  return { reading, changed }
})

/** The clock by which the newest window is chosen: the exchange's may be ahead of ours. */
const latest = (run: StreamRun) => Effect.map(Clock.currentTimeMillis, (now) => now + run.adapter.manifest.clock.toleranceMs)

/** Everything since the last run, and whatever of the history is still missing. `openSince`: the stream's oldest row that may still change. */
export const readTrack = Effect.fnUntraced(function* (
  run: TrackRun,
  stored: StoredTrack | undefined,
  openSince: Effect.Effect<number | null, SqlError.SqlError>
) {
  const pages = yield* PageStore
  if (run.spec.order === "unordered" && run.spec.window === null)
    return yield* callFailed(run, failure("ADAPTER_BUG", `${run.spec.id} has neither an order nor windows: it cannot be read`))
  const rows = stored?.rows ?? 0
  const first = readingOf(run.spec, stored?.walk ?? "", yield* latest(run))
  const { begun, finished } = first
  const note = ({ walk }: Reading) =>
    pages.markTrack(run.owner, run.connection, run.spec.id, run.dimension, { failure: null, failedAt: null, walk: JSON.stringify(walk) })
  let reading = yield* askOldest(run, first)
  if (stored === undefined || reading !== first || (stored.failure !== null && stored.failure.code !== "MARKET_GONE")) yield* note(reading)
  reading = (yield* readOn(run, reading, rows)).reading
  if (!finished) {
    // what the exchange could not show before, it may after the last page
    const told = yield* askOldest(run, reading)
    if (told !== reading) {
      yield* note(told)
      reading = (yield* readOn(run, told, rows)).reading
    }
  }
  if (begun) {
    // what this run itself has just read to its end, only the next can confirm
    const look = { now: yield* latest(run), openSince: yield* openSince, checks: finished ? run.checks : 0, confirms: finished }
    yield* readOn(run, reading.look(look), rows)
  }
  if (stored?.failure?.code === "MARKET_GONE")
    yield* pages.markTrack(run.owner, run.connection, run.spec.id, run.dimension, { failure: null, failedAt: null })
})

/**
 * Looks at the newest rows once more within the same run, as far down as they may still change, and asks so many empty
 * answers again; gives how many rows were new or changed.
 */
export const lookForNews = Effect.fnUntraced(function* (run: TrackRun, stored: StoredTrack, checks: number) {
  const now = yield* latest(run)
  const reading = readingOf(run.spec, stored.walk, now)
  if (!reading.finished) return 0
  const { changed } = yield* readOn(run, reading.look({ now, openSince: null, checks, confirms: false }), stored.rows)
  return changed
})
