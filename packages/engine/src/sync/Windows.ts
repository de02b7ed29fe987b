/**
 * Where the reading of one list stands that is asked for one stretch of time after another. Pure.
 *
 * - `tail` goes from the newest window down to the first instant at which the exchange has rows, once.
 * - `head` goes from the newest window down to what is already known, every run.
 * - `check` asks again where an empty answer was all that showed an end.
 *
 * Within a window pages follow by cursor, in any order; a window counts once the exchange has shown all of it. A window of
 * the tail that shows nothing, or nothing more, is *doubtful* until a look of another run agrees (decision 006). Those looks
 * wait until the history is there, and come a few at a time (decision 010). A head makes known what the run before has seen,
 * too.
 */
import { type Cursor, type Page, shownFrom, type StreamSpec } from "@caudal/exchange"
import { openIsDue } from "./lookAgain.ts"
import { cut, joined, type Stretch } from "./Stretch.ts"
import { numberTwins, type Twins } from "./Twins.ts"

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
  /** The lowest instant from which a head relies on an empty answer that no run before has had. */
  readonly once: number | null
  /** Of a check: the place behind the last row of its window; `null`: it reads the window from the beginning. */
  readonly asked: Cursor | null
  /** And rows were there. */
  readonly found: boolean
}

/** Known but for an empty answer: of all of a window, or (with a cursor) of what follows its rows. */
interface Doubt extends Stretch {
  /** Where its window ends, which may be later than what is in doubt. */
  readonly top: number
  readonly cursor: Cursor | null
  readonly twins: Twins | null
}

export interface Windows {
  readonly tail: Leg | null
  readonly exhausted: boolean
  readonly head: Leg | null
  readonly check: Leg | null
  /** How many windows are still to be looked at again in this look, all of them before `checkedTo` (`null`: from the newest on). */
  readonly checks: number
  readonly checkedTo: number | null
  /** The look is one of another run than those before: what both have seen is so. */
  readonly confirms: boolean
  /** Everything before it is known, down to the tail's floor, but for what is doubtful. */
  readonly watermark: number | null
  /** What the last run would have made known, had another one seen the same. */
  readonly lookedTo: number | null
  /** The oldest row whose status may still change, and when a look last went down to it. */
  readonly openSince: number | null
  readonly deepAt: number | null
  readonly oldest: number | null
  readonly newest: number | null
  /** Ascending, apart from each other. */
  readonly doubts: ReadonlyArray<Doubt>
  /** Never shown, or not to the end, and now too old to be asked for. */
  readonly unshown: ReadonlyArray<Stretch>
}

export type WindowSpec = StreamSpec & { readonly window: NonNullable<StreamSpec["window"]> }

export const start: Windows = {
  tail: null,
  exhausted: false,
  head: null,
  check: null,
  checks: 0,
  checkedTo: null,
  confirms: false,
  watermark: null,
  lookedTo: null,
  openSince: null,
  deepAt: null,
  oldest: null,
  newest: null,
  doubts: [],
  unshown: []
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
  once: null,
  asked: null,
  found: false
})

/** `now`: where the newest window ends, at least: it reaches over a clock that is ahead of ours. */
const topAt = (now: number, spec: WindowSpec): number => Math.max(down(now, spec), bottomOf(spec)) + grain(spec)

/** Begins the first walk. */
export const begin = (walk: Windows, now: number, spec: WindowSpec): Windows =>
  walk.tail === null ? { ...walk, tail: legFrom(topAt(now, spec), bottomOf(spec)) } : walk

/**
 * The exchange shows rows only for some time, and what was to be read has become too old meanwhile. `spec`: its windows begin
 * where they can be asked for now.
 */
export const clip = (walk: Windows, spec: WindowSpec): Windows => {
  const bottom = bottomOf(spec)
  const { tail, head, check, exhausted } = walk
  const older = { from: 0, to: bottom }
  const cutLeg = (leg: Leg): Leg =>
    leg.bottom >= bottom
      ? leg
      : leg.floor - lengthOf(spec) >= bottom
        ? { ...leg, bottom }
        : { ...leg, bottom, floor: Math.max(leg.floor, bottom), cursor: null, shown: false, twins: null }
  let unshown = walk.doubts
    .filter(({ from }) => from < bottom)
    .reduce<ReadonlyArray<Stretch>>(
      (all, doubt) => joined(all, doubt.cursor === null ? { from: doubt.from, to: Math.min(doubt.to, bottom) } : doubt),
      walk.unshown
    )
  const doubts = withoutStretch(walk.doubts, older).filter(({ from, cursor }) => cursor === null || from >= bottom)
  const unread = exhausted ? head : tail
  if (unread !== null && unread.bottom < bottom) unshown = joined(unshown, { from: unread.bottom, to: Math.min(unread.floor, bottom) })
  const over = !exhausted && tail !== null && tail.floor <= bottom
  return {
    ...walk,
    // nothing of it has been read: it begins anew
    tail: tail === null || exhausted ? tail : over && walk.watermark === null ? null : cutLeg(tail),
    exhausted: exhausted || (over && walk.watermark !== null),
    head: head === null || head.floor <= bottom ? null : cutLeg(head),
    check: check !== null && check.bottom < bottom ? null : check,
    openSince: walk.openSince !== null && walk.openSince < bottom ? null : walk.openSince,
    doubts,
    unshown
  }
}

