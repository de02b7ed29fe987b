import type { Page, StreamSpec } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { coverage } from "../../src/sync/coverage.ts"
import { type Reading, readingOf } from "../../src/sync/Reading.ts"
import { toyAdapter } from "../../src/testing/index.ts"
import { bareEvent } from "./bareEvent.ts"

const t0 = Date.UTC(2024, 0, 1)
const size = 3
const base: StreamSpec = { ...toyAdapter.manifest.streams[0]!, pageSize: size, granularityMs: 1_000, settleDelayMs: 10_000 }

interface Row {
  readonly n: number
  readonly at: number
  readonly id: number | null
}

/** The same content within a second may come several times. */
const event = ({ n, at, id }: Row) =>
  bareEvent({ externalId: id === null ? `row:${at}` : `${id}`, identity: id === null ? "content" : "exchange" }, at, `${n}`)

/** Pages go on after the last row of a page that has an id; rows without one below it are left to the next page. */
class Exchange {
  rows: ReadonlyArray<Row> = []
  now = t0
  readonly stored = new Set<string>()
  readonly #seen = new Set<number>()
  reading: Reading
  readonly spec: StreamSpec
  constructor(order: "newest-first" | "oldest-first") {
    this.spec = { ...base, order }
    this.reading = readingOf(this.spec, "", this.now)
  }
  happens(ids: ReadonlyArray<boolean>) {
    for (const has of ids) {
      const n = this.rows.length
      this.rows = [...this.rows, { n, at: this.now + Math.floor(n / 2) * 1_000, id: has ? n : null }]
    }
    this.now = Math.max(this.now, ...this.rows.map(({ at }) => at)) + 60_000
  }
  page(): boolean {
    const place = this.reading.next
    if (place === null) return false
    const list = this.spec.order === "newest-first" ? this.rows.toReversed() : this.rows
    const start = place.cursor === null ? 0 : list.findIndex(({ id }) => `${id}` === place.cursor) + 1
    const shown = list.slice(start, start + size)
    const last = shown.findLastIndex(({ id }) => id !== null)
    const rows = last === -1 ? shown : shown.slice(0, last + 1)
    const page: Page = {
      events: rows.map(event),
      quarantined: [],
      next: last === -1 ? null : `${shown[last]!.id}`,
      exhausted: shown.length === 0
    }
    const step = this.reading.advance(page, this.now)
    expect(step.problem).toBeNull()
    for (const [i, { source }] of page.events.entries()) this.stored.add(`${source.externalId}#${step.occurrences[i]}`)
    for (const { n } of rows) this.#seen.add(n)
    this.reading = step.reading
    return true
  }
  run() {
    this.reading = readingOf(this.spec, JSON.stringify(this.reading.walk), this.now)
    if (this.reading.finished) this.reading = this.reading.look({ now: this.now, openSince: null, checks: 12, confirms: true })
    for (let calls = 0; this.page(); calls++) expect(calls, "it never ends").toBeLessThan(200)
  }
  check() {
    expect(this.stored.size, "a row was lost or doubled").toBe(this.#seen.size)
    const parts = coverage([{ reading: this.reading, failure: null, goneAt: null }], undefined, this.now)
    for (const { n, at } of this.rows) {
      if (this.#seen.has(n)) continue
      const part = parts.find(({ from, to }) => from <= at && at < to)
      expect(part?.state, `row ${n} is missing, and counts as known`).not.toBe("known")
    }
  }
  missing() {
    return this.rows.filter(({ n }) => !this.#seen.has(n)).length
  }
  /** As many rows without an id in a row as a page holds. */
  hasWall() {
    return this.rows.some((_, n) => n + size <= this.rows.length && this.rows.slice(n, n + size).every(({ id }) => id === null))
  }
}

describe.each(["newest-first", "oldest-first"] as const)("rows without ids in a list shown %s", (order) => {
  it("stop no run, are stored once, and never make known what lies behind them", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.boolean(), { maxLength: 8 }), { minLength: 1, maxLength: 6 }), (visits) => {
        const exchange = new Exchange(order)
        for (const ids of visits) {
          exchange.happens(ids)
          exchange.run()
          exchange.check()
          if (!exchange.hasWall()) expect(exchange.missing(), "nothing was in the way").toBe(0)
        }
      }),
      { numRuns: 1_000 }
    )
  })

  it("of a whole page are a wall: what lies behind it is in doubt, run after run", () => {
    const exchange = new Exchange(order)
    exchange.happens([true, true, false, false, false, true, true, true])
    exchange.run()
    const before = exchange.missing()
    exchange.run()
    exchange.check()
    expect(exchange.missing()).toBe(before)
    expect(exchange.reading.doubtful.length, "and it says so").toBe(before === 0 ? 0 : 1)
  })
})
