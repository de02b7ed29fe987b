/**
 * One account at the pretended exchange, and the real engine on a data folder of its own that reads it through the
 * adapter: host, pacing, nonces, vault, page loop and store are those of production. Windows and pauses are shortened.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Access, type ConnectionInfo, Connections, type EngineServices } from "@caudal/engine"
import { engineLayer } from "@caudal/engine/storage/sqlite"
import type { Adapter } from "@caudal/exchange"
import { type Act, type FaultRule, noFaults, type Simulator } from "@caudal/exchange/simulator"
import { Clock, Effect, Fiber, Layer, Logger, ManagedRuntime, References, Stream } from "effect"
import { Broken, type Subject } from "../Case.ts"
import { type Book, owner, readBook } from "./Book.ts"
import { makeWire, type Wire } from "./Wire.ts"

export interface RigOptions {
  readonly acts: ReadonlyArray<Act>
  /** They begin with the first sync, or `fromStart` while the key is still being looked at. */
  readonly faults?: ReadonlyArray<FaultRule>
  readonly fromStart?: boolean
  readonly powers?: ReadonlyArray<string>
  /** In place of the subject's own: the same with something observed or tampered with. */
  readonly adapter?: Adapter
  /** By how much pauses are shortened; by default nothing ever waits. */
  readonly rateScale?: number
  /** Of faults that come by chance. */
  readonly seed?: number
}

export interface Rig {
  readonly simulator: Simulator
  readonly wire: Wire
  /** Everything that was logged, at any level. */
  readonly logs: ReadonlyArray<string>
  /** Connects with the owner's consent and waits for the end of the first sync. Rejects as the engine does. */
  readonly connect: (consent?: boolean) => Promise<ConnectionInfo>
  /** Connects and does not wait. */
  readonly begin: (consent?: boolean) => Promise<ConnectionInfo>
  /** The end of the sync that goes on. */
  readonly ended: () => Promise<void>
  readonly sync: () => Promise<void>
  /** Ends the engine wherever it stands and starts it anew on the same folder. */
  readonly restart: () => Promise<void>
  readonly connection: () => Promise<ConnectionInfo>
  readonly book: () => Promise<Book>
  /** From now on all goes well: no more faults, and syncs until every stream is complete. */
  readonly recover: () => Promise<void>
  /** The bytes of every file of the data folder. */
  readonly files: () => ReadonlyArray<Buffer>
}

export const now = (): number => Effect.runSync(Clock.currentTimeMillis)

const connecting = new WeakMap<Subject, Promise<number>>()

/** How many calls a key costs before it is taken: counted on one that is too powerful, so that no sync follows. */
export const callsOfConnecting = (subject: Subject): Promise<number> => {
  const known = connecting.get(subject)
  if (known !== undefined) return known
  const counted = withRig(subject, { acts: [], powers: ["trade"] }, async ({ connect, wire }) => {
    await connect(false).catch(() => undefined)
    return wire.sent.length
  })
  connecting.set(subject, counted)
  return counted
}

/** Until a run that does nothing any more is given up; one that goes in circles is cut off by `Wire`. Busy machines are slow ones. */
const longest = "4 minutes"
const tooLong = () => new Broken("the sync does not come to an end")

/** Runs `use` on a fresh rig; whatever happens, nothing of it stays. One at a time: it takes the place of `fetch`. */
export const withRig = async <A>(subject: Subject, options: RigOptions, use: (rig: Rig) => Promise<A>): Promise<A> => {
  const adapter = options.adapter ?? subject.adapter
  const rateScale = options.rateScale ?? 100_000
  const simulator = subject.simulator.open({
    account: { rows: subject.simulator.rowsOf(options.acts) },
    rateScale,
    ...(options.powers === undefined ? {} : { powers: options.powers })
  })
  const wire = makeWire(simulator, now)
  const disturb = () => simulator.setFaults({ seed: options.seed ?? 1, rules: options.faults ?? [] })
  if (options.fromStart === true) disturb()
  else if (options.powers === undefined) wire.after(await callsOfConnecting(subject), disturb)
  const root = mkdtempSync(join(tmpdir(), "caudal-certify-"))
  const dataDir = join(root, "data")
  const logs: Array<string> = []
  const logging = Layer.mergeAll(
    Logger.layer([Logger.make((entry) => void logs.push(Logger.formatJson.log(entry)))]),
    Layer.succeed(References.MinimumLogLevel, "All")
  )
  const engine = engineLayer({ adapters: [adapter], dataDir, keyFile: join(root, "keys", "kek"), exchangeOrigins: {}, rateScale })
  const start = () => ManagedRuntime.make(engine.pipe(Layer.provideMerge(logging)))
  let runtime = start()
  let connected: ConnectionInfo | undefined
  const run = <B, E>(effect: Effect.Effect<B, E, EngineServices>): Promise<B> => runtime.runPromise(effect)
  const id = () => connected!.id

  const ended = (afterRunning: boolean) =>
    Connections.use((connections) =>
      connections.progressChanges(owner, id()).pipe(
        Stream.dropWhile((progress) => afterRunning && !progress.running),
        // A run that never began knows no streams.
        Stream.filter((progress) => !progress.running && progress.streams.length > 0),
        Stream.take(1),
        Stream.runDrain
      )
    ).pipe(Effect.timeoutOrElse({ duration: longest, orElse: () => Effect.fail(tooLong()) }))

  const rig: Rig = {
    simulator,
    wire,
    logs,
    begin: async (consent = true) => {
      const input = { exchange: adapter.manifest.id, credentials: simulator.credentials, acceptUnverifiedRights: consent }
      const taken = Connections.use((connections) => connections.connect(owner, input))
      return (connected = await run(taken.pipe(Effect.timeoutOrElse({ duration: longest, orElse: () => Effect.fail(tooLong()) }))))
    },
    connect: async (consent = true) => {
      const connection = await rig.begin(consent)
      await rig.ended()
      return connection
    },
    ended: () => run(ended(false)),
    sync: () =>
      run(
        Effect.gen(function* () {
          // Listens before it asks: a small account's sync takes a moment only.
          const end = yield* Effect.forkChild(ended(true), { startImmediately: true })
          yield* Connections.use((connections) => connections.syncNow(owner, id()))
          yield* Fiber.join(end)
        })
      ),
    restart: async () => {
      await runtime.dispose()
      wire.release()
      runtime = start()
    },
    connection: () => run(Connections.use((connections) => connections.get(owner, id()))),
    book: () => run(readBook(id())),
    recover: async () => {
      simulator.setFaults(noFaults)
      for (let tries = 0; tries < 4; tries++) {
        await rig.sync()
        if ((await rig.book()).streams.every(({ state }) => state === "complete")) return
      }
    },
    files: () => readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)))
  }

  // oxlint-disable-next-line eslint/no-restricted-globals, eslint/no-restricted-properties -- the host uses the global one, and nothing may get past the rig
  const world = globalThis as { fetch: typeof globalThis.fetch }
  const outside = world.fetch
  world.fetch = wire.fetch
  try {
    await run(Access.use((access) => access.firstStart))
    return await use(rig)
  } finally {
    await runtime.dispose()
    world.fetch = outside
    rmSync(root, { recursive: true, force: true })
  }
}
