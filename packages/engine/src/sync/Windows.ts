/**
 * Where the reading of one list stands that is asked for one stretch of time after another. Pure.
 *
 * - `tail` goes from the newest window down to the first instant at which the exchange has rows, once.
 * - `head` goes from the newest window down to what is already known, every run.
 * - `check` looks again at windows that came back empty.
 *
 * Within a window pages follow by cursor, in any order; a window counts once the exchange has shown all of it. A window
 * of the tail that shows nothing is *doubtful* until a second look agrees. Those looks wait until the history is there, and
 * come a few at a time (decision 010). An empty head makes known what the head before has seen, too.
 */
import type { Cursor, Page, StreamSpec } from "@caudal/exchange"
import { numberTwins, type Twins } from "./Twins.ts"

export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface Leg {
  readonly top: number
  readonly bottom: number
  /** All of `[floor, top)` has been read. */
  readonly floor: number
  /** The exchange's clock when the leg began. */
  readonly startedAt: number | null
  /** Within the window below `floor`. */
  readonly cursor: Cursor | null
  /** That window has shown a row. */
  readonly shown: boolean
  readonly twins: Twins | null
  /** Oldest row of the leg whose status may still change. */
  readonly openSince: number | null
  /** The lowest instant from which a window of a head showed nothing that no look before has seen to be empty. */
  readonly once: number | null
}

export interface Windows {
  readonly tail: Leg | null
  readonly exhausted: boolean
  readonly head: Leg | null
  readonly check: Leg | null
  /** How many windows are still to be looked at again in this run. */
  readonly checks: number
  /** Everything before it is known, down to the tail's floor, but for what is doubtful. */
  readonly watermark: number | null
  /** What the last leg would have made known, had every window of it been seen twice. */
  readonly lookedTo: number | null
  readonly openSince: number | null
  readonly oldest: number | null
  readonly newest: number | null
  /** Ascending, apart from each other. */
  readonly doubtful: ReadonlyArray<Stretch>
}

export type WindowSpec = StreamSpec & { readonly window: NonNullable<StreamSpec["window"]> }

export const start: Windows = {
  tail: null,
  exhausted: false,
  head: null,
  check: null,
  checks: 0,
  watermark: null,
  lookedTo: null,
  openSince: null,
  oldest: null,
  newest: null,
  doubtful: []
}

const grain = ({ granularityMs }: WindowSpec): number => Math.max(1, granularityMs)
const down = (at: number, spec: WindowSpec): number => Math.floor(at / grain(spec)) * grain(spec)
/** The longest window that begins and ends on the exchange's grain. */
export const lengthOf = (spec: WindowSpec): number => Math.max(grain(spec), down(spec.window.largestMs, spec))
const bottomOf = (spec: WindowSpec): number => down(spec.window.from, spec)

const legFrom = (top: number, bottom: number): Leg => ({
  top,
  bottom,
  floor: top,
  startedAt: null,
  cursor: null,
  shown: false,
  twins: null,
  openSince: null,
  once: null
})

/** `now`: where the newest window ends, at least: it reaches over a clock that is ahead of ours. */
const topAt = (now: number, spec: WindowSpec): number => Math.max(down(now, spec), bottomOf(spec)) + grain(spec)

/** Begins the first walk. */
export const begin = (walk: Windows, now: number, spec: WindowSpec): Windows =>
  walk.tail === null ? { ...walk, tail: legFrom(topAt(now, spec), bottomOf(spec)) } : walk

/** Begins a look at the newest windows, and at so many doubtful ones. */
export const look = (walk: Windows, now: number, checks: number, spec: WindowSpec): Windows => {
  const target = Math.min(walk.watermark ?? 0, walk.openSince ?? Number.MAX_SAFE_INTEGER)
  return { ...walk, head: legFrom(topAt(now, spec), Math.max(bottomOf(spec), down(target, spec))), checks }
}

type LegName = "head" | "tail" | "check"

