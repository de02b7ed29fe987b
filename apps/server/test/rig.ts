/** The real engine on a folder of its own, in this process, over a pretended exchange that answers in place of `fetch`. */
import { join } from "node:path"
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
} from "@caudal/engine"
import { engineLayer } from "@caudal/engine/storage/sqlite"
import type { Adapter } from "@caudal/exchange"
import { respond, type Simulator } from "@caudal/exchange/simulator"
import { Effect, Fiber, ManagedRuntime, Stream } from "effect"
import { tempFolder } from "./caudal.ts"

const owner = OwnerId(1)
const portfolio = PortfolioId(1)

export const startRig = async (adapter: Adapter, simulator: Simulator, rateScale = 100_000) => {
  const folder = tempFolder()
  const runtime = ManagedRuntime.make(
    engineLayer({
      adapters: [adapter],
      dataDir: join(folder.path, "data"),
      keyFile: join(folder.path, "keys", "kek"),
      exchangeOrigins: {},
      rateScale
    })
  )
  const outside = globalThis.fetch
  globalThis.fetch = (input, init) => respond(simulator, new Request(input, init))
  const run = <A, E>(effect: Effect.Effect<A, E, EngineServices>): Promise<A> => runtime.runPromise(effect)
  await run(Access.use((access) => access.firstStart))

  const ended = (id: ConnectionId, afterRunning: boolean) =>
    Connections.use((connections) =>
      connections.progressChanges(owner, id).pipe(
        Stream.dropWhile((progress) => afterRunning && !progress.running),
        Stream.filter((progress) => !progress.running && progress.callsDone > 0),
        Stream.take(1),
        Stream.runDrain
      )
    )

  return {
    /** Connects without consent: what a key may do must be known. */
    connect: async (acceptUnverifiedRights = false) => {
      const input = { exchange: adapter.manifest.id, credentials: simulator.credentials, acceptUnverifiedRights }
      const { id } = await run(Connections.use((connections) => connections.connect(owner, input)))
      await run(ended(id, false))
      return id
    },
    sync: (id: ConnectionId) =>
      run(
        Effect.gen(function* () {
          const end = yield* Effect.forkChild(ended(id, true), { startImmediately: true })
          yield* Connections.use((connections) => connections.syncNow(owner, id))
          yield* Fiber.join(end)
        })
      ),
    connection: (id: ConnectionId) => run(Connections.use((connections) => connections.get(owner, id))),
    certificate: (id: ConnectionId) => run(Books.use((books) => books.certificate(owner, id))),
    streams: (id: ConnectionId) => run(Connections.use((connections) => connections.streams(owner, id))),
    holdings: () => run(Portfolios.use((portfolios) => portfolios.holdings(owner, portfolio))),
    events: () => run(Ledger.use((ledger) => ledger.all(owner, portfolio).pipe(Stream.runCollect))),
    [Symbol.asyncDispose]: async () => {
      await runtime.dispose()
      globalThis.fetch = outside
      folder[Symbol.dispose]()
    }
  }
}
