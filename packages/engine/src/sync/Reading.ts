/** One way to read a list, whatever its shape: newest first (`Walk`), oldest first (`Climb`), or in windows of time (`Windows`). */
import type { Page, StreamRequest, StreamSpec } from "@caudal/exchange"
import * as Climb from "./Climb.ts"
import * as Walk from "./Walk.ts"
import * as Windows from "./Windows.ts"

export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Where a list is asked next. */
export type Place = Pick<StreamRequest, "cursor" | "window">

export interface Advance {
  readonly reading: Reading
  /** Occurrence number of each event of the page, in order. */
  readonly occurrences: ReadonlyArray<number>
  /** The page cannot be used as it stands. */
  readonly problem: "cursor-loop" | "no-cursor" | null
}

/** What a new look is for. */
export interface Look {
  /** Our clock, plus what the exchange's may be ahead of it. */
  readonly now: number
  /** The oldest row of the stream whose status may still change. */
  readonly openSince: number | null
  /** How many windows that came back empty may be looked at again. */
  readonly checks: number
  /** Whether a list's end may be asked for again, if it never was. */
  readonly ends: boolean
}

export interface Reading {
  /** Stored with each page. */
  readonly walk: object
  /** A page has been stored. */
  readonly begun: boolean
  /** Read to the account's start, with nothing left half-way. */
  readonly finished: boolean
  /** Everything before it is known; `null` until the list is read to the account's start. */
  readonly watermark: number | null
  readonly known: ReadonlyArray<Stretch>
  /** Came back empty, and no second look has agreed yet. */
  readonly doubtful: ReadonlyArray<Stretch>
  /** `null`: nothing is left to ask. */
  readonly next: Place | null
  /** An empty answer there is asked for again before it counts. */
  readonly needsSecondLook: boolean
  /** What the page denies although it was there before. */
  readonly contradiction: (page: Page, rowsBefore: number) => "vanished" | "cut-off" | null
  readonly advance: (page: Page, at: number) => Advance
  /** The cursor led nowhere. */
  readonly restart: () => Reading
  readonly look: (look: Look) => Reading
  /** Where the exchange can show a list's oldest row at once: takes its instant. `null`: there is no use for it (any more). */
  readonly withOldest: ((at: number) => Reading) | null
  /** Calls still to come after so many, as far as can be told. */
  readonly callsLeft: (callsDone: number, now: number) => number | null
}

const isEmpty = (page: Page): boolean => page.events.length === 0 && page.quarantined.length === 0

const descent = (walk: Walk.Walk, spec: StreamSpec, fanned: boolean): Reading => {
  const leg = Walk.unfinished(walk)
  const cursor = leg === null ? null : Walk.cursorOf(walk, leg)
  const after = (changed: Walk.Walk) => descent(changed, spec, fanned)
  // One of many lists that never had a row: a look is believed as far as the one before has seen the same.
  const rare = fanned && walk.exhausted && walk.tail?.newest === null
  return {
    walk,
    begun: walk.tail !== null,
    finished: walk.exhausted && walk.head === null,
    watermark: walk.exhausted ? walk.watermark : null,
    known: Walk.known(walk, spec),
    doubtful: [],
    next: leg === null ? null : { cursor, window: null },
    needsSecondLook: !(rare && leg === "head"),
    contradiction: (page, rowsBefore) =>
      cursor === null && isEmpty(page) && rowsBefore > 0 ? "vanished" : leg !== null && Walk.endsEarly(walk, leg, page) ? "cut-off" : null,
    advance: (page, at) => {
      const step = Walk.advance(walk, leg!, page, at, spec)
      if (!rare || leg !== "head" || !page.exhausted || !isEmpty(page)) return { ...step, reading: after(step.walk) }
      const { watermark } = step.walk
      return {
        ...step,
        reading: after({
          ...step.walk,
          watermark: Math.max(walk.watermark ?? 0, Math.min(watermark ?? 0, walk.lookedTo ?? 0)),
          lookedTo: watermark ?? 0
        })
      }
    },
    restart: () => after(leg === "tail" ? Walk.restartTail(walk) : Walk.beginHead(walk, walk.head?.target ?? 0)),
    look: ({ openSince, ends }) => {
      const target = Walk.settleTarget(walk, openSince)
      return after(Walk.beginHead(ends ? Walk.recheckEnd(walk) : walk, target))
    },
    withOldest: walk.tail === null && walk.oldestAt === null ? (oldestAt) => after({ ...walk, oldestAt }) : null,
    callsLeft: (callsDone) => {
      if (walk.exhausted) return 0
      const { tail, oldestAt } = walk
      if (oldestAt === null || tail === null || tail.reached === null || tail.newest === null || tail.reached >= tail.newest) return null
      return rest(callsDone, (tail.newest - tail.reached) / (tail.newest - Math.min(oldestAt, tail.reached)))
    }
  }
}

