/** Issues a certificate from what is stored. */
import { Clock, Effect } from "effect"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { BookStore } from "../storage/BookStore.ts"
import { PageStore } from "../storage/PageStore.ts"
import type { Certificate, CertificateLine, CertificateState } from "./Books.ts"
import { locateAll } from "./locate.ts"
import { eachOpen } from "./eachOpen.ts"
import { type Pending, pendingOf, reconcile } from "./reconcile.ts"
import { Unjoined } from "./Unjoined.ts"

export interface CertifyInput {
  readonly owner: OwnerId
  readonly connection: ConnectionId
  /** Why the posting streams do not reach the account's start; `null` when they do. */
  readonly incomplete: string | null
  /** Why rows may be missing although they do; where the sums agree, none are. */
  readonly doubt: string | null
  /** What the exchange shows only for some time, in words: a difference may be from before. */
  readonly unshown: string | null
  /** What the posting streams cannot show, and why: the likely cause of a difference that no witness explains. */
  readonly unseen: string | null
  /** Why the balances could not be read this time; an older report then still counts for what it says. */
  readonly reportMissing: string | null
}

/** The worst line decides; `differs` is worse than not knowing. */
const severity: ReadonlyArray<CertificateState> = ["differs", "unsettled", "unproved", "proved"]

const overall = (
  lines: ReadonlyArray<CertificateLine>,
  fallback: { readonly incomplete: string | null; readonly reportMissing: string | null },
  begins: string | null
) => {
  const why = fallback.incomplete ?? begins ?? fallback.reportMissing
  const state = severity.find((candidate) => lines.some((line) => line.state === candidate)) ?? (why === null ? "proved" : "unproved")
  if (state === "proved") return why === null ? { state, reason: null } : { state: "unproved" as const, reason: why }
  if (begins !== null) {
    const unclear = lines.filter(({ difference }) => difference !== null).map(({ asset }) => asset)
    return { state, reason: unclear.length === 0 ? begins : `${begins}, or rows are missing since: ${unclear.join(", ")}` }
  }
  const reasons = [...new Set(lines.filter((line) => line.state === state).map((line) => line.reason))]
  return {
    state,
    reason: reasons.length === 0 ? why : reasons.slice(0, 3).join("; ") + (reasons.length > 3 ? `; and ${reasons.length - 3} more` : "")
  }
}

export const certify = Effect.fnUntraced(function* (input: CertifyInput) {
  const { owner, connection } = input
  const store = yield* BookStore
  const pages = yield* PageStore
  const [report] = yield* store.reports(owner, connection, 1)
  const unjoined = new Unjoined()
  yield* eachOpen(owner, connection, "settled", (row) => unjoined.add(row))
  const pending: Array<Pending> = []
  yield* eachOpen(owner, connection, "pending", (row) => pending.push(pendingOf(row)))
  const firstPostingAt = yield* store.firstPostingAt(owner, connection)
  const issuedAt = yield* Clock.currentTimeMillis
  const found = reconcile({
    incomplete: input.incomplete,
    doubt: input.doubt,
    unshown: input.unshown,
    report: input.reportMissing === null ? (report ?? null) : null,
    reportMissing: input.reportMissing ?? (report === undefined ? "the exchange has not reported balances yet" : null),
    sums: yield* store.sums(owner, connection),
    pending,
    unjoined,
    firstPostingAt
  })
  const lines = yield* locateAll(owner, connection, found.lines, input.unseen)
  const streams = yield* pages.streams(owner, connection)
  const certificate: Certificate = {
    connectionId: connection,
    ...overall(lines, input, found.begins),
    issuedAt,
    balancesAt: report?.confirmedAt ?? null,
    lines,
    historyFrom: found.begins === null ? null : (firstPostingAt ?? issuedAt),
    unjoined: unjoined.count,
    quarantined: streams.reduce((sum, stream) => sum + stream.quarantined, 0),
    unrecognised: streams.reduce((sum, stream) => sum + stream.unrecognised, 0)
  }
  yield* store.putCertificate(owner, certificate)
  return certificate
})
