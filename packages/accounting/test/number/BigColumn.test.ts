import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addedAt, type BigColumn, runningSums } from "../../src/number/BigColumn.ts"

/** Small ones, and such that one, two or no two of them fit 64 bits. */
const numbers = fc.oneof(
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.bigInt({ min: 2n ** 62n - 3n, max: 2n ** 62n + 3n }),
  fc.bigInt({ min: -(2n ** 62n) - 3n, max: -(2n ** 62n) + 3n }),
  fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n })
)
const length = 5
const changes = fc.array(fc.tuple(fc.nat(length - 1), numbers), { maxLength: 30 })

describe("a column", () => {
  it("is the same whether its numbers fit 64 bits or not: places, running sums and the furthest of them", () => {
    fc.assert(
      fc.property(changes, numbers, (some, opening) => {
        let column: BigColumn = new BigInt64Array(length)
        const plain = Array.from({ length }, () => 0n)
        for (const [place, by] of some) {
          column = addedAt(column, place, by)
          plain[place]! += by
          expect([...column]).toEqual(plain)
        }
        const sums: Array<bigint> = []
        plain.forEach((each, at) => sums.push((at === 0 ? opening : sums[at - 1]!) + each))
        const found = runningSums(column, opening)
        expect([...found.sums]).toEqual(sums)
        for (const each of sums) expect(found.most).toBeGreaterThanOrEqual(Math.abs(Number(each)))
      }),
      { numRuns: 1000 }
    )
  })

  it("stays a typed array as long as it can", () => {
    const column = addedAt(new BigInt64Array(2), 1, 5n)
    expect(column).toBeInstanceOf(BigInt64Array)
    expect(runningSums(column, -7n).sums).toEqual(new BigInt64Array([-7n, -2n]))
    expect(addedAt(column, 0, 2n ** 70n)).toEqual([2n ** 70n, 5n])
  })

  it("is widened before a sum of numbers that fit does not", () => {
    const large = 2n ** 62n - 1n
    let column: BigColumn = new BigInt64Array(1)
    for (let times = 1n; times <= 4n; times++) {
      column = addedAt(column, 0, large)
      expect([...column]).toEqual([times * large])
    }
  })
})
