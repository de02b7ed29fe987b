/** The balances that a certificate rests on, and whether they can be believed. */
import { type BalanceSnapshot, Decimal, type Failure, failure } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { CallFailed, Caller, Host } from "../host/Host.ts"
import { runPlan } from "../host/runPlan.ts"
import { BookStore } from "../storage/BookStore.ts"
import type { StoredConnection } from "../storage/ConnectionStore.ts"
import type { PageStore } from "../storage/PageStore.ts"
import type { Vault, VaultError } from "../vault/Vault.ts"
import type { Progress } from "./Progress.ts"
import { lookForNews, type StreamReading } from "./readStream.ts"

/** Where nothing but the missing line itself speaks for it, a balance that is no longer listed is believed after so long. */
const believedAfterMs = 24 * 3_600_000

/**
 * Balances that the last report held, that this one leaves out, and that the postings do not say are spent: a list that is
 * empty, or shorter, by mistake must not pass for an account that is.
 */
const leftOut = Effect.fnUntraced(function* ({ owner, id }: StoredConnection, snapshot: BalanceSnapshot, now: number) {
  const books = yield* BookStore
  const [last] = yield* books.reports(owner, id, 1)
  if (last === undefined || now - last.confirmedAt > believedAfterMs) return []
  const sums = yield* books.sums(owner, id)
  const listed = (wallet: string, asset: string) => snapshot.balances.some((one) => one.wallet === wallet && one.asset === asset)
  const spent = (wallet: string, asset: string) => {
    const sum = sums.find((one) => one.wallet === wallet && one.asset === asset)
    return sum !== undefined && Decimal.isZero(sum.amount)
  }
  return last.balances
    .filter(({ wallet, asset, total }) => !Decimal.isZero(total) && !listed(wallet, asset) && !spent(wallet, asset))
    .map(({ asset }) => asset)
})

const first = (words: ReadonlyArray<string>): string =>
  words.slice(0, 3).join(", ") + (words.length > 3 ? ` and ${words.length - 3} more` : "")

const askBalances = (caller: Caller, progress: Progress) =>
  runPlan(caller, "balances", caller.adapter.plans.balances, "data", progress.called(null, 0, null))

export interface BalancesRead {
  /** What is wrong with the report; `null`: nothing. */
  readonly problem: Failure | null
  /** It was taken all the same, as far as it goes. */
  readonly stored: boolean
}

/** How often balances are read again because rows arrived meanwhile, before the certificate says *unsettled*. */
const mostBrackets = 3

/** What the exchange reports as held, between two looks at the newest rows. */
export const readBalances = Effect.fnUntraced(function* (
  posting: ReadonlyArray<StreamReading>,
  caller: Caller,
  connection: StoredConnection,
  progress: Progress
): Effect.fn.Return<BalancesRead, CallFailed | SqlError.SqlError | VaultError, BookStore | Host | PageStore | Vault> {
  const books = yield* BookStore
  let doubted = false
  for (let bracket = 1; ; bracket++) {
    const before = yield* Clock.currentTimeMillis
    const { value: snapshot, receivedAt } = yield* askBalances(caller, progress)
    const news = yield* Effect.forEach(posting, lookForNews)
    const settled = news.every((changed) => changed === 0)
    if (!settled && bracket < mostBrackets) continue
    const unread = snapshot.quarantined
    const missing = unread.length > 0 ? [] : yield* leftOut(connection, snapshot, before)
    if (missing.length > 0 && !doubted) {
      doubted = true
      continue
    }
    if (missing.length > 0) {
      const problem = failure(
        "DATA_CHANGED_DURING_PAGING",
        `The exchange's list of balances leaves out ${first(missing)}, which the account held before and has not spent. What it reported before is kept; the next sync looks again.`,
        { who: "exchange", retry: "next-run" }
      )
      return { problem, stored: false }
    }
    const complete = snapshot.complete && unread.length === 0
    yield* books.putReport(connection.owner, connection.id, receivedAt ?? before, settled, { ...snapshot, complete })
    const problem =
      unread.length === 0
        ? null
        : failure(
            "SCHEMA_DRIFT",
            `${unread.length} of the balances could not be read (${first(unread.map(({ pointer, reason }) => `${pointer}: ${reason}`))}). They are left out, not taken for zero.`,
            { who: "adapter", retry: "next-run" }
          )
    return { problem, stored: true }
  }
})

/**
 * What is held is what people connect for, and one call; a history takes its time. So the very first balances are read
 * before it. They prove nothing yet, and are not worth failing for.
 */
export const readFirstBalances = Effect.fnUntraced(function* (caller: Caller, connection: StoredConnection, progress: Progress) {
  const books = yield* BookStore
  if (connection.lastSyncedAt !== null || (yield* books.reports(connection.owner, connection.id, 1)).length > 0) return
  const before = yield* Clock.currentTimeMillis
  const found = yield* askBalances(caller, progress).pipe(
    Effect.catchIf(
      (error) => error._tag === "CallFailed" && error.failure.stops !== "account",
      () => Effect.succeed(null)
    )
  )
  if (found === null) return
  const { value: snapshot, receivedAt } = found
  const complete = snapshot.complete && snapshot.quarantined.length === 0
  yield* books.putReport(connection.owner, connection.id, receivedAt ?? before, false, { ...snapshot, complete })
})
