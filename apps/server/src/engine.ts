/** The engine as the settings describe it. */
import type { Adapter } from "@caudal/exchange"
import type { Access, EngineOptions, EngineStartError, Maintenance, OfflineServices, Replies } from "@caudal/engine"
import { archiveOf, maintenanceOf, offlineLayer } from "@caudal/engine/storage/sqlite"
import { Effect, Layer, ManagedRuntime } from "effect"
import { type Configuration, configurationOf, dataDirOf, type Environment } from "./configuration.ts"
import { adapters } from "./exchanges/discover.ts"
import type { Io } from "./Io.ts"
import { logging } from "./logging.ts"

/** What the settings come to. */
export interface Installation extends Configuration {
  readonly adapters: ReadonlyArray<Adapter>
}

export const configured = (env: Environment, installed: ReadonlyArray<Adapter>): Installation => ({
  ...configurationOf(
    env,
    installed.map(({ manifest }) => manifest.id)
  ),
  adapters: installed
})

export const configure = async (io: Io): Promise<Installation> => configured(io.env, await adapters(io.env))

export const engineOptions = ({ adapters, dataDir, keyFile, exchangeOrigins, exchanges, rateScale }: Installation): EngineOptions => ({
  adapters: adapters.filter(({ manifest }) => exchanges.includes(manifest.id)),
  dataDir,
  keyFile,
  exchangeOrigins,
  rateScale
})

/** Runs one effect on the data as it lies there, also beside a running server. */
export const offline = async <A, E>(io: Io, effect: Effect.Effect<A, E, OfflineServices>, given?: Installation): Promise<A> =>
  beside(io, offlineLayer, effect, given ?? (await configure(io)))

/** The same for the archive, which the key file opens. */
export const archive = async <A, E>(io: Io, effect: Effect.Effect<A, E, Access | Replies>): Promise<A> =>
  beside(io, archiveOf, effect, await configure(io))

const beside = async <A, E, R>(
  io: Io,
  layer: (options: EngineOptions) => Layer.Layer<R, EngineStartError>,
  effect: Effect.Effect<A, E, R>,
  installation: Installation
): Promise<A> => {
  const runtime = ManagedRuntime.make(layer(engineOptions(installation)).pipe(Layer.provideMerge(logging(installation.logLevel))))
  try {
    return await runtime.runPromise(effect, { signal: io.signal })
  } finally {
    await runtime.dispose()
  }
}

/** The same for what does not ask what the data means, and so works on a database of an older Caudal too. */
export const maintenance = <A, E>(io: Io, effect: Effect.Effect<A, E, Maintenance>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, maintenanceOf(dataDirOf(io.env))), { signal: io.signal })
