/**
 * Where the reading of one newest-first list stands. Pure: the host stores the state with each page and carries on from
 * it after a crash.
 *
 * - `tail` reads from the newest row down to the account's start, once.
 * - `head` reads from the newest row down to what is already known, every run; it goes on below the watermark by the
 *   settle delay, since rows may still arrive or change there.
 *
 * An empty answer where the tail ends is not yet the account's start: it is asked for again, in another run (decision 006).
 *
 * The list may grow while it is read: new rows appear above a cursor, so a walk never skips one; the next head finds them.
 */
import type { Cursor, Page, StreamSpec } from "@caudal/exchange"
import { endIsDue, openIsDue } from "./lookAgain.ts"
import { joined, type Stretch } from "./Stretch.ts"
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
  /** The exchange has shown nothing beyond the tail. */
  readonly exhausted: boolean
  /** And that is so: two runs have seen it, or the oldest row is one that the exchange calls its oldest. */
  readonly confirmed: boolean
  /** When the end was seen first and last; `null`: not yet, or its cursor is of no use any more. */
  readonly end: { readonly since: number; readonly seen: number } | null
  /** The end is being asked for again; `confirm`: in another run than the one that has seen it first. */
  readonly asking: "again" | "confirm" | null
  readonly head: (Leg & { readonly target: number }) | null
  /** Everything before it is known, down to the tail's reach. `null` until a row has been seen. */
  readonly watermark: number | null
  /** The oldest row's instant as the exchange showed it in advance; `null` while not asked or not known. */
  readonly oldestAt: number | null
  /**
   * A look came to rows that name no place to go on from: it has read from the oldest of them up to `to`, and between it and
   * the watermark nothing can be asked for. A look that gets by takes it away.
   */
  readonly stuck: Stretch | null
  /** Two runs agree that there is no row before it. */
  readonly emptyTo: number | null
  /** Of a list that never had a row: what the last look would have made known, had another run seen the same. */
  readonly lookedTo: number | null
  /** When a look last went down to the rows that may still change. */
  readonly deepAt: number | null
}

export const start: Walk = {
  tail: null,
  exhausted: false,
  confirmed: false,
  end: null,
  asking: null,
  head: null,
  watermark: null,
  oldestAt: null,
  stuck: null,
  emptyTo: null,
  lookedTo: null,
  deepAt: null
}

export type LegName = "tail" | "head" | "end"

const legOf = (walk: Walk, name: LegName): Leg | null => (name === "head" ? walk.head : walk.tail)

/** The leg to read a page of next: an interrupted head first, then the rest of the tail. `null`: nothing is unfinished. */
export const unfinished = (walk: Walk): LegName | null =>
  walk.head !== null ? "head" : walk.exhausted ? (walk.asking === null ? null : "end") : "tail"

export const cursorOf = (walk: Walk, leg: LegName): Cursor | null => legOf(walk, leg)?.cursor ?? null

/** Nothing was ever shown. */
const isBlank = ({ tail }: Walk): boolean => tail === null || (tail.cursor === null && tail.newest === null)

/**
 * Begins a look at the newest rows. It goes on until a row below the watermark, or below the oldest row whose status may
 * still change, if it is time to see that again. `confirms`: it is another run that looks. `checks` 0: the end is left alone.
 */
export const look = (
  walk: Walk,
  { now, openSince, checks, confirms }: { now: number; openSince: number | null; checks: number; confirms: boolean }
): Walk => {
  const again = confirms ? "confirm" : "again"
  // what a list that never had a row shows for the first time is a history of its own, with an end of its own
  if (walk.exhausted && isBlank(walk)) return { ...walk, tail: null, exhausted: false, asking: again, watermark: null }
  const watermark = walk.watermark ?? 0
  const deep = openSince !== null && openSince < watermark && openIsDue(openSince, walk.deepAt, now)
  const target = Math.max(0, deep ? openSince : watermark)
  const due = !walk.confirmed || (cursorOf(walk, "end") !== null && walk.end !== null && endIsDue(walk.end, now))
  return {
    ...walk,
    head: { cursor: null, startedAt: 0, newest: null, reached: null, twins: null, target },
    asking: checks > 0 && walk.exhausted && due ? again : null,
    deepAt: deep ? now : walk.deepAt
  }
}

