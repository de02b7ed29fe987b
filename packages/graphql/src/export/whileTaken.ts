/** A download whose client stopped reading holds what it reads from, for as long as its connection stands. It gets a limit. */
import { Effect } from "effect"
import type { EngineRuntime } from "../context.ts"

/** How often it is looked within the limit: it ends by a part of the limit late, at most. */
const looks = 4

export interface Patience {
  /** Without a byte taken for so long, the download ends. */
  readonly ms: number
  /** Runs once it has. */
  readonly onEnd: Effect.Effect<void>
}

/**
 * The same bytes, as they are taken. Where none is taken for too long the source is cancelled, and the answer breaks off, so
 * that nobody takes it for whole. The time that the source needs does not count.
 */
export const whileTaken = (
  runtime: EngineRuntime,
  body: ReadableStream<Uint8Array>,
  { ms, onEnd }: Patience
): ReadableStream<Uint8Array> => {
  const source = body.getReader()
  let taken = 0
  let reading = false
  const watching = new AbortController()

  const stalled = Effect.gen(function* () {
    for (let quiet = 0, seen = taken; quiet < looks; seen = taken) {
      yield* Effect.sleep(ms / looks)
      quiet = reading || taken !== seen ? 0 : quiet + 1
    }
  })

  return new ReadableStream(
    {
      start: (controller) => {
        const end = Effect.sync(() => {
          controller.error(new Error("nobody takes this download"))
          void source.cancel().catch(() => undefined)
        })
        runtime.runFork(Effect.andThen(stalled, Effect.andThen(end, onEnd)), { signal: watching.signal })
      },
      pull: async (controller) => {
        taken++
        reading = true
        try {
          const { done, value } = await source.read()
          if (!done) return controller.enqueue(value)
          watching.abort()
          controller.close()
        } catch (error) {
          watching.abort()
          throw error
        } finally {
          reading = false
        }
      },
      cancel: (reason) => {
        watching.abort()
        return source.cancel(reason)
      }
    },
    // Only what is asked for is read ahead.
    { highWaterMark: 0 }
  )
}