/** Begins a look at the newest windows, and at so many doubtful ones. `confirms`: it is another run that looks. */
export const look = (
  walk: Windows,
  { now, checks, confirms }: { readonly now: number; readonly checks: number; readonly confirms: boolean },
  spec: WindowSpec
): Windows => {
  const { openSince, deepAt } = walk
  const watermark = walk.watermark ?? 0
  const deep = openSince !== null && openSince < watermark && openIsDue(openSince, deepAt, now)
  const head = legFrom(topAt(now, spec), Math.max(bottomOf(spec), down(deep ? openSince : watermark, spec)))
  const unshown = walk.watermark === null ? walk.unshown : joined(walk.unshown, { from: watermark, to: bottomOf(spec) })
  return { ...walk, head, checks, checkedTo: null, confirms, deepAt: deep ? now : deepAt, unshown }
}

/** The same windows, from where they can be asked for at an instant. */
export const shownAt = (spec: WindowSpec, now: number): WindowSpec => {
  const from = shownFrom(spec, now)
  if (from <= spec.window.from) return spec
  return { ...spec, window: { ...spec.window, from: Math.ceil(from / grain(spec)) * grain(spec) } }
}

type LegName = "head" | "tail" | "check"

const nextLeg = (walk: Windows, spec: WindowSpec): { readonly name: LegName; readonly leg: Leg } | null => {
  if (walk.head !== null) return { name: "head", leg: walk.head }
  if (!walk.exhausted) return walk.tail === null ? null : { name: "tail", leg: walk.tail }
  if (walk.check !== null) return { name: "check", leg: walk.check }
  const below = walk.checkedTo ?? Number.POSITIVE_INFINITY
  const doubt = walk.doubts.findLast(({ from }) => from < below)
  if (walk.checks === 0 || doubt === undefined) return null
  const { from, to, top, cursor, twins } = doubt
  if (cursor !== null) return { name: "check", leg: { ...legFrom(top, from), cursor, twins, asked: cursor, shown: true } }
  const end = Math.min(to, below)
  return { name: "check", leg: legFrom(end, Math.max(from, end - lengthOf(spec))) }
}

const windowOf = (leg: Leg, spec: WindowSpec): Stretch => ({ from: Math.max(leg.bottom, leg.floor - lengthOf(spec)), to: leg.floor })

export const finished = (walk: Windows, spec: WindowSpec): boolean => walk.exhausted && nextLeg(walk, spec) === null

/** What to ask for next; `null`: nothing is left. */
export const next = (walk: Windows, spec: WindowSpec): { readonly cursor: Cursor | null; readonly window: Stretch } | null => {
  const at = nextLeg(walk, spec)
  return at === null ? null : { cursor: at.leg.cursor, window: windowOf(at.leg, spec) }
}

/** The window holds a row that is stored. */
const hadRows = ({ oldest, newest }: Windows, { from, to }: Stretch): boolean =>
  [oldest, newest].some((at) => at !== null && from <= at && at < to)