/** There is no use in seeing the oldest row (any more). */
const isOldestKnown = ({ tail, exhausted, confirmed, oldestAt }: Walk): boolean =>
  oldestAt !== null || confirmed || (exhausted && (tail?.reached ?? null) === null)

/** Takes the instant of the exchange's oldest row, where there is use for it: an end there is the end, one above it is none. */
export const withOldest = (walk: Walk): ((oldestAt: number) => Walk) | null =>
  isOldestKnown(walk)
    ? null
    : (oldestAt) => {
        const reached = walk.exhausted ? (walk.tail?.reached ?? null) : null
        if (reached === null || reached < oldestAt) return { ...walk, oldestAt }
        return { ...walk, oldestAt, exhausted: reached === oldestAt, confirmed: reached === oldestAt }
      }

/**
 * The cursor led nowhere: its leg begins again at the top. What is stored stays; rows are recognised by their ids. An end
 * that is known already is not worth that.
 */
export const restart = (walk: Walk): Walk => {
  const leg = unfinished(walk)
  if (leg === "head")
    return { ...walk, head: { cursor: null, startedAt: 0, newest: null, reached: null, twins: null, target: walk.head!.target } }
  if (leg === "tail") return { ...walk, tail: null, head: null }
  if (walk.confirmed || walk.asking === "again") return { ...walk, asking: null, end: walk.confirmed ? null : walk.end }
  // read to the same row by another run, the list ends there
  return { ...walk, tail: null, exhausted: false, asking: null, oldestAt: walk.tail?.reached ?? walk.oldestAt }
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
  const before: Leg = legOf(walk, name) ?? { cursor: null, startedAt: at, newest: null, reached: null, twins: null }
  const startedAt = before.cursor === null ? at : before.startedAt
  const { occurrences, twins } = numberTwins(page.events, before.twins, spec.order)
  let { newest, reached } = before
  for (const event of page.events) {
    if (reached === null || event.at < reached) reached = event.at
    if (newest === null || event.at > newest) newest = event.at
  }
  const shown = page.events.length + page.quarantined.length > 0
  // rows that name no place to go on from: the walk ends there, for what else could be asked
  const deadEnd = !page.exhausted && page.next === null && shown
  if (!page.exhausted && !deadEnd && (page.next === null || page.next === before.cursor)) {
    return { walk, occurrences, problem: page.next === null ? "no-cursor" : "cursor-loop" }
  }
  // where the end was shown is where to ask again
  const stays = deadEnd || (page.exhausted && !shown)
  const cursor = stays ? before.cursor : (page.next ?? before.cursor)
  const leg: Leg = { cursor, startedAt, newest, reached, twins: stays ? before.twins : twins }
  const knownTo = startedAt - spec.settleDelayMs
  const done = (after: Walk): Step => ({ walk: after, occurrences, problem: null })
  if (name === "head") {
    const target = walk.head!.target
    const lowest = walk.tail?.reached ?? null
    const arrived = page.exhausted || (reached !== null && (reached < target || (deadEnd && lowest !== null && reached <= lowest)))
    if (deadEnd && !arrived) return done({ ...walk, head: null, stuck: { from: above(reached, knownTo, spec), to: knownTo } })
    // a look that stopped above the watermark says nothing about late rows below it
    const watermark = target <= (walk.watermark ?? 0) ? Math.max(walk.watermark ?? 0, knownTo) : walk.watermark
    return done(arrived ? { ...walk, head: null, watermark, stuck: null } : { ...walk, head: { ...leg, target } })
  }
  const end = { since: walk.end?.since ?? at, seen: at }
  if (name === "end" && page.exhausted && !shown)
    return done({ ...walk, asking: null, confirmed: walk.confirmed || walk.asking === "confirm", end })
  if (page.exhausted && !shown && isBlank({ ...walk, tail: leg })) {
    const agreed = walk.asking === "confirm" && walk.lookedTo !== null ? Math.min(walk.lookedTo, knownTo) : null
    return done({
      ...walk,
      tail: leg,
      exhausted: true,
      asking: null,
      emptyTo: agreed === null ? walk.emptyTo : Math.max(walk.emptyTo ?? agreed, agreed),
      lookedTo: walk.asking === "again" ? walk.lookedTo : knownTo
    })
  }
  const exhausted = page.exhausted || deadEnd
  const isOldest = reached !== null && reached === walk.oldestAt
  // a page with rows that says itself that it is the last one is not an empty answer
  const says = page.exhausted && shown
  // of a full page without a place to go on from nobody can tell what lies below
  const again = deadEnd && name === "end" && walk.asking === "confirm" && page.events.length + page.quarantined.length < spec.pageSize
  return done({
    ...walk,
    tail: leg,
    exhausted,
    confirmed: exhausted && (says || isOldest || again),
    end: exhausted ? { since: at, seen: at } : null,
    asking: null,
    lookedTo: null,
    watermark: walk.watermark ?? knownTo
  })
}

