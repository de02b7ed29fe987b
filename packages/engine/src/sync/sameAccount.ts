/**
 * Which connection a key belongs to. Mostly the exchange tells whose key it is. Where the key may not read that, the same
 * key is the same account, and so is one that sees the same rows: their ids at the exchange do not meet by chance. A key
 * that sees no rows is known by its balances, all of them and to the last digit.
 */
import type { Adapter } from "@caudal/exchange"
import { Effect } from "effect"
import { Host } from "../host/Host.ts"
import { runPlan } from "../host/runPlan.ts"
import type { OwnerId } from "../Ids.ts"
import { held } from "../ledger/held.ts"
import { isUnknown } from "../ledger/unknownAccount.ts"
import { BookStore } from "../storage/BookStore.ts"
import { ConnectionStore, type StoredConnection } from "../storage/ConnectionStore.ts"
import { PageStore } from "../storage/PageStore.ts"
import type { CheckedKey } from "./connect.ts"

/** The rows that the key sees first (the newest, or the oldest), of the first list that shows any; one that cannot be read says nothing. */
const firstRows = Effect.fnUntraced(function* (adapter: Adapter, { caller, rights }: CheckedKey) {
  const host = yield* Host
  for (const spec of adapter.manifest.streams) {
    const stream = adapter.streams[spec.id]
    const oneList = spec.synced && spec.fanOut === null && spec.window === null
    if (!oneList || stream === undefined || rights.reads[spec.endpoint]?.answer === "no") continue
    const request = { cursor: null, window: null, dimension: null }
    const ids = yield* Effect.suspend(() => host.call(caller, stream.request(request))).pipe(
      Effect.flatMap(({ reply }) => Effect.try(() => stream.parse(reply, request).events)),
      Effect.map((events) => events.filter(({ source }) => source.identity === "exchange").map(({ source }) => source.externalId)),
      Effect.orElseSucceed((): ReadonlyArray<string> => [])
    )
    if (ids.length > 0) return { stream: spec.id, ids }
  }
  return null
})

const balancesOf = (adapter: Adapter, { caller }: CheckedKey) =>
  runPlan(caller, "balances", adapter.plans.balances, "data").pipe(
    Effect.map(({ value }) => held(value.balances)),
    Effect.orElseSucceed(() => "")
  )

/** Which of the connections shows the same account as the key does; `null`: none, as far as can be seen. */
const byWhatItSees = Effect.fnUntraced(function* (
  owner: OwnerId,
  adapter: Adapter,
  key: CheckedKey,
  candidates: ReadonlyArray<StoredConnection>
) {
  if (candidates.length === 0) return null
  const pages = yield* PageStore
  const books = yield* BookStore
  const shown = yield* firstRows(adapter, key)
  if (shown !== null) {
    for (const candidate of candidates) if (yield* pages.hasAny(owner, candidate.id, shown.stream, shown.ids)) return candidate
    return null
  }
  const balances = yield* balancesOf(adapter, key)
  if (balances === "") return null
  for (const candidate of candidates) {
    const [report] = yield* books.reports(owner, candidate.id, 1)
    if (report !== undefined && held(report.balances) === balances) return candidate
  }
  return null
})

/** The owner's connection to the account that the key belongs to; `null`: a new account. */
export const connectionOf = Effect.fnUntraced(function* (owner: OwnerId, adapter: Adapter, key: CheckedKey) {
  const store = yield* ConnectionStore
  const own = (yield* store.list(owner)).filter(({ exchange }) => exchange === adapter.manifest.id)
  const told = key.accountKey === null ? undefined : own.find(({ accountKey }) => accountKey === key.accountKey)
  if (told !== undefined) return told
  const open = own.filter((one) => key.accountKey === null || isUnknown(one))
  const same = open.find(({ keyFingerprint }) => keyFingerprint === key.fingerprint.slice(0, 8))
  return same ?? (yield* byWhatItSees(owner, adapter, key, open))
})

/** Neither rows nor balances: nothing there that another account could be mixed up with. */
export const isBlank = Effect.fnUntraced(function* (owner: OwnerId, connection: StoredConnection) {
  const pages = yield* PageStore
  const books = yield* BookStore
  const rows = (yield* pages.streams(owner, connection.id)).reduce((sum, stream) => sum + stream.rows, 0)
  const [report] = yield* books.reports(owner, connection.id, 1)
  return isUnknown(connection) && rows === 0 && held(report?.balances ?? []) === ""
})