/** An empty page is asked for again at once at the end of a window that has rows; a window without any is left to a later look. */
export const needsSecondLook = (walk: Windows, spec: WindowSpec): boolean => {
  const at = nextLeg(walk, spec)
  if (at === null || (at.leg.asked !== null && !at.leg.found)) return false
  return at.leg.shown || at.leg.cursor !== null || hadRows(walk, windowOf(at.leg, spec))
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
  return at === null ? walk : { ...walk, [at.name]: { ...at.leg, cursor: null, shown: false, twins: null, asked: null, found: false } }
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
  const here = page.events.length + page.quarantined.length > 0
  const shown = before.shown || here
  const found = before.found || (here && before.asked !== null)
  const pending = page.events.filter(({ status }) => status === "pending").map((event) => event.at)
  const openSince = least(before.openSince, ...pending)
  const startedAt = before.startedAt ?? at
  const instants = page.events.map((event) => event.at)
  const bounded = { ...walk, oldest: least(walk.oldest, ...instants), newest: most(walk.newest, ...instants) }
  if (!page.exhausted)
    return {
      walk: { ...bounded, [name]: { ...before, startedAt, openSince, cursor: page.next, shown, found, twins } },
      occurrences,
      problem: null
    }

  const window = windowOf(before, spec)
  const knownTo = Math.min(before.top, startedAt - spec.settleDelayMs)
  // an empty answer that only this run has had: what a head makes known ends there, and the next run looks again
  const seen = (walk.confirms ? walk.lookedTo : walk.watermark) ?? 0
  const once = here || window.to <= seen || name !== "head" ? before.once : Math.max(window.from, seen)
  const leg: Leg = { ...before, startedAt, openSince, floor: window.from, cursor: null, shown: false, twins: null, once }
  // a page with rows that says itself that it is the last one leaves no doubt
  const doubt: Doubt | null = here
    ? null
    : shown
      ? { from: window.from, to: Math.min(window.to, knownTo), top: window.to, cursor: before.cursor, twins: before.twins }
      : { from: window.from, to: Math.min(window.to, knownTo), top: window.to, cursor: null, twins: null }
  const done = leg.floor <= leg.bottom
  const after = (): Windows => {
    switch (name) {
      case "tail": {
        const watermark = walk.watermark ?? knownTo
        return {
          ...bounded,
          tail: leg,
          exhausted: done,
          doubts: doubt === null ? walk.doubts : withDoubt(walk.doubts, doubt),
          watermark,
          lookedTo: watermark,
          openSince: least(walk.openSince, openSince),
          deepAt: at
        }
      }
      case "head": {
        if (!done) return { ...bounded, head: leg }
        const deep = walk.openSince === null || leg.bottom <= walk.openSince
        return {
          ...bounded,
          head: null,
          watermark: most(walk.watermark, Math.min(knownTo, once ?? knownTo)),
          lookedTo: walk.confirms ? most(walk.lookedTo, knownTo) : walk.lookedTo,
          openSince: deep ? openSince : least(walk.openSince, openSince)
        }
      }
      case "check": {
        const about = walk.doubts.find((one) => one.from === window.from && one.cursor !== null)
        // read anew because its cursor leads nowhere, a window with rows has been seen twice, too
        const agreed = walk.confirms && (about === undefined ? !shown : !found)
        const rest = about === undefined ? withoutStretch(walk.doubts, window) : walk.doubts.filter((one) => one !== about)
        const left = doubt === null || agreed ? rest : withDoubt(rest, { ...doubt, to: about?.to ?? doubt.to })
        return {
          ...bounded,
          check: null,
          checks: walk.checks - 1,
          checkedTo: window.from,
          doubts: left,
          openSince: least(walk.openSince, openSince)
        }
      }
    }
  }
  return { walk: after(), occurrences, problem: null }
}

const asDoubt = ({ from, to }: Stretch): Doubt => ({ from, to, top: to, cursor: null, twins: null })

/** Doubts with one more; empty windows that touch are one. */
const withDoubt = (doubts: ReadonlyArray<Doubt>, more: Doubt): ReadonlyArray<Doubt> => {
  if (more.from >= more.to) return doubts
  const empty = doubts.filter(({ cursor }) => cursor === null)
  const ended = doubts.filter(({ cursor }) => cursor !== null)
  const all = more.cursor === null ? [...joined(empty, more).map(asDoubt), ...ended] : [...empty, ...ended, more]
  return all.sort((a, b) => a.from - b.from)
}

const withoutStretch = (doubts: ReadonlyArray<Doubt>, away: Stretch): ReadonlyArray<Doubt> =>
  doubts.flatMap((one) => (one.cursor === null ? cut([one], away).map(asDoubt) : [one]))

/** Where an empty answer has not been confirmed by another run. */
export const doubtful = ({ doubts }: Windows): ReadonlyArray<Stretch> => doubts.reduce<ReadonlyArray<Stretch>>(joined, [])

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
  return walk.doubts.reduce<ReadonlyArray<Stretch>>(cut, intervals)
}

/** Windows that are still to be read, each one call at least. */
export const windowsLeft = (walk: Windows, now: number, spec: WindowSpec): number => {
  const length = lengthOf(spec)
  const of = (leg: Leg | null): number => (leg === null ? 0 : Math.ceil((leg.floor - leg.bottom) / length))
  const tail = walk.exhausted ? 0 : of(walk.tail ?? legFrom(topAt(now, spec), bottomOf(spec)))
  const doubted = walk.doubts.reduce((sum, { from, to }) => sum + Math.ceil((to - from) / length), 0)
  return of(walk.head) + tail + Math.min(walk.checks, doubted)
}