/** The list ends above a row that it has shown before: it was cut off, not read to its end. */
export const endsEarly = (walk: Walk, name: LegName, page: Page): boolean => {
  if (!page.exhausted) return false
  const reached = Math.min(legOf(walk, name)?.reached ?? Number.POSITIVE_INFINITY, ...page.events.map((event) => event.at))
  return reached > Math.min(walk.oldestAt ?? Number.POSITIVE_INFINITY, walk.tail?.reached ?? Number.POSITIVE_INFINITY)
}

/** Two runs have seen that there is no row before it, and none has come to light since. */
const emptyUpTo = ({ emptyTo, tail }: Walk): number =>
  emptyTo !== null && (tail === null || tail.reached === null || tail.reached >= emptyTo) ? Math.max(0, emptyTo) : 0

const above = (reached: number | null, to: number, { granularityMs }: StreamSpec): number =>
  reached === null ? to : Math.min(to, reached + granularityMs)

/** Half-open intervals that are known, oldest first. A page covers only strictly within its border seconds. */
export const known = (walk: Walk, spec: StreamSpec): ReadonlyArray<Stretch> => {
  let intervals = joined([], { from: 0, to: emptyUpTo(walk) })
  if (walk.watermark !== null && walk.tail !== null) {
    const from = walk.exhausted && walk.confirmed ? 0 : above(walk.tail.reached, walk.watermark, spec)
    intervals = joined(intervals, { from, to: walk.watermark })
  }
  // a look that goes on has read all of that again
  if (walk.stuck !== null && walk.head === null) intervals = joined(intervals, walk.stuck)
  if (walk.head !== null && walk.head.cursor !== null) {
    const to = walk.head.startedAt - spec.settleDelayMs
    const from = above(walk.head.reached, to, spec)
    const last = intervals.at(-1)
    if (from < to && (last === undefined || from >= last.to)) intervals = [...intervals, { from, to }]
  }
  return intervals
}

/** Below the oldest row, where the exchange has shown nothing and no other run has seen the same yet; and where a look got stuck. */
export const doubtful = (walk: Walk, spec: StreamSpec): ReadonlyArray<Stretch> => {
  const between = { from: walk.watermark ?? 0, to: walk.stuck?.from ?? 0 }
  if (!walk.exhausted || walk.confirmed) return joined([], between)
  const to = isBlank(walk) ? (walk.lookedTo ?? 0) : above(walk.tail?.reached ?? null, walk.watermark ?? 0, spec)
  return joined(joined([], { from: emptyUpTo(walk), to }), between)
}
