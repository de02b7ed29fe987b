/** What of a stream's time is known, from where the reading of its lists stands. */
import type { Failure } from "@caudal/exchange"
import type { CoverageInterval } from "./Connections.ts"
import type { Reading } from "./Reading.ts"

export interface TrackCoverage {
  readonly reading: Pick<Reading, "known" | "doubtful" | "unshown" | "finished">
  readonly failure: Failure | null
  /** The list is gone at the exchange since then: what was not read before is lost, and after it there is nothing. */
  readonly goneAt: number | null
}

type Painted = Omit<CoverageInterval, "from" | "to">

const known: Painted = { state: "known", reason: null }
const recent: Painted = { state: "unknown", reason: "too recent: rows may still arrive or change" }
const notYet: Painted = { state: "unknown", reason: "not read yet" }
const lookedOnce: Painted = { state: "unknown", reason: "the exchange showed no more here: the next sync has to confirm it" }
const tooOld: Painted = { state: "lost-at-source", reason: "the exchange does not show rows that are so old" }
const unlisted: Painted = { state: "unknown", reason: "not all lists that it consists of are known yet" }

/** Of one list, `[0, now)` without gaps. */
const ofTrack = ({ reading, failure, goneAt }: TrackCoverage, now: number): ReadonlyArray<CoverageInterval> => {
  const intervals: Array<CoverageInterval> = []
  let at = 0
  const fill = (to: number, paint: Painted) => {
    if (to > at) intervals.push({ from: at, to, ...paint })
    at = Math.max(at, to)
  }
  const gap: Painted =
    goneAt !== null
      ? { state: "lost-at-source", reason: failure?.code ?? null }
      : failure === null
        ? notYet
        : { state: "failed", reason: failure.code }
  const parts = [
    ...reading.known.map((part) => ({ ...part, paint: known })),
    ...reading.doubtful.map((part) => ({ ...part, paint: lookedOnce }))
  ].sort((a, b) => a.from - b.from)
  for (const { from, to, paint } of parts) {
    fill(from, gap)
    fill(to, paint)
  }
  if (goneAt === null) fill(now, failure === null && reading.finished ? recent : gap)
  else {
    fill(Math.min(now, goneAt), gap)
    fill(now, known)
  }
  return reading.unshown.reduce<ReadonlyArray<CoverageInterval>>((parts, { from, to }) => repaint(parts, from, to, tooOld), intervals)
}

/** The worst of several says what is so of all of them. */
const severity = ["known", "covered-by-file", "unknown", "lost-at-source", "failed"]
const worse = (a: CoverageInterval, b: CoverageInterval): boolean => severity.indexOf(a.state) < severity.indexOf(b.state)

/** Known where all know, failed where any failed. */
const intersection = (a: ReadonlyArray<CoverageInterval>, b: ReadonlyArray<CoverageInterval>): ReadonlyArray<CoverageInterval> => {
  const result: Array<CoverageInterval> = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [one, other] = [a[i]!, b[j]!]
    const worst = worse(one, other) ? other : one
    const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
    const last = result.at(-1)
    if (last !== undefined && last.to === from && last.state === worst.state && last.reason === worst.reason)
      result[result.length - 1] = { ...last, to }
    else if (from < to) result.push({ from, to, state: worst.state, reason: worst.reason })
    if (one.to === to) i++
    if (other.to === to) j++
  }
  return result
}

/** What is known between two instants is no longer, and why. */
export const repaint = (
  coverage: ReadonlyArray<CoverageInterval>,
  from: number,
  to: number,
  paint: Painted
): ReadonlyArray<CoverageInterval> =>
  coverage.flatMap((interval): ReadonlyArray<CoverageInterval> => {
    if (interval.state !== "known") return [interval]
    const start = Math.min(Math.max(interval.from, from), interval.to)
    const end = Math.max(start, Math.min(interval.to, to))
    const parts: ReadonlyArray<CoverageInterval> = [
      { ...interval, to: start },
      { ...paint, from: start, to: end },
      { ...interval, from: end }
    ]
    return parts.filter((part) => part.from < part.to)
  })

/** Pairwise, so that hundreds of lists cost little more than one. */
const all = (parts: ReadonlyArray<ReadonlyArray<CoverageInterval>>): ReadonlyArray<CoverageInterval> => {
  if (parts.length <= 1) return parts[0] ?? []
  const half = parts.length >> 1
  return intersection(all(parts.slice(0, half)), all(parts.slice(half)))
}

/**
 * Coverage of a stream over its lists. `listedTo`: up to when it is known which lists those are (`null`: it is not),
 * `undefined` where the stream is one list.
 */
export const coverage = (
  tracks: ReadonlyArray<TrackCoverage>,
  listedTo: number | null | undefined,
  now: number
): ReadonlyArray<CoverageInterval> => {
  if (now <= 0) return []
  const parts = tracks.map((track) => ofTrack(track, now))
  if (listedTo === undefined) return all(parts)
  const to = Math.min(now, listedTo ?? 0)
  const listed: ReadonlyArray<CoverageInterval> = [
    { from: 0, to, ...known },
    { from: to, to: now, ...unlisted }
  ]
  return all([listed.filter((part) => part.from < part.to), ...parts])
}
