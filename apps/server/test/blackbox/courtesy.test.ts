import type { RequestReport } from "@caudal/exchange/simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { connected, type Installation, install, openSandbox, type Sandbox, type Server, until } from "./harness.ts"

const budget = 240

const arrivals = ({ requests }: RequestReport): ReadonlyArray<number> =>
  requests.filter(({ nonce }) => nonce !== null).map(({ at }) => Date.parse(at))

/** The most requests that any stretch of this length holds, wherever it begins. */
const densest = (at: ReadonlyArray<number>, ms: number): number => {
  let most = 0
  for (let start = 0, end = 0; end < at.length; end++) {
    while (at[end]! - at[start]! >= ms) start++
    most = Math.max(most, end - start + 1)
  }
  return most
}

describe("the exchange's limits, while a long history is imported", () => {
  // Twenty-four calls a second: what a busy machine can do.
  const rateScale = 6
  const windowMs = 60_000 / rateScale
  let exchange: Sandbox
  let installation: Installation
  let server: Server
  let began = 0
  beforeAll(async () => {
    exchange = await openSandbox(["--persona", "trader"], rateScale)
    installation = install(exchange.url, rateScale)
    server = await installation.start()
    expect(await server.connect(exchange)).toMatchObject({ __typename: "ConnectSuccess" })
    began = arrivals(await exchange.requests())[0]!
  })
  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]()
    await exchange?.stop()
  })

  const windowsOver = (windows: number) =>
    until("the windows to pass", async () => (Date.now() > began + windows * windowMs ? true : undefined), 2 * windows * windowMs)

  it("are used to at least 95 % of our budget, and never exceeded", async () => {
    await windowsOver(3)
    const report = await exchange.requests()
    const counts = [0, 1, 2].map(
      (window) => arrivals(report).filter((at) => at >= began + window * windowMs && at < began + (window + 1) * windowMs).length
    )
    const share = counts.reduce((sum, count) => sum + count, 0) / (3 * budget)
    process.stdout.write(`budget used: ${counts.join(", ")} of ${budget} per window, ${(100 * share).toFixed(1)} %\n`)
    expect(share).toBeGreaterThanOrEqual(0.95)
    expect(densest(arrivals(report), windowMs)).toBeLessThanOrEqual(budget)
    expect(report.counts.byStatus).not.toHaveProperty("420")
  }, 60_000)

  it("are kept over a kill in the middle of a window, too", async () => {
    const killedAt = Date.now()
    await server.stop("SIGKILL")
    server = await installation.start()
    await until("a window to pass", async () => (Date.now() > killedAt + 1.5 * windowMs ? true : undefined))
    const report = await exchange.requests()
    expect(arrivals(report).at(-1)).toBeGreaterThan(killedAt)
    expect(densest(arrivals(report), windowMs)).toBeLessThanOrEqual(budget)
    expect(report.counts).toMatchObject({ insideLockout: 0, nonceViolations: 0 })
    expect(report.counts.byStatus).not.toHaveProperty("420")
  }, 60_000)

  it("tell their owner until when they make it wait", async () => {
    const paused = await until("the budget to be used up", async () => (await server.connection()).progress.pausedUntil ?? undefined)
    expect(Date.parse(paused)).toBeLessThan(Date.now() + 1.5 * windowMs)
  })
})

describe("a lockout", () => {
  const rateScale = 15
  const lockoutMs = 60_000 / rateScale

  it.each([
    ["by the same process", false],
    ["over a kill and a restart", true]
  ])(
    "is waited for to its end, %s, and shown",
    async (_how, killed) => {
      const exchange = await openSandbox(["--persona", "beginner"], rateScale)
      await using installation = install(exchange.url, rateScale)
      let server = await installation.start()
      await connected(server, exchange)
      await exchange.faults({ route: "user_trades", nth: 1, fault: "rateLimit" })
      await exchange.forget()
      const { id } = await server.connection()
      await server.ask("mutation ($id: ID!) { syncNow(connection: $id) { __typename } }", { id })
      const pause = () => until("the pause to be shown", async () => (await server.connection()).progress.pausedUntil ?? undefined)
      let shown = await pause()
      if (killed) {
        await server.stop("SIGKILL")
        server = await installation.start()
        shown = await pause()
      }
      const settled = await server.settled()
      expect(settled.failure).toBeNull()
      expect(settled.certificate.state).toBe("PROVED")
      const { requests, counts } = await exchange.requests()
      const refused = Date.parse(requests.find(({ status }) => status === 420)?.at ?? "")
      expect(counts.byStatus["420"]).toBe(1)
      expect(counts.insideLockout).toBe(0)
      expect(Date.parse(shown)).toBeGreaterThanOrEqual(refused + lockoutMs)
      // The public side has limits of its own and need not wait.
      const after = requests.filter(({ at, status, nonce }) => nonce !== null && status !== 420 && Date.parse(at) > refused)
      expect(after.length).toBeGreaterThan(3)
      for (const { at } of after) expect(Date.parse(at)).toBeGreaterThanOrEqual(refused + lockoutMs)
      await exchange.stop()
    },
    60_000
  )
})
