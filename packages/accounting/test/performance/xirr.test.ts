import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { xirr } from "../../src/index.ts"
import { exponentialRoots } from "../../src/performance/exponentialRoots.ts"

const date = fc.integer({ min: 0, max: 4000 }).map((day) => new Date(Date.UTC(2015, 0, 1) + day * 86_400_000).toISOString().slice(0, 10))
const flows = fc.array(fc.record({ date, amount: fc.integer({ min: -100_000, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)) }), {
  minLength: 2,
  maxLength: 40
})

/** Net present value over the sum of absolute present values: how far from a root, whatever the size. */
const imbalance = (rows: ReadonlyArray<{ date: string; amount: string }>, rate: number): number => {
  const first = Math.min(...rows.map(({ date: each }) => Date.parse(each)))
  let net = 0
  let gross = 0
  for (const row of rows) {
    const value = Number(row.amount) * (1 + rate) ** (-(Date.parse(row.date) - first) / 86_400_000 / 365)
    net += value
    gross += Math.abs(value)
  }
  return Math.abs(net) / gross
}

/** Equal but for rounding: flows of one day are summed in another order. */
const sameRoots = (some: ReadonlyArray<number>, others: ReadonlyArray<number>) => {
  expect(some).toHaveLength(others.length)
  for (const [i, root] of some.entries()) expect(Math.abs(root - others[i]!) / (1 + Math.abs(root))).toBeLessThan(1e-6)
}