const nextLeg = (walk: Windows, spec: WindowSpec): { readonly name: LegName; readonly leg: Leg } | null => {
  if (walk.head !== null) return { name: "head", leg: walk.head }
  if (!walk.exhausted) return walk.tail === null ? null : { name: "tail", leg: walk.tail }
  if (walk.check !== null) return { name: "check", leg: walk.check }
  const newest = walk.doubtful.at(-1)
  if (walk.checks === 0 || newest === undefined) return null
  return { name: "check", leg: legFrom(newest.to, Math.max(newest.from, newest.to - lengthOf(spec))) }
}

const windowOf = (leg: Leg, spec: WindowSpec): Stretch => ({ from: Math.max(leg.bottom, leg.floor - lengthOf(spec)), to: leg.floor })

export const finished = (walk: Windows): boolean => walk.exhausted && walk.head === null

/** What to ask for next; `null`: nothing is left. */
export const next = (walk: Windows, spec: WindowSpec): { readonly cursor: Cursor | null; readonly window: Stretch } | null => {
  const at = nextLeg(walk, spec)
  return at === null ? null : { cursor: at.leg.cursor, window: windowOf(at.leg, spec) }
}

/** The window holds a row that is stored. */
const hadRows = ({ oldest, newest }: Windows, { from, to }: Stretch): boolean =>
  [oldest, newest].some((at) => at !== null && from <= at && at < to)

/** An empty page is asked for again at the end of a window that has rows; a window without any is left to a later look. */
export const needsSecondLook = (walk: Windows, spec: WindowSpec): boolean => {
  const at = nextLeg(walk, spec)
  return at !== null && (at.leg.shown || at.leg.cursor !== null || hadRows(walk, windowOf(at.leg, spec)))
}

/** A window that holds stored rows shows none. */
export const vanished = (walk: Windows, page: Page, spec: WindowSpec): boolean => {
  const at = nextLeg(walk, spec)
  if (at === null || !page.exhausted || at.leg.shown || page.events.length + page.quarantined.length > 0) return false
  return hadRows(walk, windowOf(at.leg, spec))
}

/** The cursor led nowhere: its window is read again. */
export const restart = (walk: Windows, spec: WindowSpec): Windows => {
  const at = nextLeg(walk, spec)
  return at === null ? walk : { ...walk, [at.name]: { ...at.leg, cursor: null, shown: false, twins: null } }
}

export interface Step {
  readonly walk: Windows
  readonly occurrences: ReadonlyArray<number>
  readonly problem: "cursor-loop" | "no-cursor" | null
}

const least = (...values: ReadonlyArray<number | null>): number | null => {
  const all = values.filter((value) => value !== null)
  return all.length === 0 ? null : Math.min(...all)
}
const most = (...values: ReadonlyArray<number | null>): number | null => {
  const all = values.filter((value) => value !== null)
  return all.length === 0 ? null : Math.max(...all)
}

