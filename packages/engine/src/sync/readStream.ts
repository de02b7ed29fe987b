/** Brings one stream of one connection up to date, page by page. A page is stored before the next is asked for. */
import { type Adapter, failure, type Json, type Page, type StreamRequest, type StreamSpec } from "@caudal/exchange"
import { Effect } from "effect"
import { pack } from "../host/Archive.ts"
import { CallFailed, type Caller, Host, type Received } from "../host/Host.ts"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { PageStore } from "../storage/PageStore.ts"
import { sha256 } from "../vault/digest.ts"
import { Vault } from "../vault/Vault.ts"
import type { StreamState } from "./Connections.ts"
import type { Progress } from "./Progress.ts"
import * as Walk from "./Walk.ts"

export interface StreamRun {
  readonly owner: OwnerId
  readonly connection: ConnectionId
  readonly adapter: Adapter
  readonly spec: StreamSpec
  readonly posts: boolean
  readonly caller: Caller
  readonly progress: Progress
}

interface Look {
  readonly received: Received
  readonly page: Page
  readonly request: StreamRequest
}

const fail = (run: StreamRun, failed: ReturnType<typeof failure>) =>
  new CallFailed({ exchange: run.adapter.manifest.id, endpoint: run.spec.endpoint, failure: failed })

/** Runs a function of the adapter, which must not throw. */
const pure = <A>(run: StreamRun, what: string, call: () => A) =>
  Effect.try({ try: call, catch: () => fail(run, failure("ADAPTER_BUG", `the adapter's ${what} of ${run.spec.id} threw`)) })

const ask = Effect.fnUntraced(function* (
  run: StreamRun,
  cursor: string | null
): Effect.fn.Return<Look, Effect.Error<ReturnType<Host["Service"]["call"]>>, Host> {
  const host = yield* Host
  const request: StreamRequest = { cursor, window: null, dimension: null }
  const stream = run.adapter.streams[run.spec.id]
  if (stream === undefined)
    return yield* fail(run, failure("ADAPTER_BUG", `the manifest lists ${run.spec.id}, the adapter does not have it`))
  const received = yield* host.call(run.caller, yield* pure(run, "request", () => stream.request(request)))
  const page = yield* pure(run, "parser", () => stream.parse(received.reply, request))
  return { received, page, request }
})

/** An empty page is believed when a second look agrees: exchanges have been seen to answer with a list that is empty by mistake. */
const askTwiceIfEmpty = Effect.fnUntraced(function* (run: StreamRun, cursor: string | null) {
  const first = yield* ask(run, cursor)
  if (first.page.events.length > 0 || first.page.quarantined.length > 0) return first
  yield* run.progress.called(run.spec.id, 0, null)
  return yield* ask(run, cursor)
})

const resolvePointer = (json: Json | undefined, pointer: string): Json | undefined =>
  pointer
    .split("/")
    .slice(1)
    .reduce<Json | undefined>(
      (value, part) => (typeof value === "object" && value !== null ? (value as Record<string, Json>)[part] : undefined),
      json
    )

const store = Effect.fnUntraced(function* (
  run: StreamRun,
  { received, page, request }: Look,
  walk: Walk.Walk,
  occurrences: ReadonlyArray<number>,
  state: StreamState
) {
  const pages = yield* PageStore
  const vault = yield* Vault
  const sealer = yield* vault.sealer(run.owner)
  const { hash, packed } = pack(received.reply.text)
  return yield* pages.commit({
    owner: run.owner,
    connection: run.connection,
    stream: run.spec.id,
    posts: run.posts,
    endpoint: run.spec.endpoint,
    request: JSON.stringify(request),
    receivedAt: received.at,
    hash,
    seal: (archiveId) => sealer.seal(["archive", run.connection, archiveId], packed),
    events: page.events.map((event, index) => ({ event, occurrence: occurrences[index] ?? 0 })),
    quarantined: page.quarantined.map((row) => ({
      ...row,
      fingerprint: sha256(JSON.stringify(resolvePointer(received.reply.json, row.pointer)) ?? row.pointer)
    })),
    walk: JSON.stringify(walk),
    state
  })
})

/** The walk as stored, and how many rows there are. */
const load = Effect.fnUntraced(function* (run: StreamRun) {
  const pages = yield* PageStore
  const stored = (yield* pages.streams(run.owner, run.connection)).find(({ stream }) => stream === run.spec.id)
  const walk: Walk.Walk = stored === undefined || stored.walk === "" ? Walk.start : (JSON.parse(stored.walk) as Walk.Walk)
  return { walk, rows: stored?.rows ?? 0 }
})

