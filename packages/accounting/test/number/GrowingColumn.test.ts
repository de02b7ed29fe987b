import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GrowingColumn } from "../../src/number/GrowingColumn.ts"

const numbers = fc.oneof(
  fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
  fc.bigInt({ min: 2n ** 63n - 2n, max: 2n ** 63n + 2n }),
  fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n })
)

/** A number to push, or how many of the last to forget. */
const steps = fc.array(fc.oneof({ weight: 6, arbitrary: fc.array(numbers, { maxLength: 12 }) }, { weight: 1, arbitrary: fc.nat(20) }), {
  maxLength: 12
})

describe("a growing column", () => {
  it("gives back what was pushed, however large and however much of it was cut off between", () => {
    fc.assert(
      fc.property(steps, fc.boolean(), (all, narrow) => {
        const column = new GrowingColumn()
        const plain: Array<bigint> = []
        for (const step of all) {
          if (typeof step === "number") {
            plain.length = Math.max(plain.length - step, 0)
            column.truncate(plain.length)
          } else
            for (const each of step) {
              const number = narrow ? BigInt.asIntN(40, each) : each
              plain.push(number)
              column.push(number)
            }
          expect(plain.map((_, place) => column.at(place))).toEqual(plain)
        }
      }),
      { numRuns: 500 }
    )
  })
})
