import type { Page, StreamSpec } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Place, type Reading, readingOf } from "../../src/sync/Reading.ts"
import { toyAdapter } from "../../src/testing/index.ts"
import { eventOf, type Row } from "./bareEvent.ts"

const t0 = Date.UTC(2024, 0, 1)
const second = 1_000
const base: StreamSpec = { ...toyAdapter.manifest.streams[0]!, granularityMs: second, settleDelayMs: 10 * second }
const windowed = (order: StreamSpec["order"]): StreamSpec => ({ ...base, order, window: { largestMs: 20_500, from: t0 - 20_250 } })

const shapes: Readonly<Record<string, StreamSpec>> = {
  "that is shown newest first": { ...base, fanOut: { by: "market", from: "listed" } },
  "that is shown oldest first": { ...base, order: "oldest-first" },
  "that is asked for in windows of no order": windowed("unordered"),
  "that is asked for in windows, newest first": windowed("newest-first"),
  "that is asked for in windows, oldest first": windowed("oldest-first")
}

/** A list that only grows; new rows may be late, and appear in their place. */
class List {
  readonly spec: StreamSpec
  rows: ReadonlyArray<Row>
  now: number
  longest = 0
  constructor(spec: StreamSpec, rows: ReadonlyArray<Omit<Row, "key">>, now: number) {
    this.spec = spec
    this.now = now
    this.rows = this.sorted(rows.toSorted((a, b) => a.at - b.at).map((row, key) => ({ ...row, key })))
  }
  private sorted(rows: ReadonlyArray<Row>): ReadonlyArray<Row> {
    const { order } = this.spec
    // in no order: as they came, which is none of time
    if (order === "unordered") return rows.toSorted((a, b) => ((a.key * 7919) % 101) - ((b.key * 7919) % 101) || a.key - b.key)
    const sign = order === "newest-first" ? -1 : 1
    return rows.toSorted((a, b) => sign * (a.at - b.at || a.key - b.key))
  }
  grow(fresh: ReadonlyArray<Omit<Row, "key">>) {
    const first = this.rows.length
    const added = fresh.map((row, index) => ({ ...row, key: first + index }))
    // a page without order must still be one that a cursor can go on from: what comes later stands at its end
    this.rows = this.spec.order === "unordered" ? [...this.rows, ...added] : this.sorted([...this.rows, ...added])
  }
  page({ cursor, window }: Place, size: number): Page {
    if (window !== null) this.longest = Math.max(this.longest, window.to - window.from)
    const shown = this.rows.filter(({ at }) => window === null || (window.from <= at && at < window.to))
    const start = cursor === null ? 0 : shown.findIndex(({ key }) => `after ${key}` === cursor) + 1
    const rows = shown.slice(start, start + size)
    return {
      events: rows.map(eventOf),
      quarantined: [],
      next: rows.length === 0 ? null : `after ${rows.at(-1)!.key}`,
      exhausted: rows.length === 0
    }
  }
}

const nothing: Page = { events: [], quarantined: [], next: null, exhausted: true }
const idsOf = ({ events }: Page) => events.map(({ source }) => source.externalId)

/** What the host has stored: rows by identity and occurrence, and the walk as JSON. Reads as `readTrack` does. */
class Reader {
  readonly list: List
  readonly stored = new Map<string, number>()
  reading: Reading
  calls = 0
  /** Rows that mistaken answers have left out, and in which run: what two runs agree on is believed. */
  readonly hidden = new Map<string, number>()
  run = 1
  /** The run during which the exchange shows nothing more. */
  outage = 0
  constructor(list: List) {
    this.list = list
    this.reading = readingOf(list.spec, "", list.now)
  }
  crash() {
    this.run++
    this.reading = readingOf(this.list.spec, JSON.stringify(this.reading.walk), this.list.now)
  }
  /** Another run. */
  look(checks: number) {
    this.run++
    this.reading = this.reading.look({ now: this.list.now, openSince: null, checks, confirms: true })
  }
  /** The same run once more. */
  glance(checks: number) {
    this.reading = this.reading.look({ now: this.list.now, openSince: null, checks, confirms: false })
  }
  /** `wrong`: the exchange shows nothing by mistake, however often it is asked. Gives whether there was a page to ask for. */
  page(size: number, wrong = false): boolean {
    const { reading, list } = this
    const place = reading.next
    if (place === null) return false
    const before = this.stored.size
    const left = idsOf(list.page(place, 1_000))
    const mistaken = (wrong || this.outage === this.run) && left.every((id) => (this.hidden.get(id) ?? this.run) === this.run)
    if (mistaken) for (const id of left) this.hidden.set(id, this.run)
    this.calls++
    let page = mistaken ? nothing : list.page(place, size)
    if (page.events.length === 0 && reading.needsSecondLook) {
      this.calls++
      page = mistaken ? nothing : list.page(place, size)
    }
    if (reading.contradiction(page, before) !== null) return true
    const step = reading.advance(page, list.now)
    expect(step.problem).toBeNull()
    page.events.forEach(({ source, at }, index) => this.stored.set(`${source.externalId}#${step.occurrences[index]}`, at))
    this.reading = step.reading
    return true
  }
  finish(size = 3) {
    while (this.page(size));
  }
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
  /** Every row at a known instant is stored, however often it occurs. */
  check() {
    const { known, doubtful } = this.reading
    for (const [key, at] of this.truth())
      if (known.some(({ from, to }) => from <= at && at < to)) expect(this.stored.has(key), `${key} counts as known`).toBe(true)
    for (const stretches of [known, doubtful])
      expect(stretches.every(({ from, to }, index) => from < to && from >= (stretches[index - 1]?.to ?? 0))).toBe(true)
    for (const key of this.stored.keys()) expect(this.truth().has(key), `${key} was invented`).toBe(true)
  }
}

