import { randomInt } from "node:crypto"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { makeRandom, type RequestReport } from "@caudal/exchange/simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { running } from "../caudal.ts"
import {
  accountFile,
  type Answer,
  calmExport,
  type Installation,
  install,
  openSandbox,
  repeatedCalls,
  type Sandbox,
  type Server,
  traderSlice
} from "./harness.ts"
import { streamOf } from "./view.ts"

/** The whole account under CI, a tenth of it at a desk, where the exchange answers slower so that there is time to kill. */
const whole = process.env["CI"] !== undefined || process.env["CAUDAL_TEST_WHOLE"] !== undefined
const kills = 30
const stops = 3
const rateScale = 100_000
const latencyMs = 25
const seed = Number(process.env["CAUDAL_TEST_SEED"] ?? randomInt(1_000_000))

const openTrader = async (): Promise<Sandbox> => {
  if (whole) return openSandbox(["--persona", "trader"], rateScale)
  using file = accountFile(traderSlice(10_000))
  return await openSandbox(file.args, rateScale)
}

const sleep = (ms: number) => new Promise((wake) => setTimeout(wake, ms))

describe(`an import that is killed ${kills} times and stopped ${stops} times (seed ${seed})`, () => {
  const random = makeRandom(seed)
  let exchange: Sandbox
  let installation: Installation
  let server: Server
  let calm = ""
  /** How many requests the exchange had seen at the end of each life. */
  const lives: Array<number> = []
  const stopCodes: Array<number | null> = []
  let report: RequestReport

  beforeAll(async () => {
    exchange = await openTrader()
    const began = Date.now()
    calm = await calmExport(exchange, rateScale, 240_000)
    const calmCalls = (await exchange.requests()).counts.total
    const workMs = Date.now() - began + (whole ? 0 : calmCalls * latencyMs)
    await exchange.forget()
    if (!whole) await exchange.faults({ route: "*", fault: "latency", args: { ms: latencyMs } })

    installation = install(exchange.url, rateScale)
    const first = await installation.start()
    expect(await first.connect(exchange)).toMatchObject({ __typename: "ConnectSuccess" })
    await first.stop("SIGKILL")
    lives.push((await exchange.requests()).counts.total)
    /** The quickest that was seen: what else the machine does changes on the way. */
    let msPerCall = workMs / calmCalls
    const moments: Array<string> = []
    for (let life = 0; life < kills + stops; life++) {
      const signal = life % 11 === 10 ? "SIGTERM" : "SIGKILL"
      const process = running(["serve"], installation.env)
      // One in five dies while it starts, the others in the middle of their work.
      const starting = signal === "SIGKILL" && random.int(0, 4) === 0
      if (!starting) await process.firstLine
      const seen = lives.at(-1)!
      const share = (calmCalls - seen) / (kills + stops - life + 1)
      const moment = random.int(0, starting ? 500 : Math.max(1, Math.round(1.3 * share * msPerCall)))
      const ready = Date.now()
      await sleep(moment)
      const { code } = await process.stop(signal)
      const lasted = Date.now() - ready
      if (signal === "SIGTERM") stopCodes.push(code)
      moments.push(`${signal === "SIGTERM" ? "T" : starting ? "s" : ""}${moment}`)
      const { total } = (await exchange.requests()).counts
      lives.push(total)
      if (!starting && total - seen >= 10) msPerCall = Math.min(msPerCall, lasted / (total - seen))
    }
    server = await installation.start()
    const { running: stillRunning } = (await server.connection()).progress
    expect(stillRunning, "the import was over before the last kill").toBe(true)
    await server.settled(240_000)
    report = await exchange.requests()
    process.stdout.write(
      `seed ${seed}: calm import ${workMs} ms, ${calmCalls} calls; with kills ${report.counts.total} calls; ended at (ms after ready, s: after spawn, T: SIGTERM) ${moments.join(" ")}; calls seen by then ${lives.join(" ")}\n`
    )
  }, 600_000)
  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]()
    await exchange?.stop()
  })

  it("ends in the same book, byte for byte", async () => {
    expect(calm.length).toBeGreaterThan(1_000_000)
    expect((await server.exported()) === calm).toBe(true)
  })

  it("ends well whenever it is asked to stop", () => {
    expect(stopCodes).toEqual(Array.from({ length: stops }, () => 0))
  })

  it("holds what the exchange holds, and proves it", async () => {
    const { viewer } = await server.ask(
      "{ viewer { portfolio { holdings { asset { code } total available locked } certificate { state reason } } } }"
    )
    expect(viewer.portfolio.certificate).toEqual({ state: "PROVED", reason: null })
    const { holdings } = viewer.portfolio
    const held: Answer = Object.fromEntries(holdings.map(({ asset, ...amounts }: Answer) => [asset.code, amounts]))
    const { balances } = await exchange.truth()
    expect(held).toEqual(Object.fromEntries(Object.entries<Answer>(balances).filter(([, { total }]) => total !== "0")))
  })

  it("never lowers a nonce, never writes, never asks inside a lockout, never exceeds a limit", () => {
    expect(report.counts).toMatchObject({ nonceViolations: 0, insideLockout: 0, writes: 0 })
    expect(Object.keys(report.counts.byStatus)).toEqual(["200"])
  })

  it("repeats no call whose page was stored", () => {
    const { within, across } = repeatedCalls(report.requests, lives)
    // In one life: only the looks at the empty page behind the oldest row, two in the run that found it and one in a later one.
    expect(within.every(({ last, times }) => last && times <= 3)).toBe(true)
    // In the next life: only the one call of a list that was on its way, and the look at its end.
    expect(across).toEqual([])
  })

  it("adds nothing by another sync, and asks only for the newest rows", async () => {
    await exchange.faults()
    await exchange.forget()
    const connection = await server.sync()
    expect((await server.exported()) === calm).toBe(true)
    expect(streamOf(connection, "ledger").state).toBe("COMPLETE")
    const { requests } = await exchange.requests()
    // no run has looked again at the end of these lists, which the exchange does not show from their oldest row on
    const ends = requests.filter(({ marker }) => marker !== null)
    for (const calls of Map.groupBy(ends, ({ endpoint }) => endpoint ?? "").values()) expect(calls).toHaveLength(1)
    expect(ends.filter(({ endpoint }) => endpoint !== "fundings" && endpoint !== "withdrawals")).toEqual([])
    // prices of the past are the public's, and read at their own pace
    expect(requests.filter(({ endpoint }) => endpoint !== "ohlc").length).toBeLessThan(15)
  })

  it("leaves a whole backup or none when a backup is killed", async () => {
    const names: Array<string> = []
    for (let kill = 0; kill < 6; kill++) {
      const file = join(installation.folder, `backup-${kill}.db`)
      const backup = running(["backup", file], installation.env)
      await sleep(random.int(100, whole ? 4_000 : 900))
      await backup.stop("SIGKILL")
      if (existsSync(file)) names.push(file)
    }
    const after = join(installation.folder, "backup-after.db")
    expect(await installation.run("backup", after)).toMatchObject({ code: 0 })
    for (const file of [...names.slice(-2), after]) {
      await using copy = install(exchange.url, rateScale, { CAUDAL_KEY_FILE: installation.env["CAUDAL_KEY_FILE"] ?? "" })
      expect(await copy.run("backup", "restore", file)).toMatchObject({ code: 0 })
      expect((await copy.run("export")).stdout === calm).toBe(true)
    }
    const half = readdirSync(join(installation.folder, "data")).filter((name) => /partial|restoring|before/.test(name))
    expect(half).toEqual([])
    expect((await server.exported()) === calm).toBe(true)
  }, 240_000)
})
