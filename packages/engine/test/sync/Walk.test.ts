import type { LedgerEvent, Page, StreamSpec } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { toyAdapter } from "../../src/testing/index.ts"
import * as Walk from "../../src/sync/Walk.ts"
import { eventOf, type Row } from "./bareEvent.ts"

const spec: StreamSpec = { ...toyAdapter.manifest.streams[0]!, granularityMs: 1_000, settleDelayMs: 10_000 }

/** A newest-first list that only grows on top, read by a cursor that names the row before. */
class List {
  rows: ReadonlyArray<Row>
  now: number
  constructor(ages: ReadonlyArray<Omit<Row, "key">>, now: number) {
    this.now = now
    this.rows = ages
      .toSorted((a, b) => a.at - b.at)
      .map((row, key) => ({ ...row, key }))
      .toReversed()
  }
  /** New rows may be up to the settle delay late, but appear in their place or above. */
  grow(fresh: ReadonlyArray<Omit<Row, "key">>) {
    const first = this.rows.length
    const added = fresh.map((row, index) => ({ ...row, key: first + index }))
    this.rows = [...this.rows, ...added].toSorted((a, b) => b.at - a.at || b.key - a.key)
  }
  page(cursor: string | null, size: number): Page {
    const start = cursor === null ? 0 : this.rows.findIndex(({ key }) => `after ${key}` === cursor) + 1
    const rows = this.rows.slice(start, start + size)
    return {
      events: rows.map(eventOf),
      quarantined: [],
      next: rows.length === 0 ? null : `after ${rows.at(-1)!.key}`,
      exhausted: rows.length === 0
    }
  }
}

/** What the host has stored: rows by identity and occurrence, and the walk as JSON. */
class Reader {
  readonly list: List
  readonly stored = new Map<string, number>()
  walk: Walk.Walk = Walk.start
  constructor(list: List) {
    this.list = list
  }
  look(confirms: boolean, openSince: number | null = null) {
    this.walk = Walk.look(this.walk, { now: this.list.now, openSince, checks: 1, confirms })
  }
  page(leg: Walk.LegName, size: number) {
    const page = this.list.page(Walk.cursorOf(this.walk, leg), size)
    const step = Walk.advance(this.walk, leg, page, this.list.now, spec)
    expect(step.problem).toBeNull()
    page.events.forEach(({ source, at }, index) => this.stored.set(`${source.externalId}#${step.occurrences[index]}`, at))
    this.walk = step.walk
  }
  /** What the list holds, in the reader's own terms. */
  truth(): Map<string, number> {
    const seen = new Map<string, number>()
    return new Map(
      this.list.rows.map((row) => {
        const id = eventOf(row).source.externalId
        const occurrence = row.identity === "content" ? (seen.get(id) ?? 0) : 0
        seen.set(id, occurrence + 1)
        return [`${id}#${occurrence}`, row.at]
      })
    )
  }
  /** P2: every row at a known instant is stored, however often it occurs. */
  check() {
    const intervals = Walk.known(this.walk, spec)
    for (const [key, at] of this.truth()) {
      if (intervals.some(({ from, to }) => from <= at && at < to)) expect(this.stored.has(key), `${key} counts as known`).toBe(true)
    }
    expect(intervals.every(({ from, to }, index) => from < to && from >= (intervals[index - 1]?.to ?? 0))).toBe(true)
    for (const key of this.stored.keys()) expect(this.truth().has(key), `${key} was invented`).toBe(true)
  }
}

const t0 = Date.UTC(2024, 0, 1)
const name = fc.constantFrom("a", "b")
const identity = fc.constantFrom("content" as const, "exchange" as const)
/** Few instants on a coarse grid: many rows share one, and many are twins. */
const row = fc.record({ at: fc.integer({ min: 0, max: 30 }).map((n) => t0 + n * 500), name, identity })
const arrival = fc.record({ late: fc.integer({ min: 0, max: 19 }).map((n) => n * 500), name, identity })

