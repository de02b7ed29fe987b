/** The engine as the settings describe it. */
import type { Adapter } from "@caudal/exchange"
import type { Access, ChangingServices, EngineOptions, EngineStartError, Maintenance, OfflineServices, Replies } from "@caudal/engine"
import { archiveOf, changingLayer, maintenanceOf, offlineLayer } from "@caudal/engine/storage/sqlite"
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

const beside = async <A, E, R>(
  io: Io,
  effect: Effect.Effect<A, E, R>,
  layer: (options: EngineOptions) => Layer.Layer<R, EngineStartError>
): Promise<A> => {
  const installation = await configure(io)
  const runtime = ManagedRuntime.make(layer(engineOptions(installation)).pipe(Layer.provideMerge(logging(installation.logLevel))))
  try {
    return await runtime.runPromise(effect, { signal: io.signal })
  } finally {
    await runtime.dispose()
  }
}

/** Runs one effect on one state of the data as it lies there, also beside a running server. Changes nothing. */
export const offline = <A, E>(io: Io, effect: Effect.Effect<A, E, OfflineServices>): Promise<A> => beside(io, effect, offlineLayer)

/** Runs one effect that changes something, also beside a running server. */
export const changing = <A, E>(io: Io, effect: Effect.Effect<A, E, ChangingServices>): Promise<A> => beside(io, effect, changingLayer)

/** Runs one effect that does not ask what the data means, and so works on a database of an older Caudal too. */
export const maintenance = <A, E>(io: Io, effect: Effect.Effect<A, E, Maintenance>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, maintenanceOf(dataDirOf(io.env))), { signal: io.signal })

/** A look into the archive, which the key file opens. */
export const archive = <A, E>(io: Io, effect: Effect.Effect<A, E, Access | Replies>): Promise<A> => beside(io, effect, archiveOf)
