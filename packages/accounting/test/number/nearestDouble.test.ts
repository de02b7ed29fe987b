import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decimal } from "../../src/index.ts"
import { nearestDouble } from "../../src/number/nearestDouble.ts"

const scales = fc.integer({ min: 0, max: 100 })
const wide = fc
  .tuple(fc.integer({ min: 1, max: 130 }), fc.bigInt({ min: 0n, max: 2n ** 130n }))
  .map(([width, each]) => BigInt.asUintN(width, each))
const signed = (units: fc.Arbitrary<bigint>): fc.Arbitrary<bigint> =>
  fc.tuple(units, fc.boolean()).map(([each, negative]) => (negative ? -each : each))

/** In the middle between two doubles, or one unit beside it, as a multiple of a power of ten or of one half. */
const middles = fc
  .record({
    odd: fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }).map((each) => 2n * each + 1n),
    scale: fc.integer({ min: 0, max: 15 }),
    halves: fc.boolean(),
    beside: fc.constantFrom(-1n, 0n, 1n)
  })
  .map(({ odd, scale, halves, beside }) => ({ units: odd * (halves ? 5n : 10n) ** BigInt(scale) + beside, scale, beside }))

const written = (units: bigint, scale: number): number => Number(decimal(units, scale))

describe("the nearest double", () => {
  it("is that of the text, or is not told", () => {
    let told = 0
    fc.assert(
      fc.property(signed(wide), scales, (units, scale) => {
        const double = nearestDouble(units, scale)
        if (double === undefined) return
        told++
        expect(double).toBe(written(units, scale))
      }),
      { numRuns: 5000 }
    )
    expect(told).toBeGreaterThan(3000)
  })

  it("is mostly told for what fits 117 bits", () => {
    const units = Array.from({ length: 1000 }, (_, i) => (BigInt(i) * 7n ** 40n) % 2n ** BigInt(54 + (i % 64)))
    const told = units.filter((each, i) => nearestDouble(each, i % 30) !== undefined)
    expect(told.length).toBeGreaterThan(990)
  })

  it("is right however near another is, and leaves ties to the text", () => {
    fc.assert(
      fc.property(middles, fc.boolean(), ({ units, scale, beside }, negative) => {
        const each = negative ? -units : units
        const double = nearestDouble(each, scale)
        if (beside === 0n) expect(double).toBeUndefined()
        else expect(double ?? written(each, scale)).toBe(written(each, scale))
      }),
      { numRuns: 5000 }
    )
  })
})
