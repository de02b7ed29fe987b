import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { add, compare, decimal, multiply, Periods, subtract, twr, type TwrPeriod } from "../../src/index.ts"

const amounts = fc
  .tuple(
    fc.oneof(fc.bigInt({ min: -100n, max: 10_000n }), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 24n })),
    fc.constantFrom(0, 2, 8, 25)
  )
  .map(([units, scale]) => decimal(units, scale))
const timing = fc.constantFrom(undefined, "start", "end", "mid", "inStartOutEnd")
const period = fc
  .tuple(amounts, amounts, fc.oneof(amounts, fc.constant("0")), timing)
  .map(([startValue, endValue, flow, at]): TwrPeriod => ({ startValue, endValue, flow, ...(at === undefined ? {} : { timing: at }) }))

/** As the definition reads, in decimal text. */
const plain = (periods: ReadonlyArray<TwrPeriod>): number | null => {
  let index = 1
  let funded = false
  for (const { startValue, endValue, flow, timing: at = "inStartOutEnd" } of periods) {
    const share = { start: "1", end: "0", mid: "0.5", inStartOutEnd: flow.startsWith("-") ? "0" : "1" }[at]
    const before = add(startValue, multiply(flow, share))
    const after = subtract(endValue, multiply(flow, subtract("1", share)))
    if (compare(before, "0") > 0) {
      funded = true
      index *= 1 + Number(subtract(after, before)) / Number(before)
    } else if (compare(before, "0") < 0 && funded) return null
    else if (before === "0" && at === "end" && compare(after, "0") > 0) funded = true
  }
  return index - 1
}

describe("twr", () => {
  it("is, to the last bit, what the definition gives in decimal text, for numbers that fit a double and such that do not", () => {
    fc.assert(
      fc.property(fc.array(period, { minLength: 1, maxLength: 12 }), (periods) => {
        const found = twr(periods)
        expect(found.twr.value).toBe(plain(periods))
        found.accumulated.forEach(({ value }, i) => expect(value).toBe(plain(periods.slice(0, i + 1))))
        expect(found.accumulated).toHaveLength(periods.length)
      }),
      { numRuns: 1000 }
    )
  })

  it("is the same of periods that were read into columns, which say the same as the text", () => {
    fc.assert(
      fc.property(fc.array(period, { maxLength: 12 }), (periods) => {
        const read = Periods.read(periods)
        expect(read.list()).toEqual(periods)
        expect(twr(read)).toEqual(twr(periods))
      })
    )
  })

  it("refuses text that is no decimal", () => {
    expect(() => twr([{ startValue: "1", endValue: "x", flow: "0" }])).toThrow(RangeError)
  })
})
