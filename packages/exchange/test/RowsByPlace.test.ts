import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Json, LosslessJson, rowsByPlace, type Texts } from "../src/index.ts"

const reader = () => {
  let found = 0
  const read = rowsByPlace(
    (keys) => {
      found++
      return keys
    },
    (texts: Texts, pointer, keys) =>
      texts[keys.indexOf("id")] === "0" ? "no id" : { pointer, told: keys.slice(1).map((key, i) => [key, texts[i + 1]]) }
  )
  return { read: (json: Json) => read(json as ReadonlyArray<Json>, "/rows"), found: () => found }
}

const value = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('"0.00060000"', '""', '"-5"', "0", "7", "-12", "1499865549590") },
  fc.constantFrom("-0", "0.10", "1e5", "1.0E-7", "123456789012345", "1234567890123456", "9007199254740993", "1e400", "1e21"),
  fc.constantFrom("null", "true", "false", "[1]", '{"a":1}')
)
/** Any, and those at the edges of what `String` prints as it is written. */
const number = fc.oneof(
  fc
    .tuple(fc.constantFrom("", "-"), fc.stringMatching(/^(?:0|[1-9]\d{0,19})(?:\.\d{1,18})?(?:[eE][+-]?\d{1,3})?$/))
    .map(([sign, digits]) => sign + digits),
  fc.constantFrom("-0", "0.000001", "0.0000001", "-0.0000009", "7.50", "9007199254740991", "9007199254740993", "999999999999999999999.5")
)
/** Forty of some that have the same keys, and a few others. */
const page = fc
  .array(
    fc
      .uniqueArray(fc.constantFrom("id", "btc", "usd", "btc_usd", "fee"), { minLength: 1 })
      .chain((keys) => fc.tuple(...keys.map((key) => value.map((one) => `"${key}":${one}`))).map((fields) => `{${fields.join(",")}}`)),
    { minLength: 1, maxLength: 5 }
  )
  .map((rows) => `[${Array.from({ length: 40 }, (_, i) => rows[(i * i) % rows.length]!).join(",")}]`)

describe("rows that are read by the places of their keys", () => {
  it("are the same on pages that are read by their layout", () => {
    fc.assert(
      fc.property(page, (text) => {
        const whole = reader().read(LosslessJson.parse(text))
        // the second time the layouts are known
        for (let time = 0; time < 2; time++) expect(reader().read(LosslessJson.parsePage(text))).toEqual(whole)
      }),
      { numRuns: 1_000 }
    )
  })

  it("have numbers spelled the same on either way, however they are sent", () => {
    fc.assert(
      // Keys of their own: rows like those of a run before have taught their layout.
      fc.property(number, number, fc.stringMatching(/^[a-z]{8}$/), (one, other, key) => {
        const rows = Array.from({ length: 80 }, (_, i) => `{"id":${i % 2 === 0 ? one : 5},"${key}":${i % 3 === 0 ? other : 7.5}}`)
        const text = `[${rows.join(",")}]`
        const whole = reader().read(LosslessJson.parse(text))
        for (let time = 0; time < 2; time++) expect(reader().read(LosslessJson.parsePage(text))).toEqual(whole)
      }),
      { numRuns: 2_000 }
    )
  })

  it("have the text of strings and numbers, and none of anything else", () => {
    const { read } = reader()
    const { items } = read(
      LosslessJson.parse('[{"id":7,"btc":"0.10","usd":-5.0,"x":1e-7,"y":null,"z":true,"list":[1],"of":9007199254740993}]')
    )
    expect(items[0]).toEqual({
      pointer: "/rows/0",
      told: [
        ["id", "7"],
        ["btc", "0.10"],
        ["usd", "-5"],
        ["x", "1e-7"],
        ["y", null],
        ["z", undefined],
        ["list", undefined],
        ["of", "9007199254740993"]
      ]
    })
  })

  it("are put aside with the reason where they cannot be read", () => {
    expect(reader().read([{ id: 0 }, 7, { id: 1 }])).toEqual({
      items: [{ pointer: "/rows/2", told: [["id", "1"]] }],
      quarantined: [
        { pointer: "/rows/0", reason: "no id" },
        { pointer: "/rows/1", reason: "the row is not an object" }
      ]
    })
  })

  it("have their places found once for all that have the same keys, on later pages, too", () => {
    const { read, found } = reader()
    for (let time = 0; time < 3; time++) read(LosslessJson.parse('[{"id":1,"a":1},{"id":2,"b":1},{"id":3,"a":1}]'))
    expect(found()).toBe(2)
    // More lists of keys than are kept.
    for (let i = 0; i < 500; i++) expect(read([{ id: 1, [`k${i}`]: "1" }]).items[0]?.told.at(-1)).toEqual([`k${i}`, "1"])
  })
})
