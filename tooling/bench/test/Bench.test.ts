import { describe, expect, it } from "vitest"
import { ledgerPage, userTradesPage } from "../src/BitsoPages.ts"
import { inTurns } from "../src/Measure.ts"
import { memory, peakMemory, startProgram } from "../src/Program.ts"
import { seeded } from "../src/Random.ts"
import { lineOf, print } from "../src/Report.ts"
import { rows } from "../src/rows/index.ts"
import { spreadOf } from "../src/Spread.ts"

describe("inputs", () => {
  it("are the same for the same seed and others for another", () => {
    for (const page of [userTradesPage, ledgerPage]) {
      expect(page(seeded(1), 100)).toBe(page(seeded(1), 100))
      expect(page(seeded(1), 100)).not.toBe(page(seeded(2), 100))
      expect(JSON.parse(page(seeded(1), 100)).payload).toHaveLength(100)
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
    expect(spreadOf(slow).median).toBeGreaterThan(4 * spreadOf(fast).median)
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

describe("rows", () => {
  it("have names of their own", () => expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length))
})

describe.skipIf(process.platform !== "linux")("a program", () => {
  it("is watched from start to end", async () => {
    await using bench = startProgram("tooling/bench/src/main.ts", ["--only", "nothing"])
    expect(peakMemory(bench.pid)).toBeGreaterThan(0)
    expect(await bench.ended).toBe(1)
  })

  it("that is gone has no memory", () => {
    expect(memory(process.pid)).toBeLessThanOrEqual(peakMemory(process.pid) ?? 0)
    expect(memory(999_999_999)).toBeUndefined()
  })
})
