/** The balances that a certificate rests on, and whether they can be believed. */
import { type BalanceSnapshot, Decimal, type Failure, failure } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { CallFailed, Caller, Host, KeptReply } from "../host/Host.ts"
import { runPlan } from "../host/runPlan.ts"
import { BookStore } from "../storage/BookStore.ts"
import type { StoredConnection } from "../storage/ConnectionStore.ts"
import type { PageStore } from "../storage/PageStore.ts"
import type { Vault, VaultError } from "../vault/Vault.ts"
import { balancesOnce } from "./balancesOnce.ts"
import type { Progress } from "./Progress.ts"
import { failureOf, lookForNews, type StreamReading } from "./readStream.ts"

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

/** `keep`: archives for good what the balances were read from. */
const askBalances = Effect.fnUntraced(function* (caller: Caller, progress: Progress) {
  const replies: Array<KeptReply> = []
  const { keep } = caller
  const listening: Caller =
    keep === undefined
      ? caller
      : {
          ...caller,
          keep: (reply) =>
            Effect.andThen(
              Effect.sync(() => void (reply.failure === null && replies.push(reply))),
              keep(reply)
            )
        }
  const read = yield* runPlan(listening, "balances", caller.adapter.plans.balances, "data", progress.called(null, 0, null))
  return {
    ...read,
    value: balancesOnce(read.value),
    keep: Effect.forEach(replies, (reply) => keep?.(reply, true) ?? Effect.void, { discard: true })
  }
})

const isWhole = (snapshot: BalanceSnapshot): boolean => snapshot.complete && snapshot.quarantined.length === 0

/**
 * Balances from before the rows are read. What is held is what people connect for, and one call, while a history takes its
 * time: so the very first ones are stored, though they prove nothing yet. And where a stream that builds the books consists
 * of many lists, a look at each of hundreds of them after the balances would cost as much as the sync: these then tell which
 * have moved. `null`: not asked, or not answered, which is not worth failing for.
 */
export const balancesBefore = Effect.fnUntraced(function* (
  streams: ReadonlyArray<StreamReading>,
  caller: Caller,
  connection: StoredConnection,
  progress: Progress
) {
  const books = yield* BookStore
  const isFirst = connection.lastSyncedAt === null && (yield* books.reports(connection.owner, connection.id, 1)).length === 0
  const ofManyLists = streams.some(({ run }) => run.posts && run.spec.fanOut !== null)
  if (!isFirst && !ofManyLists) return null
  const startedAt = yield* Clock.currentTimeMillis
  const found = yield* askBalances(caller, progress).pipe(
    Effect.catchIf(
      (error) => error._tag === "CallFailed" && error.failure.stops !== "account",
      () => Effect.succeed(null)
    )
  )
  if (found === null) return null
  const { value: snapshot, receivedAt, keep } = found
  if (isFirst) {
    yield* keep
    yield* books.putReport(connection.owner, connection.id, receivedAt ?? startedAt, false, { ...snapshot, complete: isWhole(snapshot) })
  }
  return ofManyLists ? snapshot : null
})

/** Codes of which there is more or less than before. */
const moved = (before: BalanceSnapshot, after: BalanceSnapshot): ReadonlySet<string> => {
  const totals = (snapshot: BalanceSnapshot) =>
    new Map(snapshot.balances.map(({ wallet, asset, total }) => [`${wallet}\0${asset}`, { asset, total }]))
  const [then, now] = [totals(before), totals(after)]
  const names = [...new Set([...then.keys(), ...now.keys()])]
  return new Set(
    names.flatMap((name) => {
      const [old, fresh] = [then.get(name), now.get(name)]
      return (old?.total ?? "0") === (fresh?.total ?? "0") ? [] : [(fresh ?? old)!.asset]
    })
  )
}

export interface BalancesRead {
  /** What is wrong with the report; `null`: nothing. */
  readonly problem: Failure | null
  /** It was taken all the same, as far as it goes. */
  readonly stored: boolean
  /** What was read last, for a run that goes on. */
  readonly snapshot: BalanceSnapshot | null
}

/** How often balances are read again because rows arrived meanwhile, before the certificate says *unsettled*. */
const mostBrackets = 3

/** What the exchange reports as held, between two looks at the newest rows. `before`: from before the rows were read. */
export const readBalances = Effect.fnUntraced(function* (
  posting: ReadonlyArray<StreamReading>,
  caller: Caller,
  connection: StoredConnection,
  progress: Progress,
  before: BalanceSnapshot | null
): Effect.fn.Return<BalancesRead, CallFailed | SqlError.SqlError | VaultError, BookStore | Host | PageStore | Vault> {
  const books = yield* BookStore
  let doubted = false
  let last = before
  for (let bracket = 1; ; bracket++) {
    const startedAt = yield* Clock.currentTimeMillis
    const { value: snapshot, receivedAt, keep } = yield* askBalances(caller, progress)
    const touched = last === null ? null : moved(last, snapshot)
    const news = yield* Effect.forEach(posting, (reading) => lookForNews(reading, touched))
    last = last === null ? null : snapshot
    const seen = posting.every((reading) => failureOf(reading) === null)
    const settled = seen && news.every((changed) => changed === 0)
    if (seen && !settled && bracket < mostBrackets) continue
    const unread = snapshot.quarantined
    const missing = unread.length > 0 ? [] : yield* leftOut(connection, snapshot, startedAt)
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
      return { problem, stored: false, snapshot: last }
    }
    const isNew = yield* books.putReport(connection.owner, connection.id, receivedAt ?? startedAt, settled, {
      ...snapshot,
      complete: isWhole(snapshot)
    })
    if (isNew) yield* keep
    const problem =
      unread.length === 0
        ? null
        : failure(
            "SCHEMA_DRIFT",
            `${unread.length} of the balances could not be read (${first(unread.map(({ pointer, reason }) => (pointer === "" ? reason : `${pointer}: ${reason}`)))}). They are left out, not taken for zero.`,
            { who: "adapter", retry: "next-run" }
          )
    return { problem, stored: true, snapshot: last }
  }
})
