/**
 * Where the reading of one list stands that shows its oldest rows first and goes on by a cursor that climbs. Pure.
 *
 * The climb stops where the exchange shows that nothing lies beyond. The next one begins at the first page with a row that
 * was still within the settle delay, else at the last page that had rows. So every look at a list that has rows shows one,
 * and an empty answer is a contradiction. Now and then it begins further below, at the first page with a row whose status
 * may change.
 *
 * An empty answer at the top makes known what a look of another run would have made known there (decision 006).
 */
import type { Cursor, Page, StreamSpec } from "@caudal/exchange"
import { openIsDue } from "./lookAgain.ts"
import { joined, type Stretch } from "./Stretch.ts"
import { numberTwins, type Twins } from "./Twins.ts"

/** The beginning of a page. */
interface Mark {
  readonly cursor: Cursor | null
  readonly twins: Twins | null
}

/** The beginning of the first page with a row whose status may change, and that row's instant. */
type OpenMark = Mark & { readonly at: number }

interface Leg extends Mark {
  /** It has passed every row whose status may change. */
  readonly deep: boolean
  /** Its end may confirm what the run before has seen. */
  readonly confirms: boolean
  /** The first page to be read again by the next climb. */
  readonly again: Mark | null
  readonly open: OpenMark | null
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
  /** And another run has seen the same. */
  readonly confirmed: boolean
  readonly from: Mark
  readonly open: OpenMark | null
  /** When a climb last passed the rows whose status may change. */
  readonly deepAt: number | null
  /** Everything before it is known. */
  readonly watermark: number | null
  /** What the last run's climb would have made known, had its end been seen by another run. */
  readonly lookedTo: number | null
  readonly oldest: number | null
  readonly newest: number | null
}

export const start: Climb = {
  leg: null,
  exhausted: false,
  confirmed: false,
  from: { cursor: null, twins: null },
  open: null,
  deepAt: null,
  watermark: null,
  lookedTo: null,
  oldest: null,
  newest: null
}

const begin = ({ cursor, twins }: Mark, deep: boolean, confirms: boolean): Leg => ({
  cursor,
  twins,
  deep,
  confirms,
  again: null,
  open: null,
  settledAt: null,
  last: null,
  reached: null
})

/** Begins a climb from where rows may have come or changed. `confirms`: it is another run that climbs. */
export const look = (climb: Climb, { now, confirms }: { readonly now: number; readonly confirms: boolean }): Climb => {
  const { open, deepAt, from } = climb
  const due = open !== null && openIsDue(open.at, deepAt, now)
  return { ...climb, leg: begin(due ? open : from, due || open === null, confirms) }
}

/** The cursor led nowhere: the climb begins again at the bottom. What is known stays known. */
export const restart = (climb: Climb): Climb => ({
  ...climb,
  leg: begin(start.from, true, climb.leg?.confirms ?? false),
  from: start.from,
  open: null
})

export const finished = (climb: Climb): boolean => climb.exhausted && climb.leg === null

const legOf = (climb: Climb): Leg => climb.leg ?? begin(climb.from, true, false)

export const cursorOf = (climb: Climb): Cursor | null => legOf(climb).cursor

/**
 * Whether an empty answer is asked for again at once: at the end of the first climb, and where rows were. A later climb
 * that finds nothing new is not asked twice: what it makes known is what the run before has seen, too.
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
  const count = page.events.length + page.quarantined.length
  const shown = count > 0
  // rows that name no place to go on from: the climb ends there, until rows come to that page that name one
  const deadEnd = !page.exhausted && page.next === null && shown
  if (!page.exhausted && !deadEnd && (page.next === null || page.next === before.cursor))
    return { walk: climb, occurrences, problem: page.next === null ? "no-cursor" : "cursor-loop" }
  const here: Mark = { cursor: before.cursor, twins: before.twins }
  const instants = page.events.map((event) => event.at)
  const recent = instants.some((instant) => instant >= at - spec.settleDelayMs)
  const pending = page.events.filter(({ status }) => status === "pending").map((event) => event.at)
  const again = before.again ?? (recent ? here : null)
  const leg: Leg = {
    ...before,
    cursor: page.next ?? before.cursor,
    twins,
    again,
    // what lies above the first page to be read again needs no mark of its own
    open: before.open ?? (again === null && pending.length > 0 ? { ...here, at: Math.min(...pending) } : null),
    settledAt: before.settledAt ?? (recent ? at : null),
    last: shown ? here : before.last,
    reached: instants.length === 0 ? before.reached : Math.max(before.reached ?? Number.NEGATIVE_INFINITY, ...instants)
  }
  const settled = (leg.settledAt ?? at) - spec.settleDelayMs
  const bounds = { oldest: lower(climb.oldest, instants), newest: higher(climb.newest, instants) }
  // strictly below the border second: more rows of it may come with the next page
  const grain = Math.max(1, spec.granularityMs)
  const below = leg.reached === null ? null : Math.floor(leg.reached / grain) * grain
  if (!page.exhausted && !deadEnd) {
    const watermark = below === null ? climb.watermark : higher(climb.watermark, [Math.min(below, settled)])
    return { walk: { ...climb, ...bounds, leg, watermark }, occurrences, problem: null }
  }
  // a page with rows that says itself that it is the last one is not an empty answer
  const says = page.exhausted && shown
  // of a full page without a place to go on from nobody can tell what lies above
  const full = deadEnd && count >= spec.pageSize
  const agreed = says ? settled : higher(below, leg.confirms && !full && climb.lookedTo !== null ? [climb.lookedTo] : [])
  return {
    walk: {
      ...bounds,
      leg: null,
      exhausted: true,
      confirmed: !full && (climb.confirmed || says || leg.confirms),
      from: leg.again ?? leg.last ?? climb.from,
      open: leg.deep ? leg.open : climb.open,
      deepAt: leg.deep ? at : climb.deepAt,
      watermark: agreed === null ? climb.watermark : higher(climb.watermark, [Math.min(settled, agreed)]),
      lookedTo: climb.lookedTo === null || leg.confirms ? higher(climb.lookedTo, [settled]) : climb.lookedTo
    },
    occurrences,
    problem: null
  }
}

const higher = (before: number | null, instants: ReadonlyArray<number>): number | null =>
  before === null && instants.length === 0 ? null : Math.max(before ?? Number.NEGATIVE_INFINITY, ...instants)
const lower = (before: number | null, instants: ReadonlyArray<number>): number | null =>
  before === null && instants.length === 0 ? null : Math.min(before ?? Number.POSITIVE_INFINITY, ...instants)

export const known = ({ watermark }: Climb): ReadonlyArray<Stretch> => joined([], { from: 0, to: watermark ?? 0 })

/** Above the newest row: the exchange has shown nothing there, and no other run has seen the same yet. */
export const doubtful = ({ exhausted, confirmed, watermark, lookedTo }: Climb): ReadonlyArray<Stretch> =>
  exhausted && !confirmed ? joined([], { from: Math.max(0, watermark ?? 0), to: lookedTo ?? 0 }) : []
