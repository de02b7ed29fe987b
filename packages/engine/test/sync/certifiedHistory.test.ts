import { Decimal } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CertificateLine, DifferenceInterval } from "../../src/books/Books.ts"
import { certified } from "../../src/sync/certifiedHistory.ts"
import type { CoverageInterval } from "../../src/sync/Connections.ts"

const known = (from: number, to: number): CoverageInterval => ({ from, to, state: "known", reason: null })
const recent: CoverageInterval = { from: 100, to: 110, state: "unknown", reason: "too recent" }
const line = (interval: DifferenceInterval | null, state: CertificateLine["state"] = "differs"): CertificateLine => ({
  wallet: "spot",
  asset: "mxn",
  state,
  opening: Decimal.zero,
  asserted: null,
  implied: null,
  older: false,
  postings: Decimal.zero,
  inFlight: [],
  reported: Decimal.zero,
  difference: Decimal.make("1"),
  interval,
  reason: null
})
const about = (...lines: ReadonlyArray<CertificateLine>) => ({ historyFrom: null, lines })
const between = (from: number | null, to: number | null): DifferenceInterval => ({ from, to, precision: "witness" })
const differs = { state: "unknown", reason: expect.stringContaining("books of mxn differ") }

describe("coverage in the light of the certificate", () => {
  it("is as it was where the certificate has nothing against it", () => {
    for (const certificate of [null, about(), about(line(between(20, 30), "proved")), about(line(null))])
      expect(certified([known(0, 100), recent], certificate)).toEqual([known(0, 100), recent])
  })

  it("knows nothing of the time before a history that begins too late", () => {
    const lost = { state: "lost-at-source", reason: expect.stringContaining("older than the history") }
    expect(certified([known(0, 100), recent], { historyFrom: 40, lines: [] })).toEqual([
      { from: 0, to: 40, ...lost },
      known(40, 100),
      recent
    ])
  })

  it("does not know the interval in which a line differs", () => {
    expect(certified([known(0, 100), recent], about(line(between(20, 30))))).toEqual([
      known(0, 20),
      { from: 20, to: 30, ...differs },
      known(30, 100),
      recent
    ])
    expect(certified([known(0, 100), recent], about(line(between(null, 30))))).toEqual([
      { from: 0, to: 30, ...differs },
      known(30, 100),
      recent
    ])
    expect(certified([known(0, 100), recent], about(line(between(30, null))))).toEqual([
      known(0, 30),
      { from: 30, to: 100, ...differs },
      recent
    ])
  })

  it("stays without gaps, and never calls known what is in doubt", () => {
    const instant = fc.integer({ min: 0, max: 120 })
    fc.assert(
      fc.property(fc.array(fc.tuple(instant, instant), { maxLength: 4 }), fc.option(instant), instant, (pairs, historyFrom, at) => {
        const intervals = pairs.map(([a, b]) => between(Math.min(a, b), Math.max(a, b)))
        const parts = certified([known(0, 100), recent], { historyFrom, lines: intervals.map((interval) => line(interval)) })
        expect(parts[0]?.from).toBe(0)
        expect(parts.at(-1)?.to).toBe(110)
        for (const [i, part] of parts.entries()) if (i > 0) expect(part.from).toBe(parts[i - 1]!.to)
        const doubted = at < (historyFrom ?? 0) || intervals.some(({ from, to }) => from! <= at && at < to!)
        const found = parts.find(({ from, to }) => from <= at && at < to)
        if (found !== undefined) expect(found.state === "known").toBe(!doubted && at < 100)
      })
    )
  })
})
