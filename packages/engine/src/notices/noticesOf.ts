/** What was kept and counted although it is not understood, and what does not add up: each under its own name. */
import { failure } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import { Assets } from "../assets/Assets.ts"
import { BookStore } from "../storage/BookStore.ts"
import type { StoredConnection } from "../storage/ConnectionStore.ts"
import { PageStore } from "../storage/PageStore.ts"
import type { Certificate } from "../books/Books.ts"
import type { Notice } from "./Notices.ts"

const most = 10

const listed = (names: ReadonlyArray<string>): string =>
  names.slice(0, most).join(", ") + (names.length > most ? ` and ${names.length - most} more` : "")

const s = (count: number): string => (count === 1 ? "" : "s")

export const noticesOf = Effect.fnUntraced(function* ({ owner, id, exchange }: StoredConnection, certificate: Certificate | null) {
  const store = yield* BookStore
  const pages = yield* PageStore
  const resolve = yield* (yield* Assets).resolver(owner)
  const at = yield* Clock.currentTimeMillis
  const streams = yield* pages.streams(owner, id)
  // The counters know whether there are any: without them nobody looks through a whole history for none.
  const operations = streams.some(({ unrecognised }) => unrecognised > 0) ? yield* store.unrecognised(owner, id) : []
  const rows = operations.reduce((sum, { count }) => sum + count, 0)
  const unknown = [...(yield* pages.assetsSeen(owner, id))].filter((code) => resolve({ exchange, code, at }).status === "unknown").sort()
  const differing = [...new Set((certificate?.lines ?? []).filter(({ state }) => state === "differs").map(({ asset }) => asset))]
  const all: ReadonlyArray<Omit<Notice, "connectionId">> = [
    {
      failure: failure(
        "UNKNOWN_OPERATION",
        `${rows} row${s(rows)} of operations that this version does not know: ${listed(operations.map(({ operation, count }) => `${operation ?? "without a name"} (${count})`))}. They are counted in the balances.`
      ),
      count: rows,
      names: operations.flatMap(({ operation }) => (operation === null ? [] : [operation]))
    },
    {
      failure: failure(
        "UNKNOWN_ASSET",
        `${unknown.length} asset code${s(unknown.length)} that this version does not know: ${listed(unknown)}. They are counted under these codes and have no value.`
      ),
      count: unknown.length,
      names: unknown
    },
    {
      failure: failure(
        "BALANCE_MISMATCH",
        `The ledger and the exchange's balances differ in ${differing.length} asset${s(differing.length)}: ${listed(differing)}.`
      ),
      count: differing.length,
      names: differing
    }
  ]
  return all.filter(({ count }) => count > 0).map((notice): Notice => ({ connectionId: id, ...notice }))
})
