import { LosslessJson } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fingerprintOf } from "../../src/sync/fingerprint.ts"

const on = (page: string, pointer: string) => fingerprintOf(LosslessJson.parse(page), pointer)

/** What makes other decoders treat a whole page another way. */
const huge = fc.constantFrom("12345678901234567890", "0.1000000000000000055", "-1e400", "9007199254740993", "1.0E-5")
const row = fc
  .tuple(fc.integer(), fc.nat(999_999), fc.string(), huge)
  .map(([whole, parts, text, long]) => `{"amount":${whole}.${parts},"fee":0.10,"id":${whole},"note":${JSON.stringify(text)},"big":${long}}`)

describe("a quarantined row", () => {
  it("is the same row on every page and at every place, whatever else is there", () => {
    fc.assert(
      fc.property(row, huge, (one, other) => {
        const alone = on(`{"rows":[${one}]}`, "/rows/0")
        expect(on(`{"rows":[{"amount":${other}},${one}]}`, "/rows/1")).toBe(alone)
        expect(on(`{"rows":[{"note":":${other},"},${one}],"count":${other}}`, "/rows/1")).toBe(alone)
      }),
      { numRuns: 2_000 }
    )
  })

  it("is the same row on a page that is long enough to be read by its layout, and so is any part of it", () => {
    const text = '{"amount":0.10,"details":{"id":1},"big":12345678901234567890}'
    const long = LosslessJson.parsePage(`{"rows":[${Array.from({ length: 40 }, () => text).join(",")}]}`)
    for (const part of ["", "/amount", "/details", "/details/id", "/big", "/nothing", "/toString"]) {
      const alone = on(`{"rows":[${text}]}`, `/rows/0${part}`)
      if (part === "/nothing" || part === "/toString") expect(fingerprintOf(long, `/rows/0${part}`)).toBe(alone)
      else expect(fingerprintOf(long, `/rows/39${part}`)).toBe(alone)
    }
  })

  it("is another row where any digit is another", () => {
    const amounts = ["0.1", "0.10000000000000001", "0.1000000000000000055", "9007199254740992", "9007199254740993", "0.100000000000001"]
    expect(new Set(amounts.map((amount) => on(`[{"amount":${amount}}]`, "/0"))).size).toBe(amounts.length)
  })

  it("is found by a key of any characters, and is its place where there is nothing", () => {
    const page = '{"a/b~c":{"rows":[1]},"toString":2}'
    expect(on(page, "/a~1b~0c/rows/0")).toBe(on("[1]", "/0"))
    expect(on(page, "/nowhere/0")).not.toBe(on(page, "/nowhere/1"))
    expect(on(page, "/a~1b~0c/toString")).not.toBe(on(page, "/valueOf"))
  })
})
