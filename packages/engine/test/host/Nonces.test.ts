import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { afterEach, beforeEach } from "vitest"
import { Nonces } from "../../src/host/Nonces.ts"
import { storesLayer } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const rule = { kind: "increasing-per-key", digits: 19 } as const
const t0 = Date.UTC(2024, 0, 1)

let place: Place
beforeEach(() => {
  place = newPlace()
})
afterEach(() => removePlace(place))

/** A process: nonces of its own over the folder's database. */
const process = <A, E>(effect: Effect.Effect<A, E, Nonces>) =>
  effect.pipe(Effect.provide(Nonces.layer.pipe(Layer.provide(storesLayer(place.dataDir))), { local: true }))

const next = (key = "key", digits = rule.digits) =>
  Effect.flatMap(Nonces, (nonces) => Effect.map(nonces.next({ ...rule, digits }, key), BigInt))

const risesStrictly = (numbers: ReadonlyArray<bigint>) => {
  for (let i = 1; i < numbers.length; i++) expect(numbers[i]! > numbers[i - 1]!, `${numbers[i - 1]} then ${numbers[i]}`).toBe(true)
}
const aheadMs = (nonce: bigint, now: number, digits = rule.digits) => Number(nonce / 10n ** BigInt(digits - 13)) - now

describe("nonces", () => {
  it.effect("begin at the clock, print all their digits, and rise by one", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      const [first, second] = yield* process(Effect.all([next(), next()]))
      expect(first).toBe(BigInt(t0) * 1_000_000n)
      expect(String(first)).toHaveLength(19)
      expect(second).toBe(first + 1n)
    })
  )

  it.effect("rise strictly, whatever the clock does and however often the process begins anew", () =>
    Effect.gen(function* () {
      const act = fc.oneof(
        fc.constant("restart" as const),
        fc.integer({ min: 1, max: 150 }).map((use) => ({ use })),
        // an NTP step, a night asleep, a restored snapshot
        fc.constantFrom(1, 9_999, 10_001, 86_400_000, -5, -3_600_000, -86_400_000).map((step) => ({ step }))
      )
      const script = fc.sample(act, { numRuns: 120, seed: 7 })
      yield* TestClock.setTime(t0 + 10 * 86_400_000)
      const seen: Array<bigint> = []
      const runs: Array<Array<Exclude<(typeof script)[number], "restart">>> = [[]]
      for (const one of script) {
        if (one === "restart") runs.push([])
        else runs.at(-1)!.push(one)
      }
      for (const run of runs) {
        yield* process(
          Effect.gen(function* () {
            for (const one of run) {
              if ("step" in one) yield* TestClock.setTime((yield* Clock.currentTimeMillis) + one.step)
              else for (let n = 0; n < one.use; n++) seen.push(yield* next())
            }
          })
        )
      }
      expect(runs.length).toBeGreaterThan(10)
      expect(seen.length).toBeGreaterThan(1_000)
      risesStrictly(seen)
    })
  )

  it.effect("never use again what a killed process may have used", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      const used = yield* process(Effect.all(Array.from({ length: 64 }, () => next())))
      yield* TestClock.setTime(t0 - 86_400_000)
      const after = yield* process(next())
      risesStrictly([...used, after])
    })
  )

  it.effect("come back to the clock once their block is old", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          yield* next()
          yield* TestClock.adjust(9_000)
          expect(aheadMs(yield* next(), t0)).toBe(0)
          yield* TestClock.adjust(2_000)
          expect(aheadMs(yield* next(), t0)).toBe(11_000)
        })
      )
    })
  )

  it.effect("stay within seconds of the clock over 200 restarts in one second", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      let last = 0n
      for (let restart = 0; restart < 200; restart++) {
        const nonce = yield* process(next())
        expect(nonce > last).toBe(true)
        last = nonce
        yield* TestClock.adjust(5)
      }
      expect(Math.abs(aheadMs(last, t0 + 1_000))).toBeLessThan(2_000)
    })
  )

  it.effect("of one key say nothing about those of another", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          const [a, b] = yield* Effect.all([next("a"), next("b")])
          expect(a).toBe(b)
        })
      )
    })
  )

  it.effect("are the plain time, or nothing, where the exchange asks for that", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      const [time, none] = yield* process(
        Effect.flatMap(Nonces, (nonces) => Effect.all([nonces.next({ kind: "timestamp" }, "key"), nonces.next({ kind: "none" }, "key")]))
      )
      expect([time, none]).toEqual([String(t0), ""])
    })
  )
})
