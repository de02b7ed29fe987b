/** A real socket that is no longer read: the server ends the download by itself and lets go of what it was reading. */
import { connect } from "node:net"
import { Access, Ledger, OneState, OwnerId, PortfolioId, Portfolios, type Transaction } from "@caudal/engine"
import { type EngineRuntime, makeHandler } from "@caudal/graphql"
import { Effect, Layer, Logger, ManagedRuntime, Stream } from "effect"
import { afterEach, expect, it } from "vitest"
import { listen } from "../../src/http/listen.ts"

const row = {
  exchange: "bitso",
  accountKey: "account-1",
  stream: "ledger",
  externalId: "row".repeat(300),
  occurrence: 0,
  kind: "trade",
  operation: "trade",
  at: 1_500_000_000_000,
  rank: null,
  status: "settled",
  groupId: null,
  refs: [],
  postings: [],
  price: null,
  transfer: null,
  witnesses: []
} as unknown as Transaction

const closing: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A server whose ledger never ends, with this much patience. */
const serve = async (patienceMs: number) => {
  const state = { read: 0, released: false, said: [] as Array<string> }
  const endless = Stream.fromEffectRepeat(Effect.sync(() => ((state.read += 1), row))).pipe(
    Stream.ensuring(Effect.sync(() => (state.released = true)))
  )
  const looked = Layer.mergeAll(
    Layer.mock(Ledger)({ all: () => endless }),
    Layer.mock(Portfolios)({ list: () => Effect.succeed([{ id: PortfolioId(1), name: "All", isDefault: true }]) })
  )
  const logged = Logger.make(({ message }) => void state.said.push(String(message)))
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(
      Layer.mock(Access)({ authenticate: () => Effect.succeed(OwnerId(1)) }),
      Layer.succeed(OneState, { read: (stream) => Stream.provide(stream, looked as never) as never }),
      Logger.layer([logged])
    )
  )
  const listening = await listen(0)
  const host = `127.0.0.1:${listening.port}`
  const handler = makeHandler({ runtime: runtime as unknown as EngineRuntime, allowedHosts: [host], patienceMs })
  listening.answerWith(handler.fetch)
  closing.push(listening.close, () => runtime.dispose())
  return { ...listening, host, state }
}

it("whose client reads nothing any more is closed, in the middle of the answer", async () => {
  const { port, host, state } = await serve(400)
  const socket = connect(port, "127.0.0.1")
  let arrived = ""
  const closed = new Promise((resolve) => socket.on("close", resolve))
  socket.on("error", () => undefined)
  socket.write(`GET /export/ledger.ndjson HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${"x".repeat(40)}\r\n\r\n`)
  await new Promise<void>((resolve) =>
    socket.once("data", (part: Buffer) => {
      arrived += part.toString()
      socket.pause()
      resolve()
    })
  )
  expect(arrived).toMatch(/^HTTP\/1\.1 200/)
  await expect.poll(() => state.released, { timeout: 10_000 }).toBe(true)
  expect(state.said).toEqual(["a download of the ledger was ended: its client took nothing for 0.4 s"])
  // What had been sent is still there to be read; the end of the answer never comes.
  socket.on("data", (part: Buffer) => (arrived = part.toString()))
  socket.resume()
  await closed
  expect(arrived.endsWith("\r\n0\r\n\r\n")).toBe(false)
})

it("whose client reads on is not", async () => {
  const { port, host, state } = await serve(400)
  const response = await fetch(`http://127.0.0.1:${port}/export/ledger.ndjson`, {
    headers: { host, authorization: `Bearer ${"x".repeat(40)}` }
  })
  const reader = response.body!.getReader()
  const end = Date.now() + 1_500
  while (Date.now() < end) expect((await reader.read()).done).toBe(false)
  expect(state).toMatchObject({ released: false, said: [] })
  await reader.cancel()
  await expect.poll(() => state.released, { timeout: 10_000 }).toBe(true)
  expect(state.said).toEqual([])
})
