import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Decimal } from "../../src/index.ts"
import { addExact, formatExact, readExact, subtractExact } from "../../src/simulator/index.ts"

const text = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: -9, max: 9 }))
  .map(([units, scale, exponent]) => `${formatExact({ units, scale })}E${exponent}`)

describe("exact sums", () => {
  it("reads every spelling as the contract's decimals do", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(formatExact(readExact(one)!)).toBe(Decimal.make(one))
      })
    )
    for (const one of ["1", "+1", "-0.00", "1.0E-5", ".5", "5.", "-1e3", "0.000000000000000001"]) {
      expect(formatExact(readExact(one)!).replace(/^-0$/, "0")).toBe(Decimal.make(one))
    }
  })

  it("adds as the contract's decimals do", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(formatExact(addExact(readExact(a)!, readExact(b)!))).toBe(Decimal.add(Decimal.make(a), Decimal.make(b)))
      })
    )
    expect(formatExact(subtractExact(readExact("1")!, readExact("1.5")!))).toBe("-0.5")
  })

  it("refuses what is no decimal", () => {
    for (const one of ["", "n/a", ".", "-", "1,5", "0x1", "1e", "NaN", undefined]) expect(readExact(one)).toBeUndefined()
  })

  it("pads to at least the places asked for", () => {
    expect(formatExact(readExact("1.5")!, 8)).toBe("1.50000000")
    expect(formatExact(readExact("1.000000000000000001")!, 8)).toBe("1.000000000000000001")
    expect(formatExact(readExact("0")!, 2)).toBe("0.00")
  })
})
