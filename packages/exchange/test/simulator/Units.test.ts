import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { divide, formatExact, makeUnit, readExact } from "../../src/simulator/index.ts"

const scales = fc.constantFrom(8, 10)
const amounts = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })

describe("units of an invented amount", () => {
  it("are printed to the last digit, however many there are", () => {
    fc.assert(
      fc.property(scales, amounts, (scale, units) => {
        expect(makeUnit(scale).print(units)).toBe(formatExact({ units, scale }, scale))
      })
    )
  })

  it("are those of the text", () => {
    fc.assert(
      fc.property(scales, fc.bigInt({ min: 0n, max: 10n ** 24n }), (scale, units) => {
        expect(makeUnit(scale).of(makeUnit(scale).print(units))).toBe(units)
      })
    )
    expect(makeUnit(8).of("12.5")).toBe(1_250_000_000n)
    expect(makeUnit(8).perOne).toBe(makeUnit(8).of("1"))
  })

  it("are cut off where fewer decimals are asked for, and rounded half away from zero before", () => {
    const unit = makeUnit(10)
    expect(unit.print(unit.of("1.99999"), 4)).toBe("1.9999")
    expect(unit.print(unit.round(unit.of("1.00005"), 4), 4)).toBe("1.0001")
    expect(unit.print(unit.round(-unit.of("1.00005"), 4), 4)).toBe("-1.0001")
    expect(divide(7n, 2n)).toBe(4n)
    expect(readExact(unit.print(unit.round(unit.of("0.33333333"), 2)))).toEqual({ units: 3_300_000_000n, scale: 10 })
  })
})
