import { Access, OwnerId, TokenRefused } from "@caudal/engine"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Ref, Stream } from "effect"
import { TestClock } from "effect/testing"
import { whileTokenHolds } from "../src/http/tokenHolds.ts"

const text = (chunks: Iterable<Uint8Array>) => [...chunks].map((chunk) => new TextDecoder().decode(chunk)).join("")
const event = new TextEncoder().encode("event: next\ndata: 1\n\n")

const access = (good: Ref.Ref<boolean>) =>
  Layer.mock(Access)({
    authenticate: () => Effect.flatMap(Ref.get(good), (holds) => (holds ? Effect.succeed(OwnerId(1)) : Effect.fail(new TokenRefused())))
  })

describe("an open stream of events", () => {
  it.effect("ends within five seconds of its token being replaced, and says why", () =>
    Effect.gen(function* () {
      const good = yield* Ref.make(true)
      let stopped = false
      const events = Stream.make(event).pipe(Stream.concat(Stream.never), Stream.ensuring(Effect.sync(() => (stopped = true))))
      const reading = yield* whileTokenHolds("t", events).pipe(Stream.runCollect, Effect.provide(access(good)), Effect.forkChild)
      yield* TestClock.adjust("10 minutes")
      expect(reading.pollUnsafe()).toBeUndefined()
      yield* Ref.set(good, false)
      yield* TestClock.adjust("5 seconds")
      const said = text(yield* Fiber.join(reading))
      expect(said).toMatch(/^event: next\ndata: 1\n\nevent: next\ndata: \{"errors":.*UNAUTHENTICATED.*\n\nevent: complete\ndata:\n\n$/)
      expect(stopped).toBe(true)
    })
  )

  it.effect("ends with its events while the token is good", () =>
    Effect.gen(function* () {
      const good = yield* Ref.make(true)
      const all = yield* whileTokenHolds("t", Stream.make(event, event)).pipe(Stream.runCollect, Effect.provide(access(good)))
      expect(text(all)).toBe("event: next\ndata: 1\n\n".repeat(2))
    })
  )
})