const name = fc.constantFrom("a", "b")
const identity = fc.constantFrom("content" as const, "exchange" as const)
/** Few instants on a coarse grid: many rows share one, many are twins, and many lie at the border of a window. */
const row = fc.record({ at: fc.integer({ min: -40, max: 30 }).map((n) => t0 + n * 500), name, identity })
const arrival = fc.record({ late: fc.integer({ min: 0, max: 19 }).map((n) => n * 500), name, identity })

type Act =
  | { readonly do: "page"; readonly size: number; readonly wrong: boolean }
  | { readonly do: "grow"; readonly rows: ReadonlyArray<{ late: number; name: string; identity: Row["identity"] }> }
  | { readonly do: "time"; readonly ms: number }
  | { readonly do: "crash" | "outage" }
  | { readonly do: "look" | "glance"; readonly checks: number }
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("page" as const),
      size: fc.constantFrom(1, 2, 3, 20),
      wrong: fc.integer({ min: 0, max: 5 }).map((n) => n === 0)
    })
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("grow" as const), rows: fc.array(arrival, { minLength: 1, maxLength: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("time" as const), ms: fc.constantFrom(500, 3_000, 30_000) }) },
  { weight: 1, arbitrary: fc.constant({ do: "crash" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "outage" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("look" as const, "glance" as const), checks: fc.constantFrom(0, 1, 50) })
  }
)

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
      reader.crash()
      break
    case "outage":
      reader.outage = reader.run
      break
    case "look":
    case "glance":
      if (reader.reading.finished) reader[one.do](one.checks)
      break
    case "page":
      if (!reader.page(one.size, one.wrong) && reader.reading.finished) reader.look(0)
  }
  reader.check()
}

describe.each(Object.entries(shapes))("a list %s", (_, spec) => {
  /** `known`: the history has been read before, and what follows is about news. */
  const played = (rows: ReadonlyArray<Omit<Row, "key">>, acts: ReadonlyArray<Act>, known: boolean): Reader => {
    const reader = new Reader(new List(spec, rows, t0 + 30_000))
    if (known) reader.finish()
    for (const one of acts) play(reader, one)
    return reader
  }

  it("is known only where its rows are stored, after every page, crash, look and mistaken answer", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 15 }), fc.array(act, { maxLength: 60 }), fc.boolean(), (rows, acts, known) => {
        played(rows, acts, known)
      }),
      { numRuns: 1_500 }
    )
  })

  it("is read whole in the end, and no row of it twice", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 15 }), fc.array(act, { maxLength: 40 }), fc.boolean(), (rows, acts, known) => {
        const reader = played(rows, acts, known)
        reader.outage = 0
        reader.finish()
        for (let run = 0; run < 2; run++) {
          reader.look(100)
          reader.finish()
        }
        expect([...reader.stored.keys()].toSorted()).toEqual([...reader.truth().keys()].toSorted())
        expect(reader.reading.finished).toBe(true)
        expect(reader.reading.doubtful).toEqual([])
        reader.check()
        expect(reader.list.longest).toBeLessThanOrEqual(spec.window?.largestMs ?? 0)
      }),
      { numRuns: 1_000 }
    )
  })

  it("that never had a row costs one call a look, and is known as far as two looks agree", () => {
    const { window } = spec
    const reader = new Reader(new List(window === null ? spec : { ...spec, window: { ...window, largestMs: 600 * second } }, [], t0))
    reader.finish()
    const lookAt = (now: number) => {
      reader.list.now = now
      reader.calls = 0
      reader.look(50)
      reader.finish()
      return { calls: reader.calls, to: reader.reading.known.at(-1)?.to ?? null }
    }
    lookAt(t0 + 60 * second)
    // windows that were empty have been looked at twice by now; from here on only the newest counts
    expect(lookAt(t0 + 65 * second)).toEqual({ calls: 1, to: t0 + 50 * second })
    expect(lookAt(t0 + 70 * second)).toEqual({ calls: 1, to: t0 + 55 * second })
    reader.check()
  })

  it("numbers twins the same on every re-read, with pages of any size", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (rows, sizes) => {
        const reader = new Reader(new List(spec, rows, t0 + 20_000))
        while (reader.page(sizes.next().value));
        const once = [...reader.stored.keys()].toSorted()
        expect(once).toHaveLength(rows.length)
        for (let run = 0; run < 2; run++) {
          reader.look(100)
          while (reader.page(sizes.next().value));
        }
        expect([...reader.stored.keys()].toSorted()).toEqual(once)
      })
    )
  })
})
