/** Issues a certificate from what is stored. */
import { Clock, Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { BookStore } from "../storage/BookStore.ts"
import type { OpeningStore } from "../storage/OpeningStore.ts"
import { PageStore } from "../storage/PageStore.ts"
import type { Certificate, CertificateGrounds, CertificateLine, CertificateState } from "./Books.ts"
import { locateAll } from "./locate.ts"
import { eachOpen } from "./eachOpen.ts"
import { openingAmounts } from "./openingAmounts.ts"
import { type Pending, pendingOf, reconcile } from "./reconcile.ts"
import { Unjoined } from "./Unjoined.ts"

/** The worst line decides; `differs` is worse than not knowing. */
const severity: ReadonlyArray<CertificateState> = ["differs", "unsettled", "unproved", "proved"]

/** Proved, though by whose word has to be said. */
const byAssertion = (asserted: ReadonlyArray<CertificateLine>): string | null =>
  asserted.length === 0 ? null : `with openings asserted by the owner: ${asserted.map(({ asset }) => asset).join(", ")}`

const overall = (
  lines: ReadonlyArray<CertificateLine>,
  fallback: Pick<CertificateGrounds, "incomplete" | "reportMissing">,
  begins: string | null
): Pick<Certificate, "state" | "reason"> => {
  const why = fallback.incomplete ?? begins ?? fallback.reportMissing
  const state = severity.find((candidate) => lines.some((line) => line.state === candidate)) ?? (why === null ? "proved" : "unproved")
  if (state === "proved") {
    const asserted = lines.filter((line) => line.asserted !== null)
    const settled = why === null || (lines.length > 0 && asserted.length === lines.length)
    return settled ? { state, reason: byAssertion(asserted) } : { state: "unproved", reason: why }
  }
  if (begins !== null && state === "unproved") {
    const unclear = lines.filter((line) => line.asserted === null && line.difference !== null).map(({ asset }) => asset)
    return { state, reason: unclear.length === 0 ? begins : `${begins}, or rows are missing since: ${unclear.join(", ")}` }
  }
  const reasons = [...new Set(lines.filter((line) => line.state === state).map((line) => line.reason))]
  return {
    state,
    reason: reasons.length === 0 ? why : reasons.slice(0, 3).join("; ") + (reasons.length > 3 ? `; and ${reasons.length - 3} more` : "")
  }
}

export const certify = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: ConnectionId,
  grounds: CertificateGrounds
): Effect.fn.Return<Certificate, SqlError.SqlError, BookStore | OpeningStore | PageStore> {
  const store = yield* BookStore
  const pages = yield* PageStore
  const heard = yield* store.heard(owner, connection)
  const [report] = yield* store.reports(owner, connection, 1)
  const unjoined = new Unjoined()
  yield* eachOpen(owner, connection, "settled", (row) => unjoined.add(row))
  const pending: Array<Pending> = []
  yield* eachOpen(owner, connection, "pending", (row) => pending.push(pendingOf(row)))
  const firstPostingAt = yield* store.firstPostingAt(owner, connection)
  const issuedAt = yield* Clock.currentTimeMillis
  const found = reconcile({
    incomplete: grounds.incomplete,
    knownFrom: grounds.knownFrom,
    doubt: grounds.doubt,
    // grounds of an earlier version do not have it
    unshown: grounds.unshown ?? null,
    report: grounds.reportMissing === null ? (report ?? null) : null,
    reportMissing: grounds.reportMissing ?? (report === undefined ? "the exchange has not reported balances yet" : null),
    sums: yield* store.sums(owner, connection),
    openings: yield* openingAmounts(owner, connection),
    pending,
    unjoined,
    firstPostingAt
  })
  const lines = yield* locateAll(owner, connection, found.lines, grounds.unseen)
  const streams = yield* pages.streams(owner, connection)
  const certificate: Certificate = {
    connectionId: connection,
    ...overall(lines, grounds, found.begins),
    issuedAt,
    balancesAt: report?.confirmedAt ?? null,
    lines,
    historyFrom: found.older ? (firstPostingAt ?? issuedAt) : null,
    unjoined: unjoined.count,
    quarantined: streams.reduce((sum, stream) => sum + stream.quarantined, 0),
    unrecognised: streams.reduce((sum, stream) => sum + stream.unrecognised, 0)
  }
  if (yield* store.putCertificate(owner, certificate, grounds, heard)) return certificate
  // the owner has spoken meanwhile, and counts
  return yield* certify(owner, connection, grounds)
})
