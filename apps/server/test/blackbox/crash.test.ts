import { randomInt } from "node:crypto"
import { makeRandom, type RequestEntry } from "@caudal/exchange/simulator"
import { personas } from "@caudal/exchange-bitso/simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { running } from "../caudal.ts"
import { accountFile, type Answer, calmExport, connected, install, openSandbox, type Sandbox, until } from "./harness.ts"

/** The whole account under CI, a tenth of it at a desk, where the exchange answers slower so that it takes as long. */
const whole = process.env["CI"] !== undefined || process.env["CAUDAL_TEST_WHOLE"] !== undefined
const kills = 30
const rateScale = 100_000
const seed = Number(process.env["CAUDAL_TEST_SEED"] ?? randomInt(1_000_000))

/** The oldest `fills` fills, and everything else of their time. */
const slice = (fills: number): Answer => {
  const { ledger, user_trades, fundings, withdrawals, ...account } = personas.trader()
  const trades = user_trades.slice(-fills)
  const end = String(trades[0]?.["created_at"])
  const before = (rows: ReadonlyArray<Answer>) => rows.filter((row) => row.created_at <= end)
  return { ...account, ledger: before(ledger), user_trades: before(user_trades), fundings: before(fundings), withdrawals: before(withdrawals) }
}

const openTrader = async (): Promise<Sandbox> => {
  if (whole) return openSandbox(["--persona", "trader"], rateScale)
  using file = accountFile(slice(10_000))
  return await openSandbox(file.args, rateScale)
}

describe(`an import that is killed ${kills} times (seed ${seed})`, () => {
  let exchange: Sandbox
  let calm = ""
  let killed = ""
  /** How many requests the exchange had seen at each kill. */
  const seen: Array<number> = []
  let requests: ReadonlyArray<RequestEntry> = []
  let counts: Answer
  const caudal: Array<ReturnType<typeof install>> = []

  beforeAll(async () => {
    exchange = await openTrader()
    const began = Date.now()
    calm = await calmExport(exchange, rateScale, 240_000)
    const calmMs = Date.now() - began
    await exchange.forget()
    if (!whole) await exchange.faults({ route: "*", fault: "latency", args: { ms: 25 } })

    const installation = install(exchange.url, rateScale)
    caudal.push(installation)
    const random = makeRandom(seed)
    const first = await installation.start()
    expect(await first.connect(exchange)).toMatchObject({ __typename: "ConnectSuccess" })
    await first.stop("SIGKILL")
    const moments: Array<number> = []
    for (let kill = 0; kill < kills; kill++) {
      const server = running(["serve"], installation.env)
      // One in five dies while it starts, the others in the middle of their work.
      const starting = random.int(0, 4) === 0
      if (!starting) await server.firstLine
      const moment = random.int(0, starting ? 600 : 300)
      moments.push(starting ? -moment : moment)
      await new Promise((wake) => setTimeout(wake, moment))
      await server.stop("SIGKILL")
      seen.push((await exchange.requests()).counts.total)
    }
    const last = await installation.start()
    const progress = (await last.connection()).progress
    expect(progress.running, "the import was over before the last kill: the exchange is too fast for this test").toBe(true)
    await last.settled(240_000)
    killed = await last.exported()
    const report = await exchange.requests()
    requests = report.requests
    counts = report.counts
    process.stdout.write(`seed ${seed}: ${kills} kills, ms after start (negative: after spawn) ${moments.join(" ")}; ${seen.length} ${JSON.stringify(seen)}; ${counts.total} requests; calm import ${calmMs} ms; ${calm.length} bytes\n`)
  }, 600_000)
  afterAll(async () => {
    for (const one of caudal) await one[Symbol.asyncDispose]()
    await exchange?.stop()
  })

  it("ends in the same book, byte for byte", () => {
    expect(killed.length).toBeGreaterThan(1_000_000)
    expect(killed === calm).toBe(true)
  })
})
