import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GrowingList } from "../../src/number/GrowingList.ts"

/** How many to push, or (below zero) how many of the last to forget; blocks begin at multiples of 4096. */
const steps = fc.array(fc.oneof(fc.integer({ min: -5000, max: 5000 }), fc.constantFrom(4095, 4096, 1, -1, -4096)), { maxLength: 12 })

describe("a growing list", () => {
  it("gives back what was pushed, however much of it was cut off between", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const list = new GrowingList<string>()
        const plain: Array<string> = []
        for (const step of all) {
          for (let i = 0; i < step; i++) {
            plain.push(`${plain.length} of ${step}`)
            list.push(plain.at(-1)!)
          }
          if (step < 0) {
            plain.length = Math.max(plain.length + step, 0)
            list.truncate(plain.length)
          }
          expect(list.length).toBe(plain.length)
          expect(plain.findIndex((each, place) => list.at(place) !== each)).toBe(-1)
        }
      }),
      { numRuns: 300 }
    )
  })
})
