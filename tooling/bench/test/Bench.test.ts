import { readFileSync } from "node:fs"
import { join } from "node:path"
import { LosslessJson } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { exchangePages } from "../src/ExchangePages.ts"
import { heldBy } from "../src/Heap.ts"
import { inTurns } from "../src/Measure.ts"
import { cutAccount, settings, temporaryFolder } from "../src/Installation.ts"
import { memory, peakMemory, processorTime, startProgram } from "../src/Program.ts"
import { lineOf, print } from "../src/Report.ts"
import { rows } from "../src/rows/index.ts"
import { usage } from "../src/WindowUse.ts"

describe("pages to decode", () => {
  it("are those of every exchange that has some, and are read to the last row", async () => {
    const pages = await exchangePages()
    expect(new Set(pages.map(({ adapter }) => adapter.manifest.id)).size).toBeGreaterThan(1)
    for (const { adapter, stream, text } of pages) {
      const kept = adapter.redact(stream, text)
      const reply = { status: 200, contentType: "application/json", text: kept, json: LosslessJson.parse(kept) }
      const { events, quarantined } = adapter.streams[stream]!.parse(reply, { cursor: null, window: null, dimension: null })
      expect([stream, events.length >= 50, quarantined]).toEqual([stream, true, []])
    }
  })
})

describe("inTurns", () => {
  it("tells slow from fast", () => {
    const spin = (turns: number) => () => {
      let sum = 0
      for (let i = 0; i < turns; i++) sum += Math.sqrt(i)
      return sum
    }
    const [slow = [], fast = []] = inTurns([spin(40_000), spin(2_000)], { rounds: 9, sampleMs: 1, warmUp: 2 })
    expect(slow).toHaveLength(9)
    // The least of each: whatever else the machine does only adds to the others.
    expect(Math.min(...slow)).toBeGreaterThan(4 * Math.min(...fast))
  })
})

describe("a line", () => {
  const comparison = { name: "x", unit: "ns", ours: [100, 300, 200], baseline: { name: "peer", figures: [100, 100, 100] } } as const

  it("judges the median of the ratios", () => {
    expect(print(lineOf({ ...comparison, goal: { of: "ratio", limit: 2 } }))).toBe(
      "x | 200 ns | 100 ns (peer) | 2.00 × | 2.00, 1.00–3.00 | ≤ 2 × met"
    )
    expect(lineOf({ ...comparison, goal: { of: "ratio", limit: 1.9 } }).met).toBe(false)
  })

  it("judges a figure that has no baseline", () => {
    const memory = { name: "idle", unit: "bytes", ours: [200 * 1_048_576], goal: { of: "figure", limit: 150 * 1_048_576 } } as const
    expect(print(lineOf(memory))).toBe("idle | 200.0 MB | – | – | 200.0 MB, 200.0 MB–200.0 MB | ≤ 150.0 MB MISSED")
  })

  it("without figures has not met its goal", () =>
    expect(lineOf({ ...comparison, ours: [], goal: { of: "ratio", limit: 2 } }).met).toBe(false))
})

describe("what a value holds", () => {
  it("is weighed, lists and typed arrays alike", () => {
    expect(heldBy(() => Array.from({ length: 100_000 }, (_, i) => ({ i }))) / 100_000).toBeGreaterThan(12)
    expect(heldBy(() => new Float64Array(1_000_000)) / 1_000_000).toBeCloseTo(8, 0)
  })
})

describe("rows", () => {
  it("have names of their own", () => expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length))
})

describe("the use of a window", () => {
  it("is counted from the first request on, and wherever a window may begin", () => {
    // four in the first window, one in the second; five lie within a window that begins with the second request
    expect(usage([100, 1_000, 1_001, 1_099, 1_100], 1_000, 2)).toEqual({ perWindow: [4, 1], mostInAny: 4 })
    expect(usage([100, 101, 1_099, 1_100], 1_000, 3)).toEqual({ perWindow: [3, 1, 0], mostInAny: 3 })
    expect(usage([], 1_000, 2)).toEqual({ perWindow: [0, 0], mostInAny: 0 })
  })
})

describe("an installation to measure", () => {
  it("has none of the person's own settings", () => {
    const own = settings("/folder")
    for (const name of ["PORT", "DATA_DIR", "KEY_FILE", "OWNER_TOKEN_FILE", "EXCHANGE_BITSO_URL", "RATE_SCALE", "LOG_LEVEL"]) {
      expect(own[`CAUDAL_${name}`]).toBeDefined()
    }
  })

  it("has the trader's account up to a moment, with whole seconds and nothing later", async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, "account.json")
    await cutAccount(file, 500)
    const account = JSON.parse(readFileSync(file, "utf8")) as Record<"ledger" | "user_trades", ReadonlyArray<Record<string, string>>>
    const last = account.user_trades[0]?.["created_at"] ?? ""
    expect(account.user_trades.length).toBeLessThanOrEqual(500)
    expect(account.user_trades.length).toBeGreaterThan(480)
    expect(account.ledger.length).toBeGreaterThan(account.user_trades.length)
    expect(new Set(account.user_trades.map(({ tid }) => tid)).size).toBe(account.user_trades.length)
    // A row of the ledger after the last fill can only be of a deposit or withdrawal.
    for (const row of account.ledger)
      if ((row["created_at"] ?? "") > last) expect(["funding", "withdrawal", "fee"]).toContain(row["operation"])
  }, 30_000)
})

describe.skipIf(process.platform !== "linux")("a program", () => {
  it("is watched from start to end", async () => {
    await using bench = startProgram("tooling/bench/src/main.ts", ["--only", "nothing"])
    expect(peakMemory(bench.pid)).toBeGreaterThan(0)
    expect(processorTime(bench.pid)).toBeGreaterThanOrEqual(0)
    expect(await bench.ended).toBe(1)
    expect(processorTime(bench.pid)).toBeUndefined()
  })

  it("that is gone has no memory", () => {
    expect(memory(process.pid)).toBeLessThanOrEqual(peakMemory(process.pid) ?? 0)
    expect(memory(999_999_999)).toBeUndefined()
  })
})
