/**
 * Where the reading of one newest-first list stands. Pure: the host stores the state with each page and carries on from
 * it after a crash.
 *
 * - `tail` reads from the newest row down to the account's start, once.
 * - `head` reads from the newest row down to what is already known, every run; it goes on below the watermark by the
 *   settle delay, since rows may still arrive or change there.
 *
 * The list may grow while it is read: new rows appear above a cursor, so a walk never skips one; the next head finds them.
 */
import type { Cursor, Page, StreamSpec } from "@caudal/exchange"
import { numberTwins, type Twins } from "./Twins.ts"

export interface Leg {
  readonly cursor: Cursor | null
  /** The exchange's clock when the leg began: rows up to this moment, less the settle delay, will be known by its end. */
  readonly startedAt: number
  /** Newest row seen by the leg. */
  readonly newest: number | null
  /** Oldest row seen by the leg. */
  readonly reached: number | null
  readonly twins: Twins | null
}

export interface Walk {
  readonly tail: Leg | null
  /** The tail has reached the account's start. */
  readonly exhausted: boolean
  readonly head: (Leg & { readonly target: number }) | null
  /** Everything before it is known, down to the tail's reach. `null` until the first leg has begun and ended a page. */
  readonly watermark: number | null
  /** The oldest row's instant as the exchange showed it in advance, for estimates; `null` while not asked or not known. */
  readonly oldestAt: number | null
  /** Of a list that never had a row: what its last look would have made known, had it been seen twice. */
  readonly lookedTo?: number
  /** The end was shown in two runs, with rows, or lies where the exchange showed its oldest row: it is not asked for again. */
  readonly endSeenAgain?: boolean
}

export const start: Walk = { tail: null, exhausted: false, head: null, watermark: null, oldestAt: null }

export type LegName = "tail" | "head"

/** The leg to read a page of next: an interrupted head first, then the rest of the tail. `null`: nothing is unfinished. */
export const unfinished = (walk: Walk): LegName | null => (walk.head !== null ? "head" : walk.exhausted ? null : "tail")

export const cursorOf = (walk: Walk, leg: LegName): Cursor | null => (leg === "head" ? walk.head : walk.tail)?.cursor ?? null

/** Begins a look at the newest rows that goes on until a row older than `target`. */
export const beginHead = (walk: Walk, target: number): Walk => ({
  ...walk,
  head: { cursor: null, startedAt: 0, newest: null, reached: null, twins: null, target: Math.max(0, target) }
})

/** A row that has been under way for longer is not waited for: else one odd row would have the whole list read every time. */
const longestOpenMs = 90 * 24 * 3_600_000

/** How far down a run must look: through the settle delay, and to the oldest row whose status may still change. */
export const settleTarget = (walk: Walk, openSince: number | null): number => {
  const settled = walk.watermark ?? 0
  return openSince === null ? settled : Math.min(settled, Math.max(openSince, settled - longestOpenMs))
}

/** The cursor led nowhere: the tail begins again at the top. What is stored stays; rows are recognised by their ids. */
export const restartTail = (walk: Walk): Walk => ({ ...walk, tail: null, head: null })

/** Where the end of the history is asked for once more, in a later run: it may have been an empty answer by mistake. */
export const recheckEnd = (walk: Walk): Walk => {
  const reached = walk.tail?.reached ?? null
  if (!walk.exhausted || walk.endSeenAgain === true || reached === null) return walk
  const shown = walk.oldestAt !== null && reached <= walk.oldestAt
  return { ...walk, exhausted: shown, endSeenAgain: true }
}

export interface Step {
  readonly walk: Walk
  /** Occurrence number of each event of the page, in order. */
  readonly occurrences: ReadonlyArray<number>
  /** The page cannot be used as it stands. */
  readonly problem: "cursor-loop" | "no-cursor" | null
}

/** The state after a page. `at`: the exchange's clock when it answered. */
export const advance = (walk: Walk, name: LegName, page: Page, at: number, spec: StreamSpec): Step => {
  // a list that never showed a row and now does: that it was at its end was a mistake, or it begins now
  if (name === "head" && walk.exhausted && walk.tail?.newest === null && page.events.length > 0)
    return advance({ ...start, oldestAt: walk.oldestAt }, "tail", page, at, spec)
  const before: Leg = (name === "head" ? walk.head : walk.tail) ?? { cursor: null, startedAt: at, newest: null, reached: null, twins: null }
  const startedAt = before.cursor === null ? at : before.startedAt
  const { occurrences, twins } = numberTwins(page.events, before.twins, spec.order)
  let { newest, reached } = before
  for (const event of page.events) {
    if (reached === null || event.at < reached) reached = event.at
    if (newest === null || event.at > newest) newest = event.at
  }
  if (!page.exhausted && (page.next === null || page.next === before.cursor)) {
    return { walk, occurrences, problem: page.next === null ? "no-cursor" : "cursor-loop" }
  }
  const leg: Leg = { cursor: page.next ?? before.cursor, startedAt, newest, reached, twins }
  const knownTo = startedAt - spec.settleDelayMs
  if (name === "tail") {
    // an end that came with rows was shown, one that came without may have been a mistake
    const endSeenAgain = page.events.length > 0 ? page.exhausted : walk.endSeenAgain === true
    const read = { ...walk, tail: leg, exhausted: page.exhausted, watermark: walk.watermark ?? knownTo, endSeenAgain }
    return { walk: read, occurrences, problem: null }
  }
  const target = walk.head!.target
  const done = page.exhausted || (reached !== null && reached < target)
  // a look that stopped above the watermark says nothing about late rows below it
  const watermark = target <= (walk.watermark ?? 0) ? Math.max(walk.watermark ?? 0, knownTo) : walk.watermark
  return {
    walk: done ? { ...walk, head: null, watermark } : { ...walk, head: { ...leg, target } },
    occurrences,
    problem: null
  }
}

/** The list ends above a row that it has shown before: it was cut off, not read to its end. */
export const endsEarly = (walk: Walk, name: LegName, page: Page): boolean => {
  if (!page.exhausted) return false
  const leg = name === "head" ? walk.head : walk.tail
  const reached = Math.min(leg?.reached ?? Number.POSITIVE_INFINITY, ...page.events.map((event) => event.at))
  return reached > Math.min(walk.oldestAt ?? Number.POSITIVE_INFINITY, walk.tail?.reached ?? Number.POSITIVE_INFINITY)
}

/** Half-open intervals that are known, oldest first. A page covers only strictly within its border seconds. */
export const known = (walk: Walk, spec: StreamSpec): ReadonlyArray<{ readonly from: number; readonly to: number }> => {
  const intervals: Array<{ from: number; to: number }> = []
  const above = (reached: number | null, to: number) => (reached === null ? to : Math.min(to, reached + spec.granularityMs))
  if (walk.watermark !== null && walk.tail !== null) {
    const from = walk.exhausted ? 0 : above(walk.tail.reached, walk.watermark)
    if (from < walk.watermark) intervals.push({ from, to: walk.watermark })
  }
  if (walk.head !== null && walk.head.cursor !== null) {
    const to = walk.head.startedAt - spec.settleDelayMs
    const from = above(walk.head.reached, to)
    const last = intervals.at(-1)
    if (from < to && (last === undefined || from >= last.to)) intervals.push({ from, to })
  }
  return intervals
}
