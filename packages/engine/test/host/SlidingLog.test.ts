import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as SlidingLog from "../../src/host/SlidingLog.ts"

const t0 = Date.UTC(2024, 0, 1)

interface Request {
  readonly sent: number
  /** Somewhere between sending and receiving: when the exchange counts it. */
  readonly counted: number
  readonly received: number
}

/** Sends as early as the log allows, `pause` after the one before; replies come in any order. */
const simulate = (
  budget: number,
  windowMs: number,
  script: ReadonlyArray<{ readonly pause: number; readonly latency: number; readonly countedAt: number }>
): ReadonlyArray<Request> => {
  const log = SlidingLog.make(budget, windowMs)
  const done: Array<Request> = []
  let waiting: Array<{ slot: number; at: number }> = []
  const deliver = (until: number) => {
    for (const { slot, at } of waiting.filter((one) => one.at <= until).toSorted((a, b) => a.at - b.at)) SlidingLog.received(log, slot, at)
    waiting = waiting.filter((one) => one.at > until)
  }
  let now = t0
  for (const { pause, latency, countedAt } of script) {
    now += pause
    deliver(now)
    while (SlidingLog.freeAt(log) > now) {
      now = Math.ceil(SlidingLog.freeAt(log))
      deliver(now)
    }
    const slot = SlidingLog.take(log, now)
    const received = now + latency
    waiting.push({ slot, at: received })
    done.push({ sent: now, counted: now + latency * countedAt, received })
  }
  return done
}

const busiest = (times: ReadonlyArray<number>, windowMs: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + windowMs).length))

const windowMs = 1_000
/** Replies come within the window: a reply is waited for 30 s, and no exchange that we know has a shorter window of account. */
const script = fc.array(
  fc.record({
    pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
    latency: fc.integer({ min: 0, max: windowMs }),
    countedAt: fc.constantFrom(0, 0.5, 1)
  }),
  { maxLength: 60 }
)

describe("the sliding log", () => {
  it("never lets the exchange count more than the budget in any window, whatever the latencies", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), script, (budget, steps) => {
        const requests = simulate(budget, windowMs, steps)
        expect(
          busiest(
            requests.map(({ counted }) => counted),
            windowMs
          )
        ).toBeLessThanOrEqual(budget)
      }),
      { numRuns: 2_000 }
    )
  })

  it("lets all of the budget be used, window after window, when replies are quick", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 4 }), (budget, windows) => {
        const times = simulate(
          budget,
          windowMs,
          Array.from({ length: budget * windows }, () => ({ pause: 0, latency: 0, countedAt: 0 }))
        )
        expect(times.at(-1)!.sent - t0).toBe((windows - 1) * windowMs)
        expect(times.filter(({ sent }) => sent === t0)).toHaveLength(budget)
      }),
      { numRuns: 50 }
    )
  })

  it("frees a place exactly one window after its reply", () => {
    const log = SlidingLog.make(1, windowMs)
    expect(SlidingLog.freeAt(log)).toBe(0)
    const slot = SlidingLog.take(log, t0)
    expect(SlidingLog.freeAt(log)).toBe(t0 + windowMs)
    SlidingLog.received(log, slot, t0 + 300)
    expect(SlidingLog.freeAt(log)).toBe(t0 + 300 + windowMs)
  })

  it("is not held up by one slow reply while other places are free", () => {
    const log = SlidingLog.make(2, windowMs)
    const slow = SlidingLog.take(log, t0)
    SlidingLog.received(log, SlidingLog.take(log, t0 + 1), t0 + 1)
    SlidingLog.received(log, slow, t0 + 900)
    expect(SlidingLog.freeAt(log)).toBe(t0 + 1 + windowMs)
  })
})

it("a request of some cost goes when as many places are free, and never waits for more than there are", () => {
  const log = SlidingLog.make(3, 1_000)
  SlidingLog.take(log, t0)
  expect(SlidingLog.freeAt(log, 2)).toBe(0)
  expect(SlidingLog.freeAt(log, 3)).toBe(t0 + 1_000)
  SlidingLog.take(log, t0 + 5)
  expect([1, 2, 3, 9].map((cost) => SlidingLog.freeAt(log, cost))).toEqual([0, t0 + 1_000, t0 + 1_005, t0 + 1_005])
})

it("a clock that is set back is waited for one window at most", () => {
  const windowMs = 60_000
  const log = SlidingLog.make(2, windowMs)
  SlidingLog.take(log, t0 + 86_400_000)
  SlidingLog.take(log, t0 + 86_400_000)
  SlidingLog.notAfter(log, t0)
  expect(SlidingLog.freeAt(log)).toBe(t0 + windowMs)
})