type Act =
  | { readonly do: "page"; readonly size: number }
  | { readonly do: "grow"; readonly rows: ReadonlyArray<{ late: number; name: string; identity: Row["identity"] }> }
  | { readonly do: "time"; readonly ms: number }
  | { readonly do: "crash" }
  | { readonly do: "look"; readonly confirms: boolean }
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("page" as const), size: fc.constantFrom(1, 2, 3, 20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("grow" as const), rows: fc.array(arrival, { minLength: 1, maxLength: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("time" as const), ms: fc.constantFrom(500, 3_000, 70_000) }) },
  { weight: 1, arbitrary: fc.constant({ do: "crash" as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("look" as const), confirms: fc.boolean() }) }
)

/** One act of the host. A crash begins a new run: as `readStream` does, it ends an interrupted head, then the tail, then looks for news. */
const play = (reader: Reader, one: Act): void => {
  const { list } = reader
  switch (one.do) {
    case "time":
      list.now += one.ms
      break
    case "grow":
      list.grow(one.rows.map(({ late, ...rest }) => ({ ...rest, at: list.now - late })))
      break
    case "crash":
      reader.walk = JSON.parse(JSON.stringify(reader.walk)) as Walk.Walk
      break
    case "look":
      // `lookForNews`: whatever an interrupted head has still to read, a look begins at the top
      if (reader.walk.exhausted) reader.look(one.confirms)
      break
    case "page": {
      const leg = Walk.unfinished(reader.walk)
      if (leg === null) reader.look(true)
      reader.page(leg ?? Walk.unfinished(reader.walk)!, one.size)
    }
  }
  reader.check()
}

const finish = (reader: Reader) => {
  for (let leg = Walk.unfinished(reader.walk); leg !== null; leg = Walk.unfinished(reader.walk)) reader.page(leg, 3)
}

describe("a newest-first list that grows while it is read", () => {
  it("is known only where its rows are stored, after every page, crash and look (P2)", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 15 }), fc.array(act, { maxLength: 60 }), (rows, acts) => {
        const reader = new Reader(new List(rows, t0 + 30_000))
        for (const one of acts) play(reader, one)
      }),
      { numRuns: 1_500 }
    )
  })

  it("is read whole: rows there when a leg began, and by the next head those that came meanwhile (P3)", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 15 }), fc.array(act, { maxLength: 40 }), (rows, acts) => {
        const reader = new Reader(new List(rows, t0 + 30_000))
        for (const one of acts) play(reader, one)
        finish(reader)
        reader.look(true)
        finish(reader)
        expect([...reader.stored.keys()].toSorted()).toEqual([...reader.truth().keys()].toSorted())
        reader.check()
      }),
      { numRuns: 1_500 }
    )
  })

  it("numbers twins the same on every re-read, with pages of any size", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (rows, sizes) => {
        const reader = new Reader(new List(rows, t0 + 60_000))
        while (!reader.walk.exhausted) reader.page("tail", sizes.next().value)
        const once = [...reader.stored.keys()].toSorted()
        expect(once).toHaveLength(rows.length)
        reader.walk = Walk.look({ ...reader.walk, watermark: 0 }, { now: reader.list.now, openSince: null, checks: 1, confirms: true })
        for (let leg = Walk.unfinished(reader.walk); leg !== null; leg = Walk.unfinished(reader.walk)) reader.page(leg, sizes.next().value)
        expect([...reader.stored.keys()].toSorted()).toEqual(once)
      })
    )
  })

  it("reads down to the oldest row that may still change, now and then: the less often the longer it is open", () => {
    const day = 86_400_000
    const reader = new Reader(new List([{ at: t0, name: "a", identity: "exchange" }], t0 + 60 * day))
    finish(reader)
    const targetAfter = (ms: number) => {
      reader.list.now += ms
      reader.look(true, t0)
      const { target } = reader.walk.head!
      finish(reader)
      return target
    }
    expect(targetAfter(1)).toBe(t0)
    expect(targetAfter(day / 2)).toBeGreaterThan(t0)
    expect(targetAfter(day / 2)).toBe(t0)
    expect(targetAfter(day - 1)).toBeGreaterThan(t0)
    const young = new Reader(new List([{ at: t0, name: "a", identity: "exchange" }], t0 + 20_000))
    finish(young)
    for (let run = 0; run < 5; run++) {
      young.list.now += 5_000
      young.look(true, t0)
      expect(young.walk.head!.target).toBe(t0)
      finish(young)
    }
  })

  it("forgets the place, never the watermark, when its cursor leads nowhere", () => {
    const list = new List(
      Array.from({ length: 6 }, (_, n) => ({ at: t0 + n * 500, name: "a", identity: "content" as const })),
      t0 + 60_000
    )
    const reader = new Reader(list)
    reader.page("tail", 2)
    reader.walk = Walk.restart(reader.walk)
    reader.check()
    expect(Walk.unfinished(reader.walk)).toBe("tail")
    expect(Walk.cursorOf(reader.walk, "tail")).toBeNull()
    expect(Walk.known(reader.walk, spec)).toEqual([])
    finish(reader)
    expect(reader.stored.size).toBe(6)
  })
})

