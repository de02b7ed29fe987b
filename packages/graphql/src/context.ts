/** What every resolver is given: whose data, in which language, and how to ask the engine. */
import type { EngineServices, OwnerId } from "@caudal/engine"
import type { Effect, ManagedRuntime } from "effect"
import type { Locale } from "./Locale.ts"

/** The running engine, or in a test any runtime with the same services. */
export type EngineRuntime = ManagedRuntime.ManagedRuntime<EngineServices, unknown>

export interface GraphQLContext {
  readonly owner: OwnerId
  readonly locale: Locale
  /** Runs a read; it stops when the client goes away. Rejects with the typed failure itself. */
  readonly read: <A, E>(effect: Effect.Effect<A, E, EngineServices>) => Promise<A>
  /** Runs a change to its end, whether or not the client waits for it. */
  readonly change: <A, E>(effect: Effect.Effect<A, E, EngineServices>) => Promise<A>
}
