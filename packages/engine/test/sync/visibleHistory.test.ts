import type { KeyRights } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import type { CoverageInterval } from "../../src/sync/Connections.ts"
import { clipped, hiddenBy } from "../../src/sync/visibleHistory.ts"

const right = { answer: "no", evidence: "" } as const
const rights = (history?: KeyRights["history"]): KeyRights => ({
  trade: right,
  withdraw: right,
  ipRestricted: right,
  reads: {},
  ...(history === undefined ? {} : { history })
})
const known = (from: number, to: number): CoverageInterval => ({ from, to, state: "known", reason: null })
const day = 86_400_000

describe("a key that is limited to dates", () => {
  it("is a failure that its owner can mend", () => {
    expect(hiddenBy(rights())).toBeNull()
    expect(hiddenBy(rights({ from: day, to: null }))).toMatchObject({
      code: "HISTORY_TRUNCATED",
      who: "user",
      stops: "nothing",
      retry: "no"
    })
    expect(hiddenBy(rights({ from: day, to: null }))?.message).toContain("only from 1970-01-02.")
    expect(hiddenBy(rights({ from: null, to: 2 * day }))?.message).toContain("only to 1970-01-03.")
  })

  it("makes nothing known beyond its dates", () => {
    const coverage = [known(0, 50), { from: 50, to: 60, state: "unknown", reason: "not read yet" } as const, known(60, 100)]
    expect(clipped(coverage, undefined)).toBe(coverage)
    const hidden = { state: "failed", reason: "HISTORY_TRUNCATED" }
    expect(clipped(coverage, { from: 20, to: 80 })).toEqual([
      { ...hidden, from: 0, to: 20 },
      known(20, 50),
      coverage[1],
      known(60, 80),
      { ...hidden, from: 80, to: 100 }
    ])
    expect(clipped([known(0, 50)], { from: 70, to: null })).toEqual([{ ...hidden, from: 0, to: 50 }])
    expect(clipped([known(60, 100)], { from: null, to: 40 })).toEqual([{ ...hidden, from: 60, to: 100 }])
  })
})