describe("a page that cannot be gone on from", () => {
  const page = (over: Partial<Page>): Page => ({ events: [], quarantined: [], next: "x", exhausted: false, ...over })
  const walkAt = (cursor: string) => Walk.advance(Walk.start, "tail", page({ next: cursor }), t0, spec).walk

  it("is a problem when it leads back to itself, and changes nothing", () => {
    const walk = walkAt("x")
    expect(Walk.advance(walk, "tail", page({ next: "x" }), t0, spec)).toMatchObject({ problem: "cursor-loop", walk })
  })

  it("is a problem when it names no next page and has not ended", () => {
    const walk = walkAt("x")
    expect(Walk.advance(walk, "tail", page({ next: null }), t0, spec)).toMatchObject({ problem: "no-cursor", walk })
    expect(Walk.advance(Walk.start, "tail", page({ next: null }), t0, spec).problem).toBe("no-cursor")
  })

  it("is none when the exchange has shown that nothing lies beyond", () => {
    const step = Walk.advance(walkAt("x"), "tail", page({ next: null, exhausted: true }), t0, spec)
    expect(step.problem).toBeNull()
    expect(step.walk).toMatchObject({ exhausted: true, confirmed: false })
    expect(Walk.known(step.walk, spec)).toEqual([])
  })
})

const rowAt = (at: number): LedgerEvent => eventOf({ key: at, at, name: "a", identity: "exchange" })
const content = (at: number, name: string): LedgerEvent => eventOf({ key: at, at, name, identity: "content" })
const pageOf = (events: ReadonlyArray<LedgerEvent>, next: string | null, exhausted = false): Page => ({
  events,
  quarantined: [],
  next,
  exhausted
})
const nothing = pageOf([], null, true)
const day = 86_400_000
const readDown = (from: Walk.Walk, pages: ReadonlyArray<Page>, now: number): Walk.Walk =>
  pages.reduce<Walk.Walk>((walk, page) => Walk.advance(walk, "tail", page, now, spec).walk, from)
const looking = { openSince: null, checks: 1 }
const from0 = (walk: Walk.Walk) => Walk.known(walk, spec)[0]?.from === 0

