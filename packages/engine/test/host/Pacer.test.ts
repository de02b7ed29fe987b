import type { RateRule } from "@caudal/exchange"
import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { afterEach, beforeEach } from "vitest"
import { Pacer } from "../../src/host/Pacer.ts"
import { storesLayer } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const rule: RateRule = {
  scope: "account",
  limit: 4,
  windowMs: 1_000,
  budget: 3,
  lockoutMs: 65_000,
  repeatedLockoutMs: 3_600_000,
  repeatWithinMs: 600_000
}
const t0 = Date.UTC(2024, 0, 1)

let place: Place
beforeEach(() => {
  place = newPlace()
})
afterEach(() => removePlace(place))

/** A process: a pacer of its own over the folder's database. */
const process = <A, E>(effect: Effect.Effect<A, E, Pacer>, rateScale = 1) =>
  effect.pipe(Effect.provide(Pacer.layer(rateScale).pipe(Layer.provide(storesLayer(place.dataDir))), { local: true }))

const quiet = () => Effect.void
const send = Effect.gen(function* () {
  const pacer = yield* Pacer
  const slot = yield* pacer.acquire("toy", rule, quiet)
  yield* slot.received
  return (yield* Clock.currentTimeMillis) - t0
})
const refused = (retryAfterMs: number | null = null) => Effect.flatMap(Pacer, (pacer) => pacer.refused("toy", rule, retryAfterMs))

/** Runs while time passes in steps as small as a wait can be. */
const passing = <A, E, R>(effect: Effect.Effect<A, E, R>, ms: number) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect, { startImmediately: true })
    yield* TestClock.adjust(ms)
    return yield* Fiber.join(fiber)
  })

const busiest = (times: ReadonlyArray<number>) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + rule.windowMs).length))