/** The state after a page. `at`: the exchange's clock when it answered. */
export const advance = (walk: Windows, page: Page, at: number, spec: WindowSpec): Step => {
  const { name, leg: before } = nextLeg(walk, spec)!
  const { occurrences, twins } = numberTwins(page.events, before.twins, spec.order)
  if (!page.exhausted && (page.next === null || page.next === before.cursor))
    return { walk, occurrences, problem: page.next === null ? "no-cursor" : "cursor-loop" }
  const shown = before.shown || page.events.length + page.quarantined.length > 0
  const pending = page.events.filter(({ status }) => status === "pending").map((event) => event.at)
  const openSince = least(before.openSince, ...pending)
  const startedAt = before.startedAt ?? at
  const instants = page.events.map((event) => event.at)
  const bounded = { ...walk, oldest: least(walk.oldest, ...instants), newest: most(walk.newest, ...instants) }
  if (!page.exhausted)
    return {
      walk: { ...bounded, [name]: { ...before, startedAt, openSince, cursor: page.next, shown, twins } },
      occurrences,
      problem: null
    }

  const window = windowOf(before, spec)
  const knownTo = Math.min(before.top, startedAt - spec.settleDelayMs)
  // emptiness that only this head has seen: what it makes known ends there, and the next one looks again
  const seen = walk.lookedTo ?? 0
  const once = shown || window.to <= seen || name !== "head" ? before.once : Math.max(window.from, seen)
  const leg: Leg = { ...before, startedAt, openSince, floor: window.from, cursor: null, shown: false, twins: null, once }
  const done = leg.floor <= leg.bottom
  const after = (): Windows => {
    switch (name) {
      case "tail": {
        const doubtful = shown ? walk.doubtful : joined(walk.doubtful, { from: window.from, to: Math.min(window.to, knownTo) })
        const watermark = walk.watermark ?? knownTo
        return {
          ...bounded,
          tail: leg,
          exhausted: done,
          doubtful,
          watermark,
          lookedTo: watermark,
          openSince: least(walk.openSince, openSince)
        }
      }
      case "head": {
        if (!done) return { ...bounded, head: leg }
        const watermark = most(walk.watermark, Math.min(knownTo, once ?? knownTo))
        return { ...bounded, head: null, watermark, lookedTo: most(walk.lookedTo, knownTo), openSince }
      }
      case "check": {
        const doubtful = cut(walk.doubtful, window)
        return { ...bounded, check: null, checks: walk.checks - 1, doubtful, openSince: least(walk.openSince, openSince) }
      }
    }
  }
  return { walk: after(), occurrences, problem: null }
}

/** Stretches with one more, merged where they touch. */
export const joined = (stretches: ReadonlyArray<Stretch>, more: Stretch): ReadonlyArray<Stretch> => {
  if (more.from >= more.to) return stretches
  const apart = stretches.filter(({ from, to }) => to < more.from || from > more.to)
  const touching = stretches.filter((one) => !apart.includes(one))
  const one = { from: Math.min(more.from, ...touching.map(({ from }) => from)), to: Math.max(more.to, ...touching.map(({ to }) => to)) }
  return [...apart, one].sort((a, b) => a.from - b.from)
}

/** Stretches without one. */
export const cut = (stretches: ReadonlyArray<Stretch>, away: Stretch): ReadonlyArray<Stretch> =>
  stretches.flatMap((one) =>
    [
      { from: one.from, to: Math.min(one.to, away.from) },
      { from: Math.max(one.from, away.to), to: one.to }
    ].filter(({ from, to }) => from < to)
  )

/** Half-open intervals that are known, oldest first. */
export const known = (walk: Windows, spec: WindowSpec): ReadonlyArray<Stretch> => {
  const intervals: Array<Stretch> = []
  if (walk.watermark !== null && walk.tail !== null) {
    const from = walk.exhausted ? 0 : walk.tail.floor
    if (from < walk.watermark) intervals.push({ from, to: walk.watermark })
  }
  if (walk.head !== null && walk.head.startedAt !== null) {
    const to = Math.min(walk.head.top, walk.head.startedAt - spec.settleDelayMs, walk.head.once ?? Number.POSITIVE_INFINITY)
    const from = Math.max(walk.head.floor, intervals.at(-1)?.to ?? 0)
    if (from < to) intervals.push({ from, to })
  }
  return walk.doubtful.reduce(cut, intervals)
}

/** Windows that are still to be read, each one call at least. */
export const windowsLeft = (walk: Windows, now: number, spec: WindowSpec): number => {
  const length = lengthOf(spec)
  const of = (leg: Leg | null): number => (leg === null ? 0 : Math.ceil((leg.floor - leg.bottom) / length))
  const tail = walk.exhausted ? 0 : of(walk.tail ?? legFrom(topAt(now, spec), bottomOf(spec)))
  const doubtful = walk.doubtful.reduce((sum, { from, to }) => sum + Math.ceil((to - from) / length), 0)
  return of(walk.head) + tail + Math.min(walk.checks, doubtful)
}
