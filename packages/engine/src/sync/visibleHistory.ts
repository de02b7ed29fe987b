/** A key can be limited to a range of dates: its lists are then silently shorter than the history, and nothing is proved. */
import { type Failure, failure, type HistoryLimit, type KeyRights } from "@caudal/exchange"
import type { CoverageInterval } from "./Connections.ts"
import { repaint } from "./coverage.ts"

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** What the key hides, as a failure that its owner can mend; `null` where it hides nothing. */
export const hiddenBy = ({ history }: KeyRights): Failure | null => {
  if (history === undefined) return null
  const { from, to } = history
  const seen = [from === null ? "" : ` from ${day(from)}`, to === null ? "" : ` to ${day(to)}`].join("")
  return failure(
    "HISTORY_TRUNCATED",
    `The key shows the account's history only${seen}. Make one without these dates and replace the credentials.`,
    {
      who: "user"
    }
  )
}

/** Since when the key shows everything up to now; `null` where it does not, or hides nothing. */
export const visibleFrom = ({ history }: KeyRights): number | null => (history === undefined || history.to !== null ? null : history.from)

/** Coverage of a stream as far as the key lets see it: what was read beyond its dates is not known to be all there was. */
export const clipped = (coverage: ReadonlyArray<CoverageInterval>, history: HistoryLimit | undefined): ReadonlyArray<CoverageInterval> => {
  if (history === undefined) return coverage
  const hidden = { state: "failed", reason: "HISTORY_TRUNCATED" } as const
  return repaint(repaint(coverage, 0, history.from ?? 0, hidden), history.to ?? Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, hidden)
}
