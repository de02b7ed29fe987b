import type { LedgerEvent, Page, StreamSpec } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { toyAdapter } from "../../src/testing/index.ts"
import * as Walk from "../../src/sync/Walk.ts"

const spec: StreamSpec = { ...toyAdapter.manifest.streams[0]!, granularityMs: 1_000, settleDelayMs: 10_000 }

/** A row of a list without ids; `name` is its content, so rows of one name and instant are twins. `key` is for paging only. */
interface Row {
  readonly key: number
  readonly at: number
  readonly name: string
  readonly identity: "exchange" | "content"
}

const event = ({ key, at, name, identity }: Row): LedgerEvent => ({
  source: { stream: "ledger", externalId: identity === "content" ? `${at}:${name}` : `id${key}`, identity },
  refs: [],
  groupId: null,
  kind: "deposit",
  at,
  rank: null,
  status: "settled",
  postings: [],
  transfer: null,
  price: null,
  operation: null,
  pointer: ""
})

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
      events: rows.map(event),
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
        const id = event(row).source.externalId
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
  | { readonly do: "look"; readonly ago: number }
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("page" as const), size: fc.constantFrom(1, 2, 3, 20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("grow" as const), rows: fc.array(arrival, { minLength: 1, maxLength: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("time" as const), ms: fc.constantFrom(500, 3_000, 70_000) }) },
  { weight: 1, arbitrary: fc.constant({ do: "crash" as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("look" as const), ago: fc.constantFrom(0, 500, 60_000) }) }
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
      if (reader.walk.exhausted) reader.walk = Walk.beginHead(reader.walk, list.now - one.ago)
      break
    case "page": {
      const leg = Walk.unfinished(reader.walk)
      if (leg === null) reader.walk = Walk.beginHead(reader.walk, Walk.settleTarget(reader.walk, null))
      reader.page(leg ?? "head", one.size)
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
        reader.walk = Walk.beginHead(reader.walk, Walk.settleTarget(reader.walk, null))
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
        reader.walk = Walk.beginHead(reader.walk, 0)
        while (reader.walk.head !== null) reader.page("head", sizes.next().value)
        expect([...reader.stored.keys()].toSorted()).toEqual(once)
      })
    )
  })

  it("asks for its end again in a later run, once, and reads on where the end was shown by mistake", () => {
    const all = Array.from({ length: 9 }, (_, n) => ({ at: t0 - n * 60_000, name: `r${n}`, identity: "exchange" as const }))
    const list = new List(all, t0)
    const whole = list.rows
    const reader = new Reader(list)
    reader.page("tail", 3)
    list.rows = whole.slice(0, 3) // an empty page by mistake, twice
    reader.page("tail", 3)
    expect(reader.walk.exhausted).toBe(true)
    list.rows = whole
    const look = () => {
      reader.walk = Walk.recheckEnd(Walk.beginHead(reader.walk, Walk.settleTarget(reader.walk, null)))
      let pages = 0
      for (let leg = Walk.unfinished(reader.walk); leg !== null; leg = Walk.unfinished(reader.walk)) {
        reader.page(leg, 3)
        pages++
      }
      reader.check()
      return pages
    }
    look()
    expect(reader.stored.size).toBe(9)
    const [again, after] = [look(), look()]
    expect(again).toBe(after + 1)
    expect(look()).toBe(after)
  })

  it("that showed no row is read from the top to its end once it shows one", () => {
    const list = new List([], t0)
    const reader = new Reader(list)
    reader.page("tail", 3)
    expect(reader.walk.exhausted).toBe(true)
    list.grow(Array.from({ length: 9 }, (_, n) => ({ at: t0 - 3_600_000 - n * 60_000, name: `r${n}`, identity: "exchange" as const })))
    reader.walk = Walk.beginHead(reader.walk, Walk.settleTarget(reader.walk, null))
    for (let leg = Walk.unfinished(reader.walk); leg !== null; leg = Walk.unfinished(reader.walk)) reader.page(leg, 3)
    expect(reader.stored.size).toBe(9)
    reader.check()
  })

  it("does not wait for ever for one row that stays under way", () => {
    const walk = { ...Walk.start, watermark: t0 }
    expect(Walk.settleTarget(walk, t0 - 86_400_000)).toBe(t0 - 86_400_000)
    expect(Walk.settleTarget(walk, t0 - 400 * 86_400_000)).toBe(t0 - 90 * 86_400_000)
  })

  it("counts nothing as known that a short look has not read, and leaves it to the next head", () => {
    const list = new List([{ at: t0 - 3_600_000, name: "old", identity: "exchange" }], t0)
    const reader = new Reader(list)
    while (!reader.walk.exhausted) reader.page("tail", 5)
    const { watermark } = reader.walk
    expect(watermark).toBe(t0 - spec.settleDelayMs)
    // a first sync takes an hour; rows arrive in its midst; a look only goes down to the last minute
    list.grow([{ at: t0 + 600_000, name: "a", identity: "exchange" }])
    list.now = t0 + 3_600_000
    list.grow([
      { at: list.now - 1, name: "b", identity: "exchange" },
      { at: list.now - 70_000, name: "c", identity: "exchange" }
    ])
    reader.walk = Walk.beginHead(reader.walk, list.now - 60_000)
    while (reader.walk.head !== null) reader.page("head", 1)
    reader.check()
    expect(reader.walk.watermark).toBe(watermark)
    reader.walk = Walk.beginHead(reader.walk, Walk.settleTarget(reader.walk, null))
    while (reader.walk.head !== null) reader.page("head", 1)
    expect(reader.stored.size).toBe(4)
    expect(reader.walk.watermark).toBe(list.now - spec.settleDelayMs)
  })

  it("reads down to the oldest row that may still change", () => {
    const reader = new Reader(new List([], t0))
    reader.page("tail", 5)
    expect(Walk.settleTarget(reader.walk, null)).toBe(t0 - spec.settleDelayMs)
    expect(Walk.settleTarget(reader.walk, t0 - 86_400_000)).toBe(t0 - 86_400_000)
    expect(Walk.settleTarget(reader.walk, t0 + 5)).toBe(t0 - spec.settleDelayMs)
    expect(Walk.settleTarget(Walk.start, t0)).toBe(0)
  })

  it("forgets the place, never the watermark, when its cursor leads nowhere", () => {
    const list = new List(
      Array.from({ length: 6 }, (_, n) => ({ at: t0 + n * 500, name: "a", identity: "content" as const })),
      t0 + 60_000
    )
    const reader = new Reader(list)
    reader.page("tail", 2)
    reader.walk = Walk.restartTail(reader.walk)
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
    expect(step.walk).toMatchObject({ exhausted: true, watermark: t0 - spec.settleDelayMs })
    expect(Walk.known(step.walk, spec)).toEqual([{ from: 0, to: t0 - spec.settleDelayMs }])
  })
})
