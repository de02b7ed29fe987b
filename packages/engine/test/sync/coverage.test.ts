import { failure } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { coverage, type TrackCoverage } from "../../src/sync/coverage.ts"

const now = 100
const gone = failure("MARKET_GONE", "gone")
const broken = failure("SCHEMA_DRIFT", "broken")

/** Stretches of `[0, now)`, apart from each other: known ones and doubtful ones between them. */
const borders = fc.uniqueArray(fc.integer({ min: 0, max: now }), { maxLength: 9 }).map((points) => points.toSorted((a, b) => a - b))
const track: fc.Arbitrary<TrackCoverage> = fc
  .record({ borders, finished: fc.boolean(), how: fc.constantFrom("well", "broken", "gone"), goneAt: fc.integer({ min: 0, max: now }) })
  .map(({ borders: points, finished, how, goneAt }) => {
    const stretches = points.slice(1).map((to, i) => ({ from: points[i]!, to }))
    return {
      reading: {
        known: stretches.filter((_, i) => i % 3 === 0),
        doubtful: stretches.filter((_, i) => i % 3 === 1),
        unshown: [],
        finished
      },
      failure: how === "well" ? null : how === "gone" ? gone : broken,
      goneAt: how === "gone" ? goneAt : null
    }
  })

const lies = (at: number, { from, to }: { readonly from: number; readonly to: number }) => from <= at && at < to
/** A list that is gone has nothing after that, if nothing of it was read later. */
const knows = ({ reading, goneAt }: TrackCoverage, at: number) =>
  reading.known.some((stretch) => lies(at, stretch)) ||
  (goneAt !== null && at >= goneAt && [...reading.known, ...reading.doubtful].every(({ to }) => to <= at))

describe("the coverage of a stream", () => {
  it("is known exactly where all of its lists know, and up to when it is known which those are", () => {
    fc.assert(
      fc.property(fc.array(track, { maxLength: 6 }), fc.option(fc.integer({ min: 0, max: now + 9 })), (tracks, listedTo) => {
        const intervals = coverage(tracks, listedTo, now)
        for (let at = 0; at < now; at++) {
          const found = intervals.filter((interval) => lies(at, interval))
          expect(found).toHaveLength(1)
          expect(found[0]!.state === "known", `at ${at}`).toBe(at < (listedTo ?? 0) && tracks.every((one) => knows(one, at)))
          expect((found[0]!.reason === null) === (found[0]!.state === "known")).toBe(true)
        }
        for (const [i, { from }] of intervals.slice(1).entries()) expect(from).toBe(intervals[i]!.to)
      })
    )
  })

  it("is failed where any list failed, whatever the others say", () => {
    fc.assert(
      fc.property(fc.array(track, { minLength: 1, maxLength: 5 }), (tracks) => {
        const intervals = coverage(tracks, now, now)
        for (let at = 0; at < now; at++) {
          const { state } = intervals.find((interval) => lies(at, interval))!
          const failed = tracks.some(
            (one) => one.failure === broken && !knows(one, at) && !one.reading.doubtful.some((stretch) => lies(at, stretch))
          )
          expect(state === "failed", `at ${at}`).toBe(failed)
        }
      })
    )
  })

  it("of a list that is gone is lost between what was read and the day it was gone, and known after it", () => {
    const reading = { known: [{ from: 0, to: 40 }], doubtful: [], unshown: [], finished: true }
    expect(coverage([{ reading, failure: gone, goneAt: 60 }], undefined, now)).toEqual([
      { from: 0, to: 40, state: "known", reason: null },
      { from: 40, to: 60, state: "lost-at-source", reason: "MARKET_GONE" },
      { from: 60, to: now, state: "known", reason: null }
    ])
  })

  it("of one list says why it is not known", () => {
    const reading = { known: [{ from: 20, to: 40 }], doubtful: [{ from: 40, to: 50 }], unshown: [], finished: false }
    expect(coverage([{ reading, failure: null, goneAt: null }], undefined, now).map(({ state, reason }) => [state, reason])).toEqual([
      ["unknown", "not read yet"],
      ["known", null],
      ["unknown", "the exchange showed no more here: the next sync has to confirm it"],
      ["unknown", "not read yet"]
    ])
    const complete = { known: [{ from: 0, to: 90 }], doubtful: [], unshown: [], finished: true }
    expect(coverage([{ reading: complete, failure: null, goneAt: null }], undefined, now).at(-1)).toMatchObject({
      from: 90,
      reason: expect.stringContaining("too recent")
    })
    expect(coverage([], null, now)).toMatchObject([{ from: 0, to: now, state: "unknown" }])
  })
})