describe("the pacer", () => {
  it.effect("gives a request that costs two the places of two, and waits until both are free", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      const times = yield* process(
        passing(
          Effect.gen(function* () {
            const pacer = yield* Pacer
            const sent: Array<number> = []
            for (const cost of [1, 2, 2, 1]) {
              yield* (yield* pacer.acquire("toy", rule, quiet, cost)).received
              sent.push((yield* Clock.currentTimeMillis) - t0)
              yield* Effect.sleep(100)
            }
            return sent
          }),
          3_000
        )
      )
      // three places: one taken at 0, two at 100; the first and one of the others are free at 1100, the last by 1200
      expect(times).toEqual([0, 100, 1_100, 1_200])
    })
  )

  it.effect("uses the whole budget at once and then waits exactly until a place is free, saying until when", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      const heard: Array<number | null> = []
      const times = yield* process(
        passing(
          Effect.gen(function* () {
            const pacer = yield* Pacer
            const sent: Array<number> = []
            for (let n = 0; n < 7; n++) {
              const slot = yield* pacer.acquire("toy", rule, (until) => Effect.sync(() => heard.push(until)))
              yield* slot.received
              sent.push((yield* Clock.currentTimeMillis) - t0)
            }
            return sent
          }),
          10_000
        )
      )
      expect(times).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000])
      expect(heard).toEqual([t0 + 1_000, null, t0 + 2_000, null])
    })
  )

  it.effect("keeps to the budget when many wait for the same place, however slowly they hear that they may go", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      const one = Effect.gen(function* () {
        const pacer = yield* Pacer
        const slot = yield* pacer.acquire("toy", rule, () => Effect.sleep(1))
        const at = (yield* Clock.currentTimeMillis) - t0
        yield* slot.received
        return at
      })
      const times = yield* process(
        passing(
          Effect.all(
            Array.from({ length: 12 }, () => one),
            { concurrency: "unbounded" }
          ),
          10_000
        )
      )
      expect(busiest(times)).toBe(rule.budget)
    })
  )

  it.effect("lets nothing go before a lockout is over, and everything after it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          yield* send
          expect(yield* refused()).toBe(t0 + rule.lockoutMs)
          expect(yield* passing(send, rule.lockoutMs)).toBe(rule.lockoutMs)
        })
      )
    })
  )

  it.effect("takes a longer Retry-After from the exchange, never a shorter one than the manifest's", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          expect(yield* refused(1)).toBe(t0 + rule.lockoutMs)
          yield* TestClock.adjust(rule.repeatWithinMs)
          expect(yield* refused(120_000)).toBe(t0 + rule.repeatWithinMs + 120_000)
        })
      )
    })
  )

  it.effect("is locked out long by a second refusal soon after the first, and short again once that is past", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          yield* refused()
          yield* TestClock.adjust(rule.lockoutMs + 1)
          expect(yield* refused()).toBe(t0 + rule.lockoutMs + 1 + rule.repeatedLockoutMs)
          yield* TestClock.adjust(rule.repeatedLockoutMs + rule.repeatWithinMs)
          const now = yield* Clock.currentTimeMillis
          expect(yield* refused()).toBe(now + rule.lockoutMs)
        })
      )
    })
  )

  it.effect("takes several requests refused at once for one refusal, and never shortens a pause", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          expect(yield* refused(900_000)).toBe(t0 + 900_000)
          yield* TestClock.adjust(50)
          expect(yield* refused()).toBe(t0 + 900_000)
          expect(yield* refused(1_000_000)).toBe(t0 + 50 + 1_000_000)
        })
      )
    })
  )

  it.effect("keeps its log and its pause over a restart", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(Effect.all([send, send, send]))
      // what was sent may have been counted a little later: 2 s are added, but never beyond now
      expect(yield* process(passing(send, 5_000))).toBe(1_000)
      yield* process(refused())
      const now = (yield* Clock.currentTimeMillis) - t0
      expect(yield* process(passing(send, rule.lockoutMs + 5_000))).toBe(now + rule.lockoutMs)
      yield* process(refused())
      const again = (yield* Clock.currentTimeMillis) - t0
      expect(yield* process(passing(send, rule.repeatedLockoutMs))).toBe(again + rule.repeatedLockoutMs)
    })
  )

  it.effect("does not forget requests over many restarts", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      let sent = 0
      for (let restart = 0; restart < 8; restart++) {
        const one = Effect.flatMap(Pacer, (pacer) => pacer.acquire("toy", { ...rule, windowMs: 60_000 }, quiet)).pipe(
          Effect.map(() => {
            sent++
          })
        )
        yield* process(
          Effect.gen(function* () {
            const fiber = yield* Effect.forkChild(one, { startImmediately: true })
            yield* TestClock.adjust(10)
            yield* Fiber.interrupt(fiber)
          })
        )
      }
      expect(sent).toBe(rule.budget)
    })
  )

  it.effect("waits no longer than a window, or than the lockout, after the clock was set back by a day", () =>
    Effect.gen(function* () {
      const day = 86_400_000
      yield* TestClock.setTime(t0 + day)
      const waited = yield* process(
        Effect.gen(function* () {
          for (let n = 0; n < rule.budget; n++) yield* send
          yield* TestClock.setTime(t0)
          const full = yield* passing(send, 2 * rule.windowMs)
          yield* TestClock.setTime(t0 + day)
          yield* refused()
          yield* TestClock.setTime(t0)
          return [full, yield* passing(send, 2 * rule.lockoutMs)]
        })
      )
      expect(waited).toEqual([rule.windowMs, rule.lockoutMs])
    })
  )

  it.effect("divides windows and pauses by the scale towards a simulator", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          expect(yield* passing(Effect.all([send, send, send, send]), 100)).toEqual([0, 0, 0, 10])
          const now = yield* Clock.currentTimeMillis
          expect(yield* refused()).toBe(now + 650)
        }),
        100
      )
    })
  )

  it.effect("keeps scopes apart", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          const pacer = yield* Pacer
          yield* refused()
          yield* pacer.acquire("other", rule, quiet)
          expect(yield* Clock.currentTimeMillis).toBe(t0)
        })
      )
    })
  )
})
