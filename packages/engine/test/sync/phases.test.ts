import { Effect, Fiber, Stream } from "effect"
import { afterEach, beforeEach, expect, it } from "vitest"
import { type ConnectionId, Connections, type SyncProgress } from "../../src/index.ts"
import { toyAdapter, ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.parse("2024-01-10T12:00:00Z")
const row = (n: number): ToyRow => ({ id: `r${n}`, at: t0 - n * 60_000, asset: "mxn", amount: "1", group: null, kind: "deposit" })

let place: Place
let toy: ToyExchange
let answered: number
let mostAnswers: number
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = Array.from({ length: 60 }, (_, n) => row(n))
  answered = 0
  mostAnswers = Number.POSITIVE_INFINITY
  const fetch: ToyExchange["fetch"] = (...args) => (answered++ < mostAnswers ? toy.fetch(...args) : new Promise<never>(() => undefined))
  engine = await new ToyEngine(place, { fetch }).start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

const progress = (id: ConnectionId) => engine.run(Connections.use((connections) => connections.progress(owner, id)))
/** Waits until it is so, or gives up. */
const until = (id: ConnectionId, so: (progress: SyncProgress) => boolean) =>
  engine.run(
    Connections.use((connections) => connections.progressChanges(owner, id).pipe(Stream.filter(so), Stream.take(1), Stream.runDrain))
  )
const phasesOf = (id: ConnectionId) =>
  engine.run(
    Effect.gen(function* () {
      const connections = yield* Connections
      const seen = yield* connections.progressChanges(owner, id).pipe(
        Stream.dropWhile(({ running }) => !running),
        Stream.takeWhile(({ running }) => running),
        Stream.map(({ phase }) => phase),
        Stream.runCollect,
        Effect.forkChild({ startImmediately: true })
      )
      yield* connections.syncNow(owner, id)
      return new Set(yield* Fiber.join(seen))
    })
  )

it("the past is read once; what comes later is news", async () => {
  const { id } = await engine.connect()
  await engine.settled(id)
  expect([...(await phasesOf(id))]).toContain("news")
})

it("a sync that is stopped keeps its estimate, and what it was reading waits", async () => {
  mostAnswers = 12
  const { id } = await engine.connect()
  await until(id, ({ running, streams }) => running && streams.some(({ state }) => state === "syncing"))
  await engine.run(Connections.use((connections) => connections.pause(owner, id)))
  expect((await progress(id)).streams.map(({ state }) => state)).not.toContain("syncing")
  const states = (await engine.streams(id)).map(({ state }) => state)
  expect(states).not.toContain("syncing")
  expect(states).toContain("waiting")

  mostAnswers = Number.POSITIVE_INFINITY
  await engine.sync(id)
  const done = await progress(id)
  expect(done.callsEstimated).toBe(done.callsDone)
  expect((await engine.streams(id)).every(({ state }) => state === "complete")).toBe(true)

  // the next run is taken to be like this one, until it is over
  mostAnswers = answered + 1
  await engine.run(Connections.use((connections) => connections.syncNow(owner, id)))
  await until(id, ({ running, callsEstimated }) => running && callsEstimated !== null)
  await engine.run(Connections.use((connections) => connections.pause(owner, id)))
  const after = await progress(id)
  expect(after).toMatchObject({ running: false, phase: "idle", eta: null })
  expect(after.callsEstimated).toBeGreaterThan(after.callsDone)
}, 20_000)

const cancel = (id: ConnectionId) => engine.run(Connections.use((connections) => connections.cancel(owner, id)))

it("a sync that is cancelled stops, keeps its schedule, and the next one goes on where it stood", async () => {
  mostAnswers = 12
  const { id } = await engine.connect()
  await until(id, ({ running, rowsStored }) => running && rowsStored >= 9)
  const before = Date.now()
  const cancelled = await cancel(id)
  const interval = toyAdapter.manifest.syncIntervalMs
  expect(cancelled).toMatchObject({ status: "active", failure: null })
  expect(cancelled.nextSyncAt).toBeGreaterThanOrEqual(before + interval)
  expect(cancelled.nextSyncAt).toBeLessThanOrEqual(Date.now() + interval)
  expect((await progress(id)).running).toBe(false)
  const seen = toy.requests.length
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(toy.requests.length).toBe(seen)
  const stored = (await engine.export()).length
  expect(stored).toBeGreaterThanOrEqual(9)

  mostAnswers = Number.POSITIVE_INFINITY
  await engine.sync(id)
  expect((await engine.export()).length).toBe(60)
  expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  const pages = toy.requests.flatMap(({ path, cursor }) => (path === "/ledger" && cursor !== null && cursor !== "r59" ? [cursor] : []))
  // only what was on its way when the sync was cancelled is asked for again
  expect(pages.length - new Set(pages).size).toBeLessThanOrEqual(1)
})

it("to cancel what does not run changes nothing; what is about to run does not begin; what is disconnected says so", async () => {
  const { id } = await engine.connect()
  expect((await cancel(id)).nextSyncAt).toBeGreaterThan(Date.now())
  await engine.sync(id)
  const { nextSyncAt } = await engine.connection(id)
  expect((await cancel(id)).nextSyncAt).toBe(nextSyncAt)
  await engine.run(Connections.use((connections) => connections.pause(owner, id)))
  expect(await cancel(id)).toMatchObject({ status: "paused", nextSyncAt: null })
  await engine.run(Connections.use((connections) => connections.disconnect(owner, id)))
  await expect(cancel(id)).rejects.toMatchObject({ _tag: "NotConnected" })
})