describe("the end of a history", () => {
  const now = t0 + 30 * day
  const read = (walk: Walk.Walk, page: Page, at = now) => {
    const step = Walk.advance(walk, Walk.unfinished(walk)!, page, at, spec)
    expect(step.problem).toBeNull()
    return step.walk
  }
  const ended = readDown(Walk.start, [pageOf([rowAt(t0 + 5_000)], "5"), nothing], now)
  /** The head sees the row, which is older than its target. */
  const looked = (walk: Walk.Walk, confirms: boolean, at = now) =>
    read(Walk.look(walk, { ...looking, now: at, confirms }), pageOf([rowAt(t0 + 5_000)], "5"), at)

  it("that only one run has seen is not known, and is asked for again where it was", () => {
    expect(ended.exhausted).toBe(true)
    expect(Walk.known(ended, spec)).toEqual([{ from: t0 + 6_000, to: now - spec.settleDelayMs }])
    expect(Walk.doubtful(ended, spec)).toEqual([{ from: 0, to: t0 + 6_000 }])
    const asking = looked(ended, true)
    expect([Walk.unfinished(asking), Walk.cursorOf(asking, "end")]).toEqual(["end", "5"])
  })

  it("is known once another run has seen the same, and not when the same run looks again", () => {
    expect(from0(read(looked(ended, false), nothing))).toBe(false)
    const confirmed = read(looked(ended, true), nothing)
    expect(from0(confirmed)).toBe(true)
    expect(Walk.doubtful(confirmed, spec)).toEqual([])
  })

  it("opens again when rows come, and what lies below them is not known", () => {
    const more = read(looked(read(looked(ended, true), nothing), true, now + 2 * day), pageOf([rowAt(t0)], "6"), now + 2 * day)
    expect([more.exhausted, Walk.unfinished(more)]).toEqual([false, "tail"])
    expect(Walk.known(more, spec)[0]!.from).toBe(t0 + spec.granularityMs)
    expect(from0(read(more, nothing))).toBe(false)
  })

  it("is asked for again rarely when it is known: after a day, then ever less", () => {
    let walk = read(looked(ended, true), nothing)
    const asked: Array<number> = []
    for (let hours = 1; hours <= 24 * 40; hours++) {
      const at = now + hours * 3_600_000
      walk = looked(walk, true, at)
      if (Walk.unfinished(walk) !== "end") continue
      asked.push(hours / 24)
      walk = read(walk, nothing, at)
    }
    expect(asked).toEqual([1, 2, 4, 8, 16, 32])
  })

  it("is known at once where the oldest row is the exchange's own, or the last page says that it is", () => {
    const oldest = { ...Walk.start, oldestAt: t0 + 5_000 }
    expect(from0(readDown(oldest, [pageOf([rowAt(t0 + 5_000)], "5"), nothing], now))).toBe(true)
    expect(from0(read(Walk.start, pageOf([rowAt(t0)], null, true)))).toBe(true)
    // an oldest row that is younger than what was read is none
    const wrong = { ...Walk.start, oldestAt: t0 + 9_000 }
    expect(from0(readDown(wrong, [pageOf([rowAt(t0 + 5_000)], "5"), nothing], now))).toBe(false)
  })

  it("is known, or is none, by an oldest row that the exchange shows only after the last page", () => {
    const told = Walk.withOldest(ended)!
    expect(from0(told(t0 + 5_000))).toBe(true)
    expect(from0(told(t0 + 9_000))).toBe(false)
    const older = told(t0)
    expect([Walk.unfinished(older), Walk.cursorOf(older, "tail")]).toEqual(["tail", "5"])
    expect(Walk.endsEarly(older, "tail", nothing)).toBe(true)
    expect(from0(read(older, pageOf([rowAt(t0)], "6")))).toBe(false)
    // there is no use for it where it is known, or where there is no row
    expect([Walk.withOldest(told(t0 + 5_000)), Walk.withOldest(read(Walk.start, nothing))]).toEqual([null, null])
  })

  it("whose cursor has lost its worth is read down to once more, and believed where that ends at the same row", () => {
    let walk = Walk.restart(looked(ended, true))
    expect([Walk.unfinished(walk), Walk.cursorOf(walk, "tail")]).toEqual(["tail", null])
    walk = read(walk, pageOf([rowAt(t0 + 5_000)], "x"))
    expect(Walk.endsEarly({ ...walk, tail: { ...walk.tail!, reached: t0 + 7_000 } }, "tail", nothing)).toBe(true)
    expect(from0(read(walk, nothing))).toBe(true)
    // known already, it is left alone from then on
    const settled = read(looked(ended, true), nothing)
    const left = Walk.restart(looked(settled, true, now + 2 * day))
    expect([Walk.unfinished(left), from0(left)]).toEqual([null, true])
    expect(Walk.unfinished(looked(left, true, now + 900 * day))).toBeNull()
  })

  it("of a walk that was stored before ends were asked for again is not known until it is", () => {
    const { confirmed: _confirmed, asking: _asking, end: _end, ...old } = ended
    expect(from0({ ...Walk.start, ...old })).toBe(false)
    expect(Walk.unfinished(looked({ ...Walk.start, ...old }, true))).toBe("end")
  })
})

