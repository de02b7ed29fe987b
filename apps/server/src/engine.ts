/** The engine as the settings describe it. */
import type { EngineOptions, OfflineServices } from "@caudal/engine"
import { offlineLayer } from "@caudal/engine/storage/sqlite"
import { type Effect, Layer, ManagedRuntime } from "effect"
import { adapters } from "./adapters.ts"
import { type Configuration, configurationOf } from "./configuration.ts"
import type { Io } from "./Io.ts"
import { logging } from "./logging.ts"

export const configure = (io: Io): Configuration =>
  configurationOf(
    io.env,
    adapters.map(({ manifest }) => manifest.id)
  )

export const engineOptions = ({ dataDir, keyFile, exchangeOrigins, exchanges, rateScale }: Configuration): EngineOptions => ({
  adapters: adapters.filter(({ manifest }) => exchanges.includes(manifest.id)),
  dataDir,
  keyFile,
  exchangeOrigins,
  rateScale
})

/** Runs one effect on the data as it lies there, also beside a running server. */
export const offline = async <A, E>(io: Io, effect: Effect.Effect<A, E, OfflineServices>): Promise<A> => {
  const configuration = configure(io)
  const runtime = ManagedRuntime.make(offlineLayer(engineOptions(configuration)).pipe(Layer.provideMerge(logging(configuration.logLevel))))
  try {
    return await runtime.runPromise(effect, { signal: io.signal })
  } finally {
    await runtime.dispose()
  }
}
