/** The adapters this installation was given, by id. */
import type { Adapter, Manifest } from "@caudal/exchange"
import { contractRefusal } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { EngineStartError } from "./StartError.ts"

export class Exchanges extends Context.Service<
  Exchanges,
  {
    readonly all: ReadonlyArray<Adapter>
    readonly get: (id: string) => Adapter | undefined
  }
>()("@caudal/engine/Exchanges") {
  /** Refuses, at start and by name, an adapter written for a version of the contract that is not run here or an id used twice. */
  static readonly layer = (adapters: ReadonlyArray<Adapter>): Layer.Layer<Exchanges, EngineStartError> =>
    Layer.effect(
      Exchanges,
      Effect.suspend(() => {
        const byId = new Map<string, Adapter>()
        for (const given of adapters) {
          const manifest = plain(given.manifest)
          if (manifest === null) return refuse(`adapter ${given.manifest.id} is refused: its manifest is more than data`)
          const { id, contractVersion } = manifest
          const refusal = contractRefusal(contractVersion)
          if (refusal !== null) return refuse(`adapter ${id} is refused: ${refusal}`)
          if (byId.has(id)) return refuse(`two adapters are named ${id}: remove one from the configuration`)
          byId.set(id, { ...given, manifest })
        }
        return Effect.succeed(Exchanges.of({ all: [...byId.values()], get: (id) => byId.get(id) }))
      })
    )
}

/** A manifest as it reads now: one that would read differently later, between a look at it and the use of it, cannot. */
const plain = (manifest: Manifest): Manifest | null => {
  try {
    return structuredClone(manifest)
  } catch {
    return null
  }
}

const refuse = (message: string) => Effect.fail(new EngineStartError({ reason: "ADAPTER_REFUSED", message }))