describe("rows that give no place to go on from", () => {
  const now = t0 + day
  const idless = pageOf([content(t0, "a"), content(t0, "a"), content(t0, "b")], null)
  const first = pageOf([rowAt(t0 + 5_000)], "5")

  it("are read, numbered the same when they come again, and are the end once another run sees the same short page", () => {
    const short: StreamSpec = { ...spec, pageSize: 100 }
    let walk = Walk.advance(Walk.start, "tail", first, now, short).walk
    const step = Walk.advance(walk, "tail", idless, now, short)
    expect([step.problem, step.occurrences, step.walk.exhausted]).toEqual([null, [0, 1, 0], true])
    expect(Walk.known(step.walk, short)[0]!.from).toBe(t0 + spec.granularityMs)
    walk = Walk.advance(Walk.look(step.walk, { ...looking, now, confirms: true }), "head", first, now, short).walk
    expect([Walk.unfinished(walk), Walk.cursorOf(walk, "end")]).toEqual(["end", "5"])
    const again = Walk.advance(walk, "end", idless, now, short)
    expect([again.problem, again.occurrences]).toEqual([null, [0, 1, 0]])
    expect(from0(again.walk)).toBe(true)
  })

  it("and fill a whole page are never taken for the end: more of them may lie below", () => {
    const full: StreamSpec = { ...spec, pageSize: 3 }
    let walk = readDown(Walk.start, [first, idless], now)
    walk = Walk.advance(Walk.look(walk, { ...looking, now, confirms: true }), "head", first, now, full).walk
    expect(from0(Walk.advance(walk, "end", idless, now, full).walk)).toBe(false)
  })

  it("end a look at the news, too: what lies between them and what is known is in doubt until a look gets by", () => {
    let walk = readDown(Walk.start, [first, nothing], now)
    const later = now + day
    const stuck = Walk.advance(
      Walk.look(walk, { ...looking, now: later, confirms: true }),
      "head",
      pageOf([content(later - 60_000, "a"), content(later - 90_000, "b")], null),
      later,
      spec
    )
    expect([stuck.problem, stuck.occurrences]).toEqual([null, [0, 0]])
    walk = stuck.walk
    const [below, above] = Walk.known(walk, spec)
    expect([below!.to, above]).toEqual([
      now - spec.settleDelayMs,
      { from: later - 90_000 + spec.granularityMs, to: later - spec.settleDelayMs }
    ])
    expect(Walk.doubtful(walk, spec)).toContainEqual({ from: below!.to, to: above!.from })
    const passed = pageOf([rowAt(later), rowAt(t0)], "0")
    walk = Walk.advance(Walk.look(walk, { ...looking, now: later, confirms: true }), "head", passed, later, spec).walk
    expect(Walk.doubtful(walk, spec).some(({ to }) => to > now)).toBe(false)
    expect(Walk.known(walk, spec).at(-1)!.to).toBe(later - spec.settleDelayMs)
  })

  it("and reach what is known end a look at the news as any others do", () => {
    let walk = readDown(Walk.start, [first, nothing], now)
    const later = now + day
    const reaching = pageOf([content(later, "a"), content(t0 + 5_000, "b")], null)
    walk = Walk.advance(Walk.look(walk, { ...looking, now: later, confirms: true }), "head", reaching, later, spec).walk
    expect(Walk.known(walk, spec).at(-1)!.to).toBe(later - spec.settleDelayMs)
  })
})
