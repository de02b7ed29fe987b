import { BigDecimal } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  add,
  canonical,
  compare,
  decimal,
  decimalsOf,
  divideFloor,
  multiply,
  parseScaled,
  subtract,
  sum,
  toDouble
} from "../../src/index.ts"

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 24 }))
  .map(([units, scale]) => decimal(units, scale))
const same = (ours: string, theirs: BigDecimal.BigDecimal): boolean => BigDecimal.equals(BigDecimal.fromStringUnsafe(ours), theirs)
const big = BigDecimal.fromStringUnsafe

describe("Decimal", () => {
  it("agrees with BigDecimal in sums, differences, products and order", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(same(add(a, b), BigDecimal.sum(big(a), big(b)))).toBe(true)
        expect(same(subtract(a, b), BigDecimal.subtract(big(a), big(b)))).toBe(true)
        expect(same(multiply(a, b), BigDecimal.multiply(big(a), big(b)))).toBe(true)
        expect(compare(a, b)).toBe(BigDecimal.isLessThan(big(a), big(b)) ? -1 : a === b ? 0 : 1)
      })
    )
  })

  it("writes equal numbers alike, without exponent, sign of zero or spare zeros", () => {
    for (const text of ["1.50", "+1.5", "01.5", "15e-1", "0.15E1"]) expect(canonical(text)).toBe("1.5")
    for (const text of ["-0", "0.000", "0e5", "-0.0"]) expect(canonical(text)).toBe("0")
    expect(canonical("1e-18")).toBe("0.000000000000000001")
    expect(canonical(".5")).toBe("0.5")
    expect(decimalsOf("1.500")).toBe(1)
    expect(sum(["0.1", "0.2"])).toBe("0.3")
    fc.assert(fc.property(decimals, (text) => canonical(text) === text))
  })

  it("is as a double what the nearest one to its text is", () => {
    const units = fc.oneof(fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }))
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 40 }), (each, scale) => {
        expect(toDouble(each, scale)).toBe(Number(decimal(each, scale)))
      }),
      { numRuns: 2000 }
    )
  })

  it("refuses what is not exactly one finite number", () => {
    for (const text of ["", ".", "-", "1,5", "0x1", "NaN", "Infinity", "1e", " 1", "1 ", "1e999", "9".repeat(200)])
      expect(parseScaled(text)).toBeUndefined()
  })

  it("rounds towards minus infinity when it divides", () => {
    expect(divideFloor(7n, 2n)).toBe(3n)
    expect(divideFloor(-7n, 2n)).toBe(-4n)
    expect(divideFloor(-8n, 2n)).toBe(-4n)
  })
})
