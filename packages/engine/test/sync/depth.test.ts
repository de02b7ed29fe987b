import type { Page, StreamSpec } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { coverage } from "../../src/sync/coverage.ts"
import { type Reading, readingOf } from "../../src/sync/Reading.ts"
import { toyAdapter } from "../../src/testing/index.ts"
import { bareEvent } from "./bareEvent.ts"

const day = 86_400_000
const opened = Date.UTC(2020, 0, 1)
const depth = 60
const spec: StreamSpec = {
  ...toyAdapter.manifest.streams[0]!,
  order: "unordered",
  granularityMs: 1_000,
  settleDelayMs: 3_600_000,
  window: { largestMs: 20 * day, from: opened },
  historyDepth: { days: depth }
}

const event = (at: number) => bareEvent({ externalId: `r${at}`, identity: "exchange" }, at)

/** An exchange that refuses to be asked for what it does not show any more. */
class Exchange {
  rows: ReadonlyArray<number> = []
  now = opened + 400 * day
  /** It shows nothing, by mistake. */
  blind = false
  readonly stored = new Set<number>()
  reading: Reading = readingOf(spec, "", this.now)

  /** Another run of the program, so many days later. */
  later(days: number) {
    this.now += Math.round(days * day)
    this.reading = readingOf(spec, JSON.stringify(this.reading.walk), this.now)
  }
  page(): boolean {
    const place = this.reading.next
    if (place === null) return false
    const { from, to } = place.window!
    expect(from, "asked for what is not shown").toBeGreaterThanOrEqual(this.now - depth * day)
    expect(to - from, "asked for more than a window").toBeLessThanOrEqual(20 * day)
    expect(to).toBeGreaterThan(from)
    const shown = this.rows.filter((at) => from <= at && at < to)
    // an offset: of another window it leads past rows that were never shown
    const start = Number(place.cursor ?? 0)
    const rows = this.blind ? [] : shown.slice(start, start + 2)
    const page: Page = {
      events: rows.map(event),
      quarantined: [],
      next: rows.length === 0 ? null : String(start + rows.length),
      exhausted: rows.length === 0
    }
    const step = this.reading.advance(page, this.now)
    expect(step.problem).toBeNull()
    for (const at of rows) this.stored.add(at)
    this.reading = step.reading
    return true
  }
  read(pages = Number.MAX_SAFE_INTEGER) {
    for (let n = 0; n < pages && this.page(); n++);
  }
  look() {
    this.reading = this.reading.look({ now: this.now, openSince: null, checks: 12, confirms: true })
  }
  coverage() {
    return coverage([{ reading: this.reading, failure: null, goneAt: null }], undefined, this.now)
  }
  check() {
    const intervals = this.coverage()
    for (const at of this.rows) {
      const { state } = intervals.find(({ from, to }) => from <= at && at < to)!
      if (!this.stored.has(at)) expect([state, new Date(at).toISOString()]).not.toEqual(["known", new Date(at).toISOString()])
    }
  }
}

const ago = (days: number, exchange: Exchange) => Math.floor((exchange.now - days * day) / 1_000) * 1_000

describe("a list that is shown for some time only", () => {
  it("is first asked for where it begins to be shown, and says what is from before", () => {
    const exchange = new Exchange()
    exchange.rows = [ago(300, exchange), ago(61, exchange), ago(59, exchange), ago(2, exchange)].map(Number)
    exchange.read()
    expect([...exchange.stored].sort()).toEqual([exchange.rows[2], exchange.rows[3]])
    const [never, lost, known] = exchange.coverage()
    expect(never).toMatchObject({ from: 0, to: opened, state: "known" })
    expect(lost).toMatchObject({ from: opened, to: ago(60, exchange), state: "lost-at-source", reason: expect.stringContaining("so old") })
    expect(known).toMatchObject({ from: ago(60, exchange) })
    expect(exchange.reading.watermark, "it is read as far as it is shown").not.toBeNull()
  })

  it("has a hole where nobody has looked for longer than it is shown", () => {
    const exchange = new Exchange()
    exchange.read()
    // what was empty is confirmed by another run, or it is in doubt when it is too old
    exchange.later(1)
    exchange.look()
    exchange.read()
    const before = exchange.reading.watermark!
    const missed = ago(-3, exchange)
    exchange.rows = [missed]
    exchange.later(100)
    exchange.look()
    exchange.read()
    expect(exchange.stored.size).toBe(0)
    const hole = exchange.coverage().find(({ from, to }) => from <= missed && missed < to)
    expect(hole).toMatchObject({ from: before, state: "lost-at-source", to: ago(60, exchange) })
  })

  it("whenever and for however long it is left alone: nothing too old is asked for, and nothing counts as known that is not stored", () => {
    const visit = fc.record({
      days: fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0, max: 90, noNaN: true })),
      pages: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 12 }), fc.constant(1_000)),
      fresh: fc.array(fc.double({ min: 0.1, max: 80, noNaN: true }), { maxLength: 5 })
    })
    fc.assert(
      fc.property(fc.boolean(), fc.array(visit, { minLength: 1, maxLength: 9 }), (blind, visits) => {
        const exchange = new Exchange()
        exchange.rows = [200, 70, 61, 59.5, 59, 58.7, 58.3, 58, 57.5, 57, 40, 39, 21, 5].map((days) => ago(days, exchange))
        // one run may be shown nothing: what two agree on is believed
        exchange.blind = blind
        if (blind) exchange.read()
        exchange.blind = false
        for (const { days, pages, fresh } of visits) {
          const since = exchange.now
          exchange.later(days)
          // rows of the time since, none of them late
          exchange.rows = [...new Set([...exchange.rows, ...fresh.map((back) => ago(back, exchange)).filter((at) => at > since)])]
          if (exchange.reading.finished) exchange.look()
          exchange.read(pages)
          exchange.check()
        }
        exchange.read()
        exchange.check()
      }),
      { numRuns: 2_000 }
    )
  })
})