/** Calls to come, where so many have done this share. */
const rest = (callsDone: number, share: number): number => Math.ceil(callsDone / Math.max(share, 1e-6)) - callsDone

const climb = (walk: Climb.Climb, spec: StreamSpec): Reading => {
  const after = (changed: Climb.Climb) => climb(changed, spec)
  const finished = Climb.finished(walk)
  return {
    walk,
    begun: walk.exhausted || walk.leg !== null,
    finished,
    watermark: walk.exhausted ? walk.watermark : null,
    known: Climb.known(walk),
    doubtful: [],
    next: finished ? null : { cursor: Climb.cursorOf(walk), window: null },
    needsSecondLook: Climb.needsSecondLook(walk),
    contradiction: (page, rowsBefore) =>
      page.exhausted && isEmpty(page) && rowsBefore > 0 && walk.newest !== null && (walk.leg?.last ?? null) === null
        ? "vanished"
        : Climb.endsEarly(walk, page)
          ? "cut-off"
          : null,
    advance: (page, at) => {
      const step = Climb.advance(walk, page, at, spec)
      return { ...step, reading: after(step.walk) }
    },
    restart: () => after(Climb.restart(walk)),
    look: () => after(Climb.look(walk)),
    withOldest: null,
    callsLeft: (callsDone, now) => {
      if (walk.exhausted) return 0
      const { oldest, newest } = walk
      return oldest === null || newest === null || newest <= oldest ? null : rest(callsDone, (newest - oldest) / Math.max(1, now - oldest))
    }
  }
}

const windows = (walk: Windows.Windows, spec: Windows.WindowSpec): Reading => {
  const after = (changed: Windows.Windows) => windows(changed, spec)
  return {
    walk,
    begun: walk.tail !== null && (walk.tail.startedAt !== null || walk.exhausted),
    finished: Windows.finished(walk),
    watermark: walk.exhausted ? walk.watermark : null,
    known: Windows.known(walk, spec),
    doubtful: walk.doubtful,
    next: Windows.next(walk, spec),
    needsSecondLook: Windows.needsSecondLook(walk, spec),
    contradiction: (page) => (Windows.vanished(walk, page, spec) ? "vanished" : null),
    advance: (page, at) => {
      const step = Windows.advance(walk, page, at, spec)
      return { ...step, reading: after(step.walk) }
    },
    restart: () => after(Windows.restart(walk, spec)),
    look: ({ now, checks }) => after(Windows.look(walk, now, checks, spec)),
    withOldest: null,
    callsLeft: (_callsDone, now) => Windows.windowsLeft(walk, now, spec)
  }
}

const isWindowed = (spec: StreamSpec): spec is Windows.WindowSpec => spec.window !== null

/** Where a list stands; `walk`: as stored, `""` for a list that was never read. `now`: our clock plus what the exchange's may be ahead. */
export const readingOf = (spec: StreamSpec, walk: string, now: number): Reading => {
  const stored = walk === "" ? null : (JSON.parse(walk) as unknown)
  if (isWindowed(spec)) return windows(Windows.begin((stored as Windows.Windows | null) ?? Windows.start, now, spec), spec)
  if (spec.order === "oldest-first") return climb((stored as Climb.Climb | null) ?? Climb.start, spec)
  return descent((stored as Walk.Walk | null) ?? Walk.start, spec, spec.fanOut !== null)
}
