/** A running engine on a data folder of its own, over the toy exchange. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Adapter } from "@caudal/exchange"
import { Effect, Fiber, ManagedRuntime, Stream } from "effect"
import {
  Access,
  Books,
  type ConnectionId,
  Connections,
  type EngineServices,
  Ledger,
  OwnerId,
  PortfolioId,
  Portfolios
} from "../src/index.ts"
import { engineLayer } from "../src/storage/sqlite/index.ts"
import { type ToyExchange, toyAdapter, toyKey, toySecret } from "../src/testing/index.ts"

export const owner = OwnerId(1)
export const portfolio = PortfolioId(1)

export interface Place {
  readonly root: string
  readonly dataDir: string
  readonly keyFile: string
}

export const newPlace = (): Place => {
  const root = mkdtempSync(join(tmpdir(), "caudal-engine-"))
  return { root, dataDir: join(root, "data"), keyFile: join(root, "keys", "kek") }
}

export const removePlace = ({ root }: Place) => rmSync(root, { recursive: true, force: true })

/** Rate windows are scaled so far down that no test ever waits for its budget. */
export const options = (place: Place, ...adapters: ReadonlyArray<Adapter>) => ({
  adapters: adapters.length === 0 ? [toyAdapter] : adapters,
  dataDir: place.dataDir,
  keyFile: place.keyFile,
  exchangeOrigins: {},
  rateScale: 100_000
})

export class ToyEngine {
  readonly runtime: ManagedRuntime.ManagedRuntime<EngineServices, unknown>
  #fetch = globalThis.fetch

  constructor(place: Place, toy: { readonly fetch: ToyExchange["fetch"] }, ...adapters: ReadonlyArray<Adapter>) {
    globalThis.fetch = toy.fetch as typeof fetch
    this.runtime = ManagedRuntime.make(engineLayer(options(place, ...adapters)))
  }

  run<A, E>(effect: Effect.Effect<A, E, EngineServices>): Promise<A> {
    return this.runtime.runPromise(effect)
  }

  async start() {
    await this.run(Access.use((access) => access.firstStart))
    return this
  }

  async stop() {
    await this.runtime.dispose()
    globalThis.fetch = this.#fetch
  }

  connect(credentials: Readonly<Record<string, string>> = { apiKey: toyKey, apiSecret: toySecret }, consent = true) {
    return this.run(
      Connections.use((connections) => connections.connect(owner, { exchange: "toy", credentials, acceptUnverifiedRights: consent }))
    )
  }

  /** Waits until no run is going on and `done` runs have ended since. */
  async settled(id: ConnectionId) {
    await this.run(
      Connections.use((connections) =>
        connections.progressChanges(owner, id).pipe(
          Stream.filter((progress) => !progress.running && progress.callsDone > 0),
          Stream.take(1),
          Stream.runDrain
        )
      )
    )
  }

  /** Asks for a sync and waits for its end; listens before it asks, since a toy's sync takes a moment only. */
  async sync(id: ConnectionId) {
    await this.run(
      Effect.gen(function* () {
        const connections = yield* Connections
        const ended = yield* connections.progressChanges(owner, id).pipe(
          Stream.dropWhile((progress) => !progress.running),
          Stream.filter((progress) => !progress.running),
          Stream.take(1),
          Stream.runDrain,
          Effect.forkChild({ startImmediately: true })
        )
        yield* connections.syncNow(owner, id)
        yield* Fiber.join(ended)
      })
    )
  }

  certificate(id: ConnectionId) {
    return this.run(Books.use((books) => books.certificate(owner, id)))
  }

  streams(id: ConnectionId) {
    return this.run(Connections.use((connections) => connections.streams(owner, id)))
  }

  connection(id: ConnectionId) {
    return this.run(Connections.use((connections) => connections.get(owner, id)))
  }

  holdings() {
    return this.run(Portfolios.use((portfolios) => portfolios.holdings(owner, portfolio)))
  }

  /** Every event, without the keys that only mean something in this database. */
  async export() {
    const all = await this.run(Ledger.use((ledger) => ledger.all(owner, portfolio).pipe(Stream.runCollect)))
    return all.map(({ connectionId: _connection, seq: _seq, ...event }) => JSON.stringify(event))
  }
}