/** Where the exchange can show its oldest row at once, a first sync can say how long it will take. Asked once; not worth failing for. */
const askOldest = Effect.fnUntraced(function* (run: StreamRun, walk: Walk.Walk) {
  const host = yield* Host
  const stream = run.adapter.streams[run.spec.id]
  if (stream?.oldest === undefined || walk.tail !== null || walk.oldestAt !== null) return walk
  const received = yield* host.call(run.caller, stream.oldest).pipe(
    Effect.catchIf(
      (error) => error._tag === "CallFailed" && error.failure.stops !== "account",
      () => Effect.succeed(null)
    )
  )
  yield* run.progress.called(null, 0, null)
  if (received === null) return walk
  const first: StreamRequest = { cursor: null, window: null, dimension: null }
  const oldest = yield* pure(run, "parser", () => stream.parse(received.reply, first).events[0]).pipe(Effect.orElseSucceed(() => undefined))
  return oldest === undefined ? walk : { ...walk, oldestAt: oldest.at }
})

const readLeg = Effect.fnUntraced(function* (run: StreamRun, from: Walk.Walk, leg: Walk.LegName, rowsBefore: number) {
  let walk = from
  let changed = 0
  let restarted = false
  while (Walk.unfinished(walk) === leg) {
    const cursor = Walk.cursorOf(walk, leg)
    const look = yield* askTwiceIfEmpty(run, cursor).pipe(
      Effect.map((value): Look | "invalid" => value),
      Effect.catchIf(
        (error) => error._tag === "CallFailed" && error.failure.code === "CURSOR_INVALID" && cursor !== null && !restarted,
        () => Effect.succeed("invalid" as const)
      )
    )
    if (look === "invalid") {
      restarted = true
      walk = leg === "tail" ? Walk.restartTail(walk) : Walk.beginHead(walk, walk.head?.target ?? 0)
      continue
    }
    const vanished = cursor === null && look.page.events.length === 0 && look.page.quarantined.length === 0 && rowsBefore > 0
    if (vanished || Walk.endsEarly(walk, leg, look.page)) {
      return yield* fail(
        run,
        failure(
          "DATA_CHANGED_DURING_PAGING",
          `The exchange showed ${vanished ? `an empty list where ${rowsBefore} rows were before` : "a list that ends before its oldest row"}. What is stored is kept; the next sync looks again.`,
          { who: "exchange", retry: "next-run" }
        )
      )
    }
    const step = Walk.advance(walk, leg, look.page, look.received.at, run.spec)
    if (step.problem !== null) {
      return yield* fail(
        run,
        failure(
          "CURSOR_INVALID",
          step.problem === "cursor-loop" ? "The list leads back to where it came from." : "The page gives no place to go on from.",
          { who: "adapter" }
        )
      )
    }
    walk = step.walk
    const state: StreamState = Walk.unfinished(walk) === null ? "complete" : "syncing"
    const { added, corrected } = yield* store(run, look, walk, step.occurrences, state)
    changed += added + corrected
    yield* run.progress.called(run.spec.id, added, walk)
  }
  return { walk, changed }
})

/** Everything since the last run, and whatever of the history is still missing. */
export const readStream = Effect.fnUntraced(function* (run: StreamRun) {
  const pages = yield* PageStore
  const { walk: stored, rows } = yield* load(run)
  yield* run.progress.stream(run.spec.id, "syncing")
  let walk = yield* askOldest(run, stored)
  yield* pages.mark(run.owner, run.connection, run.spec.id, {
    state: "syncing",
    failure: null,
    staleSince: null,
    walk: JSON.stringify(walk)
  })
  const tailBegunBefore = walk.tail !== null
  if (walk.head !== null) walk = (yield* readLeg(run, walk, "head", rows)).walk
  if (!walk.exhausted) walk = (yield* readLeg(run, walk, "tail", rows)).walk
  if (tailBegunBefore) {
    const openSince = yield* pages.openSince(run.owner, run.connection, run.spec.id)
    walk = (yield* readLeg(run, Walk.beginHead(walk, Walk.settleTarget(walk, openSince)), "head", rows)).walk
  }
  yield* pages.mark(run.owner, run.connection, run.spec.id, { state: "complete", failure: null, staleSince: null })
  yield* run.progress.stream(run.spec.id, "complete")
})

/** Looks at the newest rows once more, as far down as they may still change; gives how many were new or changed. */
export const lookForNews = Effect.fnUntraced(function* (run: StreamRun) {
  const { walk, rows } = yield* load(run)
  if (!walk.exhausted) return 0
  const { changed } = yield* readLeg(run, Walk.beginHead(walk, Walk.settleTarget(walk, null)), "head", rows)
  return changed
})
