/** A sync that its owner stops, over GraphQL, and that is killed while it is stopped: it goes on where it stood, when it is asked to. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  accountFile,
  calmExport,
  type Client,
  type Installation,
  install,
  openSandbox,
  repeatedCalls,
  type Sandbox,
  type Server,
  traderSlice,
  until
} from "./harness.ts"
import { type ConnectionView, streamOf } from "./view.ts"

const rateScale = 100_000
const sleep = (ms: number) => new Promise((wake) => setTimeout(wake, ms))

const stored = ({ streams }: ConnectionView) => streams.reduce((sum, { rows }) => sum + rows, 0)

const reading = (server: Client, rows: number) =>
  until("a sync in its middle", async () => {
    const view = await server.connection()
    return view.progress.running && view.progress.rowsStored >= rows ? view : undefined
  })

const act = async (server: Client, mutation: "cancelSync" | "pauseSync" | "syncNow") => {
  const { id } = await server.connection()
  const answer = await server.ask(
    `mutation ($id: ID!) { ${mutation}(connection: $id) { __typename ... on ConnectSuccess { connection { status nextSyncAt progress { running eta callsDone callsEstimated } } } } }`,
    { id }
  )
  expect(answer[mutation].__typename).toBe("ConnectSuccess")
  return answer[mutation].connection as Pick<ConnectionView, "status" | "nextSyncAt"> & {
    readonly progress: {
      readonly running: boolean
      readonly eta: string | null
      readonly callsDone: number
      readonly callsEstimated: number | null
    }
  }
}

describe("a first sync that is cancelled, paused and killed", () => {
  let exchange: Sandbox
  let installation: Installation
  let server: Server
  let calm = ""
  const lives: Array<number> = []
  const asked = async () => (await exchange.requests()).counts.total

  beforeAll(async () => {
    using file = accountFile(traderSlice(3_000))
    exchange = await openSandbox(file.args, rateScale)
    calm = await calmExport(exchange, rateScale)
    await exchange.forget()
    await exchange.faults({ route: "*", fault: "latency", args: { ms: 40 } })
    installation = install(exchange.url, rateScale)
    server = await installation.start()
    expect(await server.connect(exchange)).toMatchObject({ __typename: "ConnectSuccess" })
  }, 120_000)
  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]()
    await exchange?.stop()
  })

  /** Nothing is asked any more, and what is stored stays as it is. */
  const rests = async (status: string) => {
    const before = await server.connection()
    const calls = await asked()
    await sleep(400)
    const after = await server.connection()
    expect(await asked(), "something is still asked").toBe(calls)
    expect(after.progress).toMatchObject({ running: false, phase: "IDLE", pausedUntil: null })
    expect([after.status, after.streams.map(({ rows }) => rows)]).toEqual([status, before.streams.map(({ rows }) => rows)])
    expect(streamOf(after, "ledger")).toMatchObject({ state: "WAITING", failure: null })
    lives.push(calls)
    return after
  }

  it("stops at once when it is cancelled, and comes back by its schedule", async () => {
    const before = await reading(server, 300)
    const cancelled = await act(server, "cancelSync")
    expect(cancelled).toMatchObject({ status: "ACTIVE", progress: { running: false, eta: null } })
    expect(cancelled.progress.callsDone).toBeGreaterThanOrEqual(before.progress.callsDone)
    expect(Date.parse(cancelled.nextSyncAt!)).toBeGreaterThan(Date.now() + 60_000)
    const after = await rests("ACTIVE")
    expect(streamOf(after, "ledger").rows).toBeGreaterThanOrEqual(streamOf(before, "ledger").rows)
  })

  it("does not begin again because the server is killed and started", async () => {
    const { nextSyncAt } = await server.connection()
    await server.stop("SIGKILL")
    server = await installation.start()
    expect((await rests("ACTIVE")).nextSyncAt).toBe(nextSyncAt)
  })

  it("goes on where it stood when it is asked to, also over a kill in the middle", async () => {
    const before = stored(await server.connection())
    await act(server, "syncNow")
    await reading(server, 300)
    await server.stop("SIGKILL")
    lives.push(await asked())
    server = await installation.start()
    const resumed = await reading(server, 100)
    expect(stored(resumed)).toBeGreaterThanOrEqual(before + 400)
  })

  it("stops when it is paused, and stays so over a kill, until it is asked to go on", async () => {
    expect(await act(server, "pauseSync")).toMatchObject({ status: "PAUSED", nextSyncAt: null, progress: { running: false } })
    await rests("PAUSED")
    await server.stop("SIGKILL")
    server = await installation.start()
    expect((await rests("PAUSED")).nextSyncAt).toBeNull()
    // there is nothing to cancel
    expect(await act(server, "cancelSync")).toMatchObject({ status: "PAUSED", nextSyncAt: null })
    expect(await act(server, "syncNow")).toMatchObject({ status: "ACTIVE" })
  })

  it("tells a progress that is possible at every look, and ends in the same book as one that nobody stopped", async () => {
    const { id } = await server.connection()
    let last = 0
    const ended = await until("the end", async () => {
      const { node } = await server.ask(
        `query ($id: ID!) { node(id: $id) { ... on Connection { nextSyncAt progress { running callsDone callsEstimated eta streams { name state callsDone lists { done total } } } } } }`,
        { id }
      )
      const { running, callsDone, callsEstimated, eta, streams } = node.progress
      if (running) {
        expect(callsDone).toBeGreaterThanOrEqual(last)
        last = callsDone
        if (callsEstimated !== null) expect(callsEstimated).toBeGreaterThanOrEqual(callsDone)
        expect(eta === null).toBe(callsEstimated === null)
      }
      for (const { lists, callsDone: calls } of streams) {
        expect(lists.done).toBeLessThanOrEqual(lists.total)
        expect(calls).toBeLessThanOrEqual(callsDone)
      }
      const due = node.nextSyncAt !== null && Date.parse(node.nextSyncAt) <= Date.now()
      return running || due ? undefined : node.progress
    })
    expect(ended.callsEstimated).toBe(ended.callsDone)
    expect(last).toBeGreaterThan(3)
    expect(await server.exported()).toBe(calm)
    expect((await server.connection()).certificate.state).toBe("PROVED")
    const { requests, counts } = await exchange.requests()
    expect(counts).toMatchObject({ nonceViolations: 0, insideLockout: 0, writes: 0 })
    expect(repeatedCalls(requests, lives).across).toEqual([])
  })

  it("has its replies in the archive, which parses again to what the books rest on", async () => {
    const { stdout, code } = await installation.run("replies", "--endpoint", "balance")
    expect(code).toBe(0)
    const kept = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { exchange: string; failure: string | null; text: string })
    expect(kept.at(-1)).toMatchObject({ exchange: "bitso", failure: null })
    using reply = accountFile(kept.at(-1)!.text)
    const parsed = await installation.run("parse", "bitso", "balance", reply.args[1]!)
    const { balances } = await exchange.truth()
    const read = parsed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { balance: { asset: string; total: string } }).balance)
    const held = Object.entries(balances as Record<string, { total: string }>).filter(([, { total }]) => Number(total) !== 0)
    expect(held.length).toBeGreaterThan(1)
    for (const [asset, { total }] of held) expect(Number(read.find((one) => one.asset === asset)?.total)).toBe(Number(total))
  })
})
