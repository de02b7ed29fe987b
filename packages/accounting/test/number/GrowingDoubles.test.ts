import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GrowingDoubles } from "../../src/number/GrowingDoubles.ts"

/** How many to push, how many of the last to forget (below zero), or which to set anew; blocks begin at multiples of 4096. */
const steps = fc.array(
  fc.oneof(
    fc.integer({ min: -9000, max: 9000 }),
    fc.constantFrom(15, 16, 17, 255, 256, 4095, 4096, 8192, 1, -1, -4096),
    fc.record({ set: fc.nat() })
  ),
  { maxLength: 12 }
)

describe("growing doubles", () => {
  it("give back what was pushed or set, however much of it was cut off between", () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(1, 0.1, 2 ** 40), (all, unit) => {
        const doubles = new GrowingDoubles()
        const plain: Array<number> = []
        for (const step of all) {
          if (typeof step === "object") {
            if (plain.length === 0) continue
            plain[step.set % plain.length] = -unit
            doubles.set(step.set % plain.length, -unit)
          } else if (step < 0) {
            plain.length = Math.max(plain.length + step, 0)
            doubles.truncate(plain.length)
          } else
            for (let i = 0; i < step; i++) {
              plain.push(plain.length * unit)
              doubles.push(plain.at(-1)!)
            }
          expect(doubles.length).toBe(plain.length)
          expect(plain.findIndex((each, place) => doubles.at(place) !== each)).toBe(-1)
        }
      }),
      { numRuns: 200 }
    )
  })
})
