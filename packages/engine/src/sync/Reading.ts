/** One way to read a list, whatever its shape: newest first (`Walk`), oldest first (`Climb`), or in windows of time (`Windows`). */
import type { Page, StreamRequest, StreamSpec } from "@caudal/exchange"
import * as Climb from "./Climb.ts"
import type { Stretch } from "./Stretch.ts"
import * as Walk from "./Walk.ts"
import * as Windows from "./Windows.ts"

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
  /** How many empty answers of before may be asked for again; 0: only news are wanted. */
  readonly checks: number
  /** It is another run than those that have read the list so far: an empty answer that both have had is believed. */
  readonly confirms: boolean
}

export interface Reading {
  /** Stored with each page. */
  readonly walk: object
  /** A page has been stored. */
  readonly begun: boolean
  /** Read to the account's start, with nothing left half-way. */
  readonly finished: boolean
  /** Everything before it is known; `null` while the account's start is not. */
  readonly watermark: number | null
  /** Newer rows are read up to here, whatever is missing below; `null`: none are. */
  readonly freshTo: number | null
  readonly known: ReadonlyArray<Stretch>
  /** Never shown to its end, and now too old to be asked for. */
  readonly unshown: ReadonlyArray<Stretch>
  /** Rests on an empty answer that no other run has had yet. */
  readonly doubtful: ReadonlyArray<Stretch>
  /** `null`: nothing is left to ask. */
  readonly next: Place | null
  /** An empty answer there is asked for again at once. */
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

const wholeTo = ([first]: ReadonlyArray<Stretch>): number | null => (first?.from === 0 ? first.to : null)

const isEmpty = (page: Page): boolean => page.events.length === 0 && page.quarantined.length === 0

const descent = (walk: Walk.Walk, spec: StreamSpec): Reading => {
  const leg = Walk.unfinished(walk)
  const cursor = leg === null ? null : Walk.cursorOf(walk, leg)
  const after = (changed: Walk.Walk) => descent(changed, spec)
  const known = Walk.known(walk, spec)
  const takesOldest = Walk.withOldest(walk)
  return {
    walk,
    begun: walk.tail !== null,
    finished: leg === null,
    watermark: wholeTo(known),
    freshTo: walk.watermark ?? walk.lookedTo ?? walk.emptyTo,
    known,
    unshown: [],
    doubtful: Walk.doubtful(walk, spec),
    next: leg === null ? null : { cursor, window: null },
    // what an earlier look has seen to be empty, it agrees with or not
    needsSecondLook: leg !== "end" && walk.lookedTo === null,
    contradiction: (page, rowsBefore) =>
      cursor === null && isEmpty(page) && rowsBefore > 0 ? "vanished" : leg !== null && Walk.endsEarly(walk, leg, page) ? "cut-off" : null,
    advance: (page, at) => {
      const step = Walk.advance(walk, leg!, page, at, spec)
      return { ...step, reading: after(step.walk) }
    },
    restart: () => after(Walk.restart(walk)),
    look: (wanted) => after(Walk.look(walk, wanted)),
    withOldest: takesOldest === null ? null : (oldestAt) => after(takesOldest(oldestAt)),
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
  const known = Climb.known(walk)
  const finished = Climb.finished(walk)
  return {
    walk,
    begun: walk.exhausted || walk.leg !== null,
    finished,
    watermark: wholeTo(known),
    freshTo: walk.watermark,
    known,
    unshown: [],
    doubtful: Climb.doubtful(walk),
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
    look: (wanted) => after(Climb.look(walk, wanted)),
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
  const known = Windows.known(walk, spec)
  return {
    walk,
    begun: walk.tail !== null && (walk.tail.startedAt !== null || walk.exhausted),
    finished: Windows.finished(walk, spec),
    watermark: wholeTo(known),
    freshTo: walk.watermark,
    known,
    unshown: walk.unshown,
    doubtful: Windows.doubtful(walk),
    next: Windows.next(walk, spec),
    needsSecondLook: Windows.needsSecondLook(walk, spec),
    contradiction: (page) => (Windows.vanished(walk, page, spec) ? "vanished" : null),
    advance: (page, at) => {
      const step = Windows.advance(walk, page, at, spec)
      return { ...step, reading: after(step.walk) }
    },
    restart: () => after(Windows.restart(walk, spec)),
    look: (wanted) => after(Windows.look(walk, wanted, spec)),
    withOldest: null,
    callsLeft: (_callsDone, now) => Windows.windowsLeft(walk, now, spec)
  }
}

const isWindowed = (spec: StreamSpec): spec is Windows.WindowSpec => spec.window !== null

/** Where a list stands; `walk`: as stored, `""` for a list that was never read. `now`: our clock plus what the exchange's may be ahead. */
export const readingOf = (spec: StreamSpec, walk: string, now: number): Reading => {
  // a walk of an earlier version lacks what has come since
  const stored = walk === "" ? {} : (JSON.parse(walk) as object)
  if (isWindowed(spec)) {
    const shown = Windows.shownAt(spec, now)
    const begun = Windows.begin(Windows.clip({ ...Windows.start, ...stored }, shown), now, spec)
    return windows(Windows.clip(begun, shown), shown)
  }
  if (spec.order === "oldest-first") return climb({ ...Climb.start, ...stored }, spec)
  return descent({ ...Walk.start, ...stored }, spec)
}
