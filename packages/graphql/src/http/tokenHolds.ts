/** A stream that is open must not outlive the right to it: after `caudal token reset` it ends within seconds. */
import { Access } from "@caudal/engine"
import { Effect, Schedule, Stream } from "effect"
import type { EngineRuntime } from "../context.ts"

const lookAgain = Schedule.spaced("3 seconds")

/** As graphql-sse ends a subscription: one last result that says why, and `complete`. */
const farewell = (message: string): Uint8Array => {
  const result = { errors: [{ message, extensions: { code: "UNAUTHENTICATED" } }] }
  return new TextEncoder().encode(`event: next\ndata: ${JSON.stringify(result)}\n\nevent: complete\ndata:\n\n`)
}

/** The events until there are no more, or the token is no longer good: then the reason, and the end. */
export const whileTokenHolds = <E, R>(token: string, events: Stream.Stream<Uint8Array, E, R>): Stream.Stream<Uint8Array, E, R | Access> => {
  const refused = Access.use((access) => access.authenticate(token)).pipe(
    Effect.repeat(lookAgain),
    Effect.map(() => ""),
    Effect.catchTag("TokenRefused", ({ message }) => Effect.succeed(message)),
    Effect.map(farewell)
  )
  return Stream.merge(events, Stream.fromEffect(refused), { haltStrategy: "either" })
}

/** Answers that are no stream of events are over before a token could change, and pass as they are. */
export const endWithToken = async (runtime: EngineRuntime, token: string, response: Response): Promise<Response> => {
  const { body, status, headers } = response
  if (body === null || !(headers.get("content-type") ?? "").startsWith("text/event-stream")) return response
  const events = Stream.fromReadableStream<Uint8Array, unknown>({ evaluate: () => body, onError: (error) => error })
  const guarded = await runtime.runPromise(
    Stream.toReadableStreamEffect(whileTokenHolds(token, events), { strategy: { highWaterMark: 1 } })
  )
  return new Response(guarded, { status, headers })
}
