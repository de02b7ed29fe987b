/**
 * Where the reading of one list stands that shows its oldest rows first and goes on by a cursor that climbs. Pure.
 *
 * The climb stops where the exchange shows that nothing lies beyond. The next one begins at the page that must be read
 * again: the first one with a row that was still within the settle delay, or whose status may change, else the last one
 * that had rows. So every look at a list that has rows shows one, and an empty answer is a contradiction.
 */
import type { Cursor, Page, StreamSpec } from "@caudal/exchange"
import { numberTwins, type Twins } from "./Twins.ts"

/** The beginning of a page. */
interface Mark {
  readonly cursor: Cursor | null
  readonly twins: Twins | null
}

interface Leg extends Mark {
  /** The first page to be read again by the next climb. */
  readonly again: Mark | null
  /** The exchange's clock when the first page was read that had rows within the settle delay: below, rows may still have come since. */
  readonly settledAt: number | null
  /** The last page with rows. */
  readonly last: Mark | null
  readonly reached: number | null
}

export interface Climb {
  /** The climb that goes on; `null` between two. */
  readonly leg: Leg | null
  /** Some climb has reached the end. */
  readonly exhausted: boolean
  readonly from: Mark
  /** Everything before it is known. */
  readonly watermark: number | null
  /** What the last climb would have made known, had its end been seen twice. */
  readonly lookedTo: number | null
  readonly oldest: number | null
  readonly newest: number | null
}

export const start: Climb = {
  leg: null,
  exhausted: false,
  from: { cursor: null, twins: null },
  watermark: null,
  lookedTo: null,
  oldest: null,
  newest: null
}

const begin = ({ cursor, twins }: Mark): Leg => ({ cursor, twins, again: null, settledAt: null, last: null, reached: null })

/** Begins a climb from where rows may have come or changed. */
export const look = (climb: Climb): Climb => ({ ...climb, leg: begin(climb.from) })

/** The cursor led nowhere: the climb begins again at the bottom. What is known stays known. */
export const restart = (climb: Climb): Climb => ({ ...climb, leg: begin(start.from), from: start.from })

export const finished = (climb: Climb): boolean => climb.exhausted && climb.leg === null

const legOf = (climb: Climb): Leg => climb.leg ?? begin(climb.from)

export const cursorOf = (climb: Climb): Cursor | null => legOf(climb).cursor

/**
 * Whether an empty answer is asked for again: at the end of the first climb, and where rows were. A later climb that finds
 * nothing new is not asked twice: what it makes known is what the climb before has seen, too.
 */
export const needsSecondLook = (climb: Climb): boolean =>
  legOf(climb).last === null ? climb.newest !== null || climb.from.cursor !== null : climb.lookedTo === null

/** The list ends below a row that it has shown before. */
export const endsEarly = (climb: Climb, page: Page): boolean => {
  if (!page.exhausted || climb.newest === null) return false
  return Math.max(legOf(climb).reached ?? Number.NEGATIVE_INFINITY, ...page.events.map(({ at }) => at)) < climb.newest
}

export interface Step {
  readonly walk: Climb
  readonly occurrences: ReadonlyArray<number>
  readonly problem: "cursor-loop" | "no-cursor" | null
}

/** The state after a page. `at`: the exchange's clock when it answered. */
export const advance = (climb: Climb, page: Page, at: number, spec: StreamSpec): Step => {
  const before = legOf(climb)
  const { occurrences, twins } = numberTwins(page.events, before.twins, spec.order)
  if (!page.exhausted && (page.next === null || page.next === before.cursor))
    return { walk: climb, occurrences, problem: page.next === null ? "no-cursor" : "cursor-loop" }
  const here: Mark = { cursor: before.cursor, twins: before.twins }
  const instants = page.events.map((event) => event.at)
  const recent = instants.some((instant) => instant >= at - spec.settleDelayMs)
  const open = page.events.some(({ status }) => status === "pending")
  const shown = page.events.length + page.quarantined.length > 0
  const leg: Leg = {
    cursor: page.next ?? before.cursor,
    twins,
    again: before.again ?? (recent || open ? here : null),
    settledAt: before.settledAt ?? (recent ? at : null),
    last: shown ? here : before.last,
    reached: instants.length === 0 ? before.reached : Math.max(before.reached ?? Number.NEGATIVE_INFINITY, ...instants)
  }
  const settled = (leg.settledAt ?? at) - spec.settleDelayMs
  const bounds = { oldest: lower(climb.oldest, instants), newest: higher(climb.newest, instants) }
  // strictly below the border second: more rows of it may come with the next page
  const grain = Math.max(1, spec.granularityMs)
  const below = leg.reached === null ? null : Math.floor(leg.reached / grain) * grain
  if (!page.exhausted) {
    const watermark = below === null ? climb.watermark : higher(climb.watermark, [Math.min(below, settled)])
    return { walk: { ...climb, ...bounds, leg, watermark }, occurrences, problem: null }
  }
  const seenTwice = page.events.length > 0 || needsSecondLook(climb)
  const agreed = higher(below, climb.lookedTo === null ? [] : [climb.lookedTo])
  const knownTo = seenTwice ? settled : agreed === null ? null : Math.min(settled, agreed)
  return {
    walk: {
      ...bounds,
      leg: null,
      exhausted: true,
      from: leg.again ?? leg.last ?? climb.from,
      watermark: knownTo === null ? climb.watermark : higher(climb.watermark, [knownTo]),
      lookedTo: higher(climb.lookedTo, [settled])
    },
    occurrences,
    problem: null
  }
}

const higher = (before: number | null, instants: ReadonlyArray<number>): number | null =>
  before === null && instants.length === 0 ? null : Math.max(before ?? Number.NEGATIVE_INFINITY, ...instants)
const lower = (before: number | null, instants: ReadonlyArray<number>): number | null =>
  before === null && instants.length === 0 ? null : Math.min(before ?? Number.POSITIVE_INFINITY, ...instants)

export const known = ({ watermark }: Climb): ReadonlyArray<{ readonly from: number; readonly to: number }> =>
  watermark === null || watermark <= 0 ? [] : [{ from: 0, to: watermark }]
