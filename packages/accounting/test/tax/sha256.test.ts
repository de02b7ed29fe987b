import fc from "fast-check"
import { createHash } from "node:crypto"
import { expect, it } from "vitest"
import { canonicalText } from "../../src/tax/canonicalText.ts"
import { taxByBands } from "../../src/tax/bands.ts"
import { roundTo, share } from "../../src/tax/rounding.ts"
import { sha256 } from "../../src/tax/sha256.ts"

it("SHA-256 is SHA-256, at any length", () => {
  const of = (text: string): string => createHash("sha256").update(text).digest("hex")
  for (let length = 0; length < 200; length++) expect(sha256("é".repeat(length))).toBe(of("é".repeat(length)))
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => {
      expect(sha256(text)).toBe(of(text))
    }),
    { numRuns: 500 }
  )
})

it("a canonical text does not depend on the order of keys, and is JSON", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalText(turned)).toBe(canonicalText(value))
      expect(JSON.parse(canonicalText(value))).toEqual(JSON.parse(JSON.stringify(value)))
    })
  )
  expect(canonicalText({ b: 1, a: undefined })).toBe('{"b":1}')
})

it("rounds half away from zero, on either side", () => {
  expect(["0.005", "-0.005", "0.0049", "1.995", "2"].map((value) => roundTo(value, 2))).toEqual(["0.01", "-0.01", "0", "2", "2"])
  expect(roundTo("-0.5", 0)).toBe("-1")
  expect(share("10", "1", "3", 2)).toBe("3.33")
  expect(share("-20", "1", "3", 2)).toBe("-6.67")
  expect(() => share("1", "1", "0", 2)).toThrow(RangeError)
})

it("each band of a scale is taxed at its own rate, and nothing below zero", () => {
  const bands = [
    { upTo: "100", percent: "10" },
    { upTo: "200", percent: "20" },
    { upTo: null, percent: "50" }
  ]
  expect(["-5", "0", "50", "100", "150", "300"].map((amount) => taxByBands(amount, bands, 2))).toEqual(["0", "0", "5", "10", "20", "80"])
})