describe("xirr", () => {
  it("returns rates at which the flows are worth nothing, in any order and with either sign", () => {
    fc.assert(
      fc.property(flows, (rows) => {
        const { rate, roots, ambiguous, reason } = xirr(rows)
        if (rate === null) expect(reason).not.toBe("")
        else expect(roots).toContain(rate)
        expect(ambiguous).toBe(roots.length > 1)
        for (const root of roots) expect(imbalance(rows, root)).toBeLessThan(1e-9)
        sameRoots(xirr([...rows].reverse()).roots, roots)
        const turned = xirr(rows.map((row) => ({ ...row, amount: String(-Number(row.amount)) }))).roots
        sameRoots(turned, roots)
      }),
      // The same flows each time: where two roots nearly meet, how many there are hangs on the last bit of a double.
      { numRuns: 500, seed: 20170730 }
    )
  })

  it("finds a rate for every conventional investment, and only one", () => {
    const conventional = fc.tuple(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 100_000 })), { minLength: 1, maxLength: 30 }),
      fc.array(fc.tuple(fc.integer({ min: 1001, max: 4000 }), fc.integer({ min: 1, max: 100_000 })), { minLength: 1, maxLength: 30 })
    )
    const day = (number: number): string => new Date(Date.UTC(2015, 0, 1) + number * 86_400_000).toISOString().slice(0, 10)
    fc.assert(
      fc.property(conventional, ([paid, received]) => {
        const rows = [
          ...paid.map(([at, amount]) => ({ date: day(at), amount: String(-amount) })),
          ...received.map(([at, amount]) => ({ date: day(at), amount: String(amount) }))
        ]
        const { roots, reason } = xirr(rows)
        // A rate beyond the range is no failure: it is said.
        if (roots.length === 0) expect(reason).toContain("no rate between")
        else expect(roots).toHaveLength(1)
      }),
      { numRuns: 2000 }
    )
  })

  it("finds every root of a polynomial made from its roots", () => {
    const rates = fc.uniqueArray(fc.integer({ min: -90, max: 900 }), {
      minLength: 1,
      maxLength: 5,
      selector: (each) => Math.round(each / 12)
    })
    fc.assert(
      fc.property(rates, (percents) => {
        // Π (v − vᵢ) in v = 1/(1+r), a year apart.
        let polynomial = [1]
        for (const percent of percents) {
          const root = 1 / (1 + percent / 100)
          polynomial = Array.from({ length: polynomial.length + 1 }, (_, i) => (polynomial[i - 1] ?? 0) - root * (polynomial[i] ?? 0))
        }
        const times = [...polynomial.keys()].filter((time) => polynomial[time] !== 0)
        const terms = { times, amounts: times.map((time) => polynomial[time]!) }
        const found = exponentialRoots(terms, Math.log(1e-7), Math.log(10_001)).roots.map((u) => Math.expm1(u) * 100)
        const wanted = [...percents].sort((a, b) => a - b)
        expect(found).toHaveLength(wanted.length)
        found.forEach((each, i) => expect(Math.abs(each - wanted[i]!)).toBeLessThan(0.01))
      }),
      { numRuns: 300 }
    )
  })

  it("finds the rate of ten years in which money came and went every day", () => {
    const day = (number: number): string => new Date(Date.UTC(2015, 0, 1) + number * 86_400_000).toISOString().slice(0, 10)
    const many = fc.array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: 3_650, maxLength: 3_650 })
    fc.assert(
      fc.property(many, (cents) => {
        const rows = cents.map((amount, i) => ({ date: day(i), amount: (amount / 100).toFixed(2) }))
        const { rate, roots, reason } = xirr(rows)
        expect(rate === null).toBe(reason !== null)
        for (const root of roots) expect(imbalance(rows, root)).toBeLessThan(1e-9)
      }),
      { numRuns: 10, endOnFailure: true }
    )
    const backAndForth = Array.from({ length: 3_650 }, (_, i) => ({ date: day(i), amount: i % 2 === 0 ? "-100" : "100" }))
    expect(xirr(backAndForth).roots).toEqual([0])
  })

  it("says where a higher value at the end cannot mean a lower rate", () => {
    let increasing = 0
    const more = fc.integer({ min: 1, max: 100_000 })
    fc.assert(
      fc.property(flows, more, (rows, cents) => {
        const last = rows.reduce((latest, row) => (row.date > latest ? row.date : latest), rows[0]!.date)
        const before = xirr(rows)
        const after = xirr([...rows, { date: last, amount: (cents / 100).toFixed(2) }])
        if (before.rate === null || !before.increasing) return
        increasing++
        for (const root of after.roots) expect(root).toBeGreaterThan(before.rate - 1e-9 * (1 + Math.abs(before.rate)))
      }),
      { numRuns: 3_000 }
    )
    expect(increasing).toBeGreaterThan(300)
    // next to nothing in, money out, more of it in: worth nothing at one rate, and less at lower ones
    const odd = [
      ["2021-01-01", "-0.000007"],
      ["2021-01-17", "27.644248"],
      ["2021-02-03", "-97.635924"],
      ["2021-02-09", "64.203576"]
    ].map(([date, amount]) => ({ date: date!, amount: amount! }))
    expect(xirr(odd)).toMatchObject({ ambiguous: false, increasing: false })
  })

  it("finds a root that only touches once", () => {
    // (v − 1/1.1)² in v = 1/(1+r)
    const terms = { times: [0, 1, 2], amounts: [1 / 1.1 ** 2, -2 / 1.1, 1] }
    const { roots } = exponentialRoots(terms, Math.log(1e-7), Math.log(10_001))
    expect(roots).toHaveLength(1)
    expect(Math.expm1(roots[0]!)).toBeCloseTo(0.1, 6)
  })

  it("says why there is none", () => {
    expect(xirr([])).toMatchObject({ rate: null, reason: "no flow" })
    expect(xirr([{ date: "2024-01-01", amount: "-5" }])).toMatchObject({ rate: null, reason: expect.stringContaining("total loss") })
    expect(
      xirr([
        { date: "2024-01-01", amount: "-5" },
        { date: "2024-01-01", amount: "7" }
      ])
    ).toMatchObject({ rate: null })
    expect(
      xirr([
        { date: "2024-01-01", amount: "5" },
        { date: "2025-01-01", amount: "7" }
      ])
    ).toMatchObject({ rate: null, reason: "no sign change: nothing was paid in" })
    expect(
      xirr([
        { date: "2024-01-01", amount: "-1" },
        { date: "2024-01-02", amount: "1000000" }
      ])
    ).toMatchObject({ rate: null, reason: expect.stringContaining("no rate between") })
    expect(() => xirr([{ date: "2024-01-01", amount: "NaN" }])).toThrow(RangeError)
  })
})
