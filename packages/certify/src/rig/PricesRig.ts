/** The real engine on a folder of its own, with an exchange from which only prices come: it reads them as soon as it runs. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Access, Connections, type EngineServices } from "@caudal/engine"
import { engineLayer } from "@caudal/engine/storage/sqlite"
import type { Adapter, Documents, Reply } from "@caudal/exchange"
import { Effect, Layer, Logger, ManagedRuntime, References } from "effect"
import { Broken, type Subject } from "../Case.ts"
import { owner } from "./Book.ts"
import { now } from "./Rig.ts"
import { makeWire, type Wire } from "./Wire.ts"

type Read = ReturnType<NonNullable<Documents["ticker"]>["parse"]>

export interface PricesRig {
  readonly wire: Wire
  /** What the adapter made of the replies, and the replies; `null`: it was given none. */
  readonly reading: { readonly reply: Reply; readonly also: ReadonlyArray<Reply>; readonly read: Read } | null
  /** How often something was to be signed. */
  readonly signed: number
  /** Tries to connect an account. Rejects as the engine does. */
  readonly connect: () => Promise<unknown>
}

const longest = "20 seconds"

/** `adapter`: in place of the subject's own. Once the prices were read, or could not be, `use` is called. */
export const withPrices = async <A>(
  subject: Subject,
  use: (rig: PricesRig) => Promise<A>,
  adapter: Adapter = subject.adapter
): Promise<A> => {
  const { ticker } = adapter.documents
  if (ticker === undefined) throw new Broken("the manifest says that it has tickers, and the adapter reads none")
  let reading: PricesRig["reading"] = null
  let signed = 0
  const observed: Adapter = {
    ...adapter,
    sign: (...given) => {
      signed++
      return adapter.sign(...given)
    },
    documents: {
      ...adapter.documents,
      ticker: {
        ...ticker,
        parse: (reply, also = []) => {
          const read = ticker.parse(reply, also)
          reading = { reply, also, read }
          return read
        }
      }
    }
  }
  const simulator = subject.simulator.open({ account: { rows: {} } })
  const wire = makeWire(simulator, now)
  const root = mkdtempSync(join(tmpdir(), "caudal-certify-"))
  let failed = false
  const logging = Layer.mergeAll(
    // The engine says so on its lowest level, and goes on.
    Logger.layer([Logger.make(({ message }) => void (failed ||= String(message).includes("tickers: ")))]),
    Layer.succeed(References.MinimumLogLevel, "All")
  )
  const places = { dataDir: join(root, "data"), keyFile: join(root, "keys", "kek") }
  const engine = engineLayer({ adapters: [observed], ...places, exchangeOrigins: {}, rateScale: 100_000 })
  const runtime = ManagedRuntime.make(engine.pipe(Layer.provideMerge(logging)))
  const run = <B, E>(effect: Effect.Effect<B, E, EngineServices>): Promise<B> => runtime.runPromise(effect)
  // oxlint-disable-next-line eslint/no-restricted-globals, eslint/no-restricted-properties -- taken away for a while and given back
  const world = globalThis as { fetch: unknown }
  const real = world.fetch
  world.fetch = wire.fetch
  try {
    await run(Access.use((access) => access.firstStart))
    await run(
      Effect.suspend(() => Effect.sleep("5 millis")).pipe(
        Effect.repeat({ while: () => reading === null && !failed }),
        Effect.timeoutOrElse({ duration: longest, orElse: () => Effect.fail(new Broken("the reading of prices does not come to an end")) })
      )
    )
    const input = { exchange: adapter.manifest.id, credentials: {}, acceptUnverifiedRights: true }
    const connect = () => run(Connections.use((connections) => connections.connect(owner, input)))
    return await use({ wire, reading, signed, connect })
  } finally {
    await runtime.dispose()
    world.fetch = real
    rmSync(root, { recursive: true, force: true })
  }
}
