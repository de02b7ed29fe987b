/** Whether what was read is of one state, where nothing could be locked to make sure of it. */
import { Context, type Effect } from "effect"
import type { EngineStartError } from "../StartError.ts"

export class Snapshot extends Context.Service<
  Snapshot,
  {
    /** Reads, and fails however that ended if somebody wrote to the database meanwhile. */
    readonly held: <A, E, R>(read: Effect.Effect<A, E, R>) => Effect.Effect<A, E | EngineStartError, R>
  }
>()("@caudal/engine/storage/Snapshot") {}
