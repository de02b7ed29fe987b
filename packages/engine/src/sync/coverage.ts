/** What of a stream's time is known, from where its walk stands. */
import type { Failure, StreamSpec } from "@caudal/exchange"
import type { CoverageInterval } from "./Connections.ts"
import { known, type Walk } from "./Walk.ts"

export const coverage = (walk: Walk, spec: StreamSpec, failed: Failure | null, now: number): ReadonlyArray<CoverageInterval> => {
  const gap = (from: number, to: number): CoverageInterval =>
    failed === null ? { from, to, state: "unknown", reason: "not read yet" } : { from, to, state: "failed", reason: failed.code }
  const intervals: Array<CoverageInterval> = []
  let at = 0
  for (const { from, to } of known(walk, spec)) {
    if (from > at) intervals.push(gap(at, from))
    intervals.push({ from, to, state: "known", reason: null })
    at = to
  }
  if (at < now) {
    const fresh = failed === null && walk.exhausted && walk.head === null
    intervals.push(fresh ? { from: at, to: now, state: "unknown", reason: "too recent: rows may still arrive or change" } : gap(at, now))
  }
  return intervals
}
