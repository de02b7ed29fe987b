/** One sync of one connection: every stream, the balances between two looks, the certificate. */
import { type Adapter, type Failure, failure } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import type { SqlError } from "effect/sql"
import { certify } from "../books/certify.ts"
import { choose, compositionOf } from "../books/composition.ts"
import { CallFailed, type Caller, Host } from "../host/Host.ts"
import { runPlan } from "../host/runPlan.ts"
import { BookStore } from "../storage/BookStore.ts"
import type { StoredConnection } from "../storage/ConnectionStore.ts"
import { PageStore } from "../storage/PageStore.ts"
import { Projection } from "../storage/Projection.ts"
import { QuoteStore } from "../storage/QuoteStore.ts"
import { Vault, type VaultError } from "../vault/Vault.ts"
import type { Progress } from "./Progress.ts"
import { lookForNews, readStream, type StreamRun } from "./readStream.ts"
import { hiddenBy } from "./visibleHistory.ts"

/** How often balances are read again because rows arrived meanwhile, before the certificate says *unsettled*. */
const mostBrackets = 3

/** What one stream's failure means: it is marked and the others go on, unless it concerns the whole account. */
const guarded = Effect.fnUntraced(function* (run: StreamRun) {
  const pages = yield* PageStore
  return yield* readStream(run).pipe(
    Effect.as(null),
    Effect.catchTag("CallFailed", (error) =>
      Effect.gen(function* () {
        const suspect = error.failure.code === "DATA_CHANGED_DURING_PAGING"
        const state = suspect ? ("suspect" as const) : ("failed" as const)
        const now = yield* Clock.currentTimeMillis
        yield* pages.mark(run.owner, run.connection, run.spec.id, { state, failure: error.failure, staleSince: now })
        yield* run.progress.stream(run.spec.id, state)
        return error.failure.stops === "account" ? yield* error : error.failure
      })
    )
  )
})

const readBalances = Effect.fnUntraced(function* (
  posting: ReadonlyArray<StreamRun>,
  caller: Caller,
  connection: StoredConnection,
  progress: Progress
) {
  const books = yield* BookStore
  for (let bracket = 1; ; bracket++) {
    const before = yield* Clock.currentTimeMillis
    const { value: snapshot, receivedAt } = yield* runPlan(
      caller,
      "balances",
      caller.adapter.plans.balances,
      "data",
      progress.called(null, 0, null)
    )
    const news = yield* Effect.forEach(posting, (run) => lookForNews(run))
    const settled = news.every((changed) => changed === 0)
    if (settled || bracket === mostBrackets) {
      yield* books.putReport(connection.owner, connection.id, receivedAt ?? before, settled, snapshot)
      return
    }
  }
})

const refreshQuotes = Effect.fnUntraced(function* (adapter: Adapter) {
  const host = yield* Host
  const quotes = yield* QuoteStore
  const reader = adapter.documents.ticker
  if (reader === undefined) return
  const { reply, at } = yield* host.call({ adapter, signer: null, account: "", onWait: () => Effect.void }, reader.call)
  const { items } = yield* Effect.try({
    try: () => reader.parse(reply),
    catch: () =>
      new CallFailed({
        exchange: adapter.manifest.id,
        endpoint: reader.call.endpoint,
        failure: failure("ADAPTER_BUG", "the adapter's parser of tickers threw")
      })
  })
  yield* quotes.put(adapter.manifest.id, at, items)
})

/** Tickers are worth having, never worth failing for; a stale quote shows its age. */
export const quotesOf = (adapter: Adapter) =>
  refreshQuotes(adapter).pipe(Effect.catchTag(["CallFailed", "VaultError"], (error) => Effect.logDebug(`tickers: ${error.message}`)))

const words = (failed: Failure): string => `${failed.code}: ${failed.message}`

export interface RunOutcome {
  /** Failures that a later run may overcome. */
  readonly failures: ReadonlyArray<Failure>
  /** Concerns the whole account. */
  readonly account: Failure | null
}

const vaultFailure = (error: VaultError): Failure =>
  error.reason === "RECIPE_REFUSED"
    ? failure("ADAPTER_BUG", error.message)
    : failure("AUTH_INVALID", `${error.message}. Enter the key and secret again.`)

export const runSync = Effect.fnUntraced(function* (
  connection: StoredConnection,
  adapter: Adapter,
  progress: Progress
): Effect.fn.Return<RunOutcome, SqlError.SqlError, BookStore | Host | PageStore | Projection | QuoteStore | Vault> {
  const vault = yield* Vault
  const pages = yield* PageStore
  const projection = yield* Projection
  let composition = compositionOf(adapter, connection.composition)
  const specs = adapter.manifest.streams.filter((spec) => spec.synced)

  const reading = Effect.gen(function* () {
    const signer = yield* vault.signerFor(connection.owner, connection.id, adapter.manifest.credentials)
    const caller: Caller = { adapter, signer, account: connection.accountKey, onWait: progress.waiting }
    const runs = specs.map((spec): StreamRun => ({
      owner: connection.owner,
      connection: connection.id,
      adapter,
      spec,
      posts: composition.posts.includes(spec.id),
      caller,
      progress
    }))
    const results = yield* Effect.forEach(runs, guarded, { concurrency: "unbounded" })
    const failures = results.filter((failed) => failed !== null)
    const best = choose(adapter, composition, yield* pages.streams(connection.owner, connection.id))
    if (best !== composition) {
      yield* projection.project(connection.owner, connection.id, best)
      composition = best
    }
    yield* progress.phase("balances")
    // what could not be read just now is not asked again: balances are worth having without it
    const posting = runs.filter((run, i) => results[i] === null && best.posts.includes(run.spec.id)).map((run) => ({ ...run, posts: true }))
    const balancesFailed = yield* readBalances(posting, caller, connection, progress).pipe(
      Effect.as(null),
      Effect.catchTag("CallFailed", (error) => (error.failure.stops === "account" ? Effect.fail(error) : Effect.succeed(error.failure)))
    )
    return { failures: balancesFailed === null ? failures : [...failures, balancesFailed], account: null, balancesFailed }
  }).pipe(
    Effect.catchTag("CallFailed", (error) => Effect.succeed({ failures: [], account: error.failure, balancesFailed: error.failure })),
    Effect.catchTag("VaultError", (error) => {
      const failed = vaultFailure(error)
      return Effect.succeed({ failures: [], account: failed, balancesFailed: failed })
    })
  )
  const { failures, account, balancesFailed } = yield* reading
  yield* progress.phase("certificate")
  if (account !== null) {
    const now = yield* Clock.currentTimeMillis
    for (const { id } of specs) {
      yield* pages.mark(connection.owner, connection.id, id, { state: "failed", failure: account, staleSince: now })
      yield* progress.stream(id, "failed")
    }
  }
  const stored = yield* pages.streams(connection.owner, connection.id)
  const unfinished = composition.posts.map((id) => {
    const stream = stored.find((one) => one.stream === id)
    if (stream?.state === "complete") return null
    return stream?.failure ? `${id} could not be read (${words(stream.failure)})` : `${id} has not been read to the account's start yet`
  })
  const hidden = hiddenBy(connection.rights)
  yield* certify({
    owner: connection.owner,
    connection: connection.id,
    incomplete: unfinished.find((reason) => reason !== null) ?? (hidden === null ? null : words(hidden)),
    reportMissing: balancesFailed === null ? null : `balances could not be read (${words(balancesFailed)})`
  })
  if (account === null) yield* quotesOf(adapter)
  return { failures: hidden === null ? failures : [...failures, hidden], account }
})
