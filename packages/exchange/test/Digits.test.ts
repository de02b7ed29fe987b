import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { digitsOf } from "../src/index.ts"

describe("the digits of a whole number", () => {
  it("are those that JavaScript writes", () => {
    const same = fc.property(fc.maxSafeInteger(), (whole) => {
      expect(digitsOf(whole)).toBe(String(whole))
    })
    fc.assert(same, { numRuns: 5_000 })
  })

  it.each([
    0,
    1,
    -1,
    2 ** 30 - 1,
    2 ** 30,
    2 ** 31,
    1_000_000_000,
    1_577_000_000_000,
    1_577_233_578_001,
    1e15 - 1,
    1e15,
    -1_577_233_578_001
  ])("are those that JavaScript writes: %d", (whole) => expect(digitsOf(whole)).toBe(String(whole)))
})
