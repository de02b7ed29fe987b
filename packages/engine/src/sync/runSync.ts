/** One sync of one connection: every stream, the balances between two looks, the certificate. */
import { type Adapter, type Failure, failure } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import type { SqlError } from "effect/sql"
import { certify } from "../books/certify.ts"
import { choose, compositionOf, unseenBy } from "../books/composition.ts"
import type { Caller, Host } from "../host/Host.ts"
import { quotesOf } from "../market/quotes.ts"
import type { ArchiveStore } from "../storage/ArchiveStore.ts"
import { BookStore } from "../storage/BookStore.ts"
import type { ConnectionStore, StoredConnection } from "../storage/ConnectionStore.ts"
import type { OpeningStore } from "../storage/OpeningStore.ts"
import { PageStore } from "../storage/PageStore.ts"
import { Projection } from "../storage/Projection.ts"
import type { QuoteStore } from "../storage/QuoteStore.ts"
import { Vault, type VaultError } from "../vault/Vault.ts"
import type { Progress } from "./Progress.ts"
import { checkAccount } from "./checkAccount.ts"
import { doubtOf, unshownOf } from "./doubtOf.ts"
import { keeperOf } from "./keeperOf.ts"
import { findMissing, opensMore, readAll } from "./readAll.ts"
import { balancesBefore, readBalances } from "./readBalances.ts"
import { failureOf, streamReading } from "./readStream.ts"
import { recheckRights } from "./recheckRights.ts"
import { staleSince } from "./staleSince.ts"
import { hiddenBy, visibleFrom } from "./visibleHistory.ts"

/** So many windows of each list that came back empty are looked at again in a run; all of them while the books are not proved. */
const checksPerRun = 12

const words = (failed: Failure): string => `${failed.code}: ${failed.message}`

export interface RunOutcome {
  /** Failures that a later run may overcome. */
  readonly failures: ReadonlyArray<Failure>
  /** Books and balances are as of now, as far as the key lets see them. */
  readonly upToDate: boolean
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
): Effect.fn.Return<
  RunOutcome,
  SqlError.SqlError,
  ArchiveStore | BookStore | ConnectionStore | Host | OpeningStore | PageStore | Projection | QuoteStore | Vault
> {
  const vault = yield* Vault
  const pages = yield* PageStore
  const projection = yield* Projection
  const books = yield* BookStore
  let composition = compositionOf(adapter, connection.composition)
  const specs = adapter.manifest.streams.filter((spec) => spec.synced)

  let { rights } = connection
  const keep = yield* keeperOf(connection.owner, connection.id)

  const reading = Effect.gen(function* () {
    const signer = yield* vault.signerFor(connection.owner, connection.id, adapter.manifest.credentials)
    const caller: Caller = {
      adapter,
      signer,
      account: connection.accountKey,
      onWait: progress.waiting,
      refusals: { inRow: 0, last: null },
      keep
    }
    yield* checkAccount(caller, connection, progress)
    rights = yield* recheckRights(caller, connection, progress)
    const proved = (yield* books.certificate(connection.owner, connection.id))?.state === "proved"
    const streams = specs.map((spec) =>
      streamReading({
        owner: connection.owner,
        connection: connection.id,
        adapter,
        spec,
        posts: composition.posts.includes(spec.id),
        caller,
        progress,
        checks: proved ? checksPerRun : Number.MAX_SAFE_INTEGER
      })
    )
    const known = yield* pages.streams(connection.owner, connection.id)
    if (composition.posts.every((id) => known.find(({ stream }) => stream === id)?.state === "complete")) yield* progress.phase("news")
    let before = yield* balancesBefore(streams, caller, connection, progress)
    for (let lookedAgain = false; ;) {
      yield* readAll(streams)
      const best = yield* choose(adapter, composition, connection, yield* pages.streams(connection.owner, connection.id))
      if (best !== composition) {
        yield* projection.project(connection.owner, connection.id, best)
        composition = best
      }
      yield* progress.phase("balances")
      // what could not be read just now is not asked again: balances are worth having without it
      const posting = streams
        .filter((stream) => failureOf(stream) === null && best.posts.includes(stream.run.spec.id))
        .map((stream) => ({ ...stream, run: { ...stream.run, posts: true } }))
      const balances = yield* readBalances(posting, caller, connection, progress, before).pipe(
        Effect.catchTag("CallFailed", (error) =>
          error.failure.stops === "account" ? Effect.fail(error) : Effect.succeed({ problem: error.failure, stored: false, snapshot: null })
        )
      )
      before = balances.snapshot
      // what is held, and rows that came meanwhile, may open lists, too
      if (balances.problem === null && (yield* opensMore(streams))) continue
      if (balances.problem === null && !lookedAgain && (yield* findMissing(streams, posting))) {
        lookedAgain = true
        continue
      }
      const failures = [...streams.map(failureOf), balances.problem].filter((failed) => failed !== null)
      const essential = [...streams.filter(({ run }) => best.posts.includes(run.spec.id)).map(failureOf), balances.problem]
      const upToDate = !essential.some((failed) => failed !== null && failed.retry !== "no")
      return { failures, upToDate, account: null, balancesFailed: balances.stored ? null : balances.problem }
    }
  }).pipe(
    Effect.catchTag("CallFailed", (error) =>
      Effect.succeed({ failures: [], upToDate: false, account: error.failure, balancesFailed: error.failure })
    ),
    Effect.catchTag("VaultError", (error) => {
      const failed = vaultFailure(error)
      return Effect.succeed({ failures: [], upToDate: false, account: failed, balancesFailed: failed })
    })
  )
  const { failures, upToDate, account, balancesFailed } = yield* reading
  yield* progress.phase("certificate")
  if (account !== null) {
    for (const spec of specs) {
      const since = yield* staleSince({ owner: connection.owner, connection: connection.id, spec })
      yield* pages.mark(connection.owner, connection.id, spec.id, { state: "failed", failure: account, staleSince: since })
      yield* progress.stream(spec.id, "failed")
    }
  }
  const stored = yield* pages.streams(connection.owner, connection.id)
  const unfinished = composition.posts.map((id) => {
    const stream = stored.find((one) => one.stream === id)
    if (stream?.state === "complete") return null
    return stream?.failure ? `${id} could not be read (${words(stream.failure)})` : `${id} has not been read to the account's start yet`
  })
  const posting = specs.filter(({ id }) => composition.posts.includes(id))
  const lists = yield* pages.tracks(connection.owner, connection.id)
  const now = yield* Clock.currentTimeMillis
  const hidden = hiddenBy(rights)
  const unread = unfinished.find((reason) => reason !== null) ?? null
  yield* certify(connection.owner, connection.id, {
    incomplete: unread ?? (hidden === null ? null : words(hidden)),
    knownFrom: unread === null ? visibleFrom(rights) : null,
    doubt: doubtOf(posting, stored, lists, now),
    unshown: unshownOf(posting, lists, now),
    unseen: unseenBy(adapter, composition, stored),
    reportMissing: balancesFailed === null ? null : `balances could not be read (${words(balancesFailed)})`
  })
  if (account === null) yield* quotesOf(adapter, keep)
  return { failures: hidden === null ? failures : [...failures, hidden], upToDate, account }
})
