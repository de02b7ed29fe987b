import fc from "fast-check"
import { expect, it } from "vitest"
import { KeepLast } from "../../src/portfolio/KeepLast.ts"

it("keeps few: what was not asked for the longest goes first", () => {
  const kept = new KeepLast<number>(2)
  kept.set("a", 1)
  kept.set("b", 2)
  kept.get("a")
  kept.set("c", 3)
  expect([kept.get("a"), kept.get("b"), kept.get("c")]).toEqual([1, undefined, 3])
  expect(kept.orMake("b", () => 4)).toBe(4)
  expect(kept.orMake("b", () => 5)).toBe(4)
})

const keys = ["a", "b", "c", "d", "e"]
const use = fc.oneof(
  fc.record({ do: fc.constant("set" as const), key: fc.constantFrom(...keys), weight: fc.nat(60) }),
  fc.record({ do: fc.constantFrom("get" as const, "drop" as const), key: fc.constantFrom(...keys), weight: fc.constant(0) })
)

it("keeps what was asked for last as long as all of it weighs no more than it may, and the last one whatever it weighs", () =>
  fc.assert(
    fc.property(fc.array(use, { maxLength: 40 }), fc.integer({ min: 1, max: 100 }), (uses, most) => {
      const kept = new KeepLast<number>(most)
      /** Last asked for first. */
      let wanted: Array<{ readonly key: string; readonly weight: number; readonly value: number }> = []
      for (const [value, { do: what, key, weight }] of uses.entries()) {
        const known = wanted.find((one) => one.key === key)
        if (what === "get") expect(kept.get(key)).toBe(known?.value)
        else if (what === "set") kept.set(key, value, weight)
        else kept.drop(key)
        const one = what === "set" ? { key, weight, value } : what === "get" ? known : undefined
        wanted = [...(one === undefined ? [] : [one]), ...wanted.filter((other) => other.key !== key)]
        if (what !== "drop") {
          let weighs = 0
          const fits = wanted.filter(({ weight: own }, i) => {
            weighs += own
            return i === 0 || weighs <= most
          })
          wanted = what === "set" ? fits : wanted
        }
      }
      const found = keys.filter((key) => kept.get(key) !== undefined)
      expect(found).toEqual(wanted.map(({ key }) => key).sort())
    }),
    { numRuns: 2000 }
  ))
