import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GrowingColumn } from "../../src/number/GrowingColumn.ts"

const edge = (bits: bigint): fc.Arbitrary<bigint> => fc.bigInt({ min: 2n ** bits - 2n, max: 2n ** bits + 2n })

/** Small ones, and such that just fit a double, 64 bits or two doubles or just do not, on either side of zero. */
const numbers = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 52n }),
      ...[52n, 53n, 63n, 64n, 85n, 105n].map(edge),
      fc.bigInt({ min: 0n, max: 2n ** 90n }),
      edge(127n)
    ),
    fc.boolean()
  )
  .map(([number, negative]) => (negative ? -number : number))

/** Numbers to push, or how many of the last to forget; a few histories are longer than a block. */
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.array(numbers, { maxLength: 12 }) },
    { weight: 1, arbitrary: numbers.map((number) => Array.from({ length: 5000 }, (_, i) => number + BigInt(i))) },
    { weight: 1, arbitrary: fc.nat(20) },
    { weight: 1, arbitrary: fc.nat(5000) }
  ),
  { maxLength: 12 }
)

describe("a growing column", () => {
  it("gives back what was pushed, however large and however much of it was cut off between", () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(40, 54, 64, 100, 106, 200), (all, bits) => {
        const column = new GrowingColumn()
        const plain: Array<bigint> = []
        for (const step of all) {
          if (typeof step === "number") {
            plain.length = Math.max(plain.length - step, 0)
            column.truncate(plain.length)
          } else
            for (const each of step) {
              const number = BigInt.asIntN(bits, each)
              plain.push(number)
              column.push(number)
            }
          expect(plain.findIndex((number, place) => column.at(place) !== number)).toBe(-1)
        }
      }),
      { numRuns: 300 }
    )
  })
})
