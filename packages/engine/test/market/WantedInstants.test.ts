import { Effect, Fiber } from "effect"
import { expect, it } from "vitest"
import { OwnerId } from "../../src/index.ts"
import { WantedInstants } from "../../src/market/WantedInstants.ts"

const one = (at: number, owner = 1) => ({ owner: OwnerId(owner), at, assets: ["bitcoin"], currency: "mxn" })

const run = <A>(use: (wanted: typeof WantedInstants.Service) => Effect.Effect<A>) =>
  Effect.runPromise(Effect.provide(Effect.flatMap(WantedInstants, use), WantedInstants.layer))

it("wakes whoever waits once something is wanted that nobody wanted before", () =>
  run((wanted) =>
    Effect.gen(function* () {
      const woken = () =>
        Effect.gen(function* () {
          const fiber = yield* Effect.forkChild(wanted.next, { startImmediately: true })
          yield* Effect.yieldNow
          const done = fiber.pollUnsafe() !== undefined
          yield* Fiber.interrupt(fiber)
          return done
        })
      expect(yield* woken()).toBe(false)
      wanted.want(one(1))
      expect(yield* woken()).toBe(true)
      wanted.look()
      wanted.want(one(1))
      expect(yield* woken()).toBe(false)
      wanted.want(one(2))
      expect(yield* woken()).toBe(true)
    })
  ))

it("knows what each owner wants, the last ten thousand of all", () =>
  run((wanted) =>
    Effect.sync(() => {
      for (let at = 0; at < 10_001; at++) wanted.want(one(at, 1 + (at % 2)))
      expect(wanted.of(null)).toHaveLength(10_000)
      expect(wanted.of(OwnerId(1)).map(({ at }) => at)).toEqual(Array.from({ length: 5_000 }, (_, i) => 2 * (i + 1)))
      wanted.want(one(2, 1))
      expect(wanted.of(OwnerId(1)).at(-1)!.at).toBe(2)
    })
  ))
